// The notations of -o ("%.18i %.9P|%j") and -O ("jobid:10,name:.8,state:|"), before any column is looked up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace minislurm::table {

inline constexpr std::size_t kLongWidth = 20;   // of an -O field that names no width
inline constexpr std::size_t kMaxWidth = 4096;  // a wider one is cut to this

struct FormatField {
  std::string key;           // -o: the letter; -O: the name
  std::size_t width = 0;     // 0: as long as the text is
  bool right = false;        // justified
  std::string suffix;        // printed behind the field
  std::string source;        // the field as written, without the suffix: what an unknown one leaves in -o output
  bool operator==(const FormatField&) const = default;
};

struct FormatString {
  std::string prefix;  // before the first field
  std::vector<FormatField> fields;
  bool operator==(const FormatString&) const = default;
};

// -o: %[.][width]letter, each with the text up to the next '%'.
FormatString parse_short_format(std::string_view format);
// -O: name[:[.][width][suffix]], commas between. A colon without a width means no width.
FormatString parse_long_format(std::string_view format);

}  // namespace minislurm::table
