#include "commands/scontrol/record.h"

namespace minislurm::scontrol {

Record& Record::put(std::string_view key, std::string_view value) {
  if (!fresh_) text_ += ' ';
  fresh_ = false;
  text_.append(key).append("=").append(value);
  return *this;
}

Record& Record::next_line(std::string_view indent) {
  if (one_line_) return *this;
  text_.append("\n").append(indent);
  fresh_ = true;
  return *this;
}

std::string Record::finish() && {
  text_ += one_line_ ? "\n" : "\n\n";
  return std::move(text_);
}

std::string or_null(std::string_view text) { return text.empty() ? "(null)" : std::string(text); }
std::string yes_no(bool value) { return value ? "YES" : "NO"; }

}  // namespace minislurm::scontrol
