// One record as scontrol prints it: "Key=Value" pairs in lines, indented by three blanks; or all on one line (-o).
#pragma once

#include <string>
#include <string_view>

namespace minislurm::scontrol {

class Record {
 public:
  explicit Record(bool one_line) : one_line_(one_line) {}

  Record& put(std::string_view key, std::string_view value);
  Record& put(std::string_view key, unsigned long long value) { return put(key, std::to_string(value)); }
  Record& put_if(bool wanted, std::string_view key, std::string_view value) { return wanted ? put(key, value) : *this; }
  Record& next_line(std::string_view indent = "   ");
  // Ends the record with a blank line, or with the line's end.
  std::string finish() &&;

 private:
  bool one_line_, fresh_ = true;
  std::string text_;
};

// "(null)" for an empty text, as Slurm prints what is unset.
std::string or_null(std::string_view text);
std::string yes_no(bool value);

}  // namespace minislurm::scontrol
