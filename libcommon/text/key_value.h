// "Key=Value" words, as scontrol takes them and configuration lines hold them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

enum class Assignment { Set, Add, Remove };  // = += -=

struct KeyValue {
  std::string key;
  std::string value;
  Assignment how = Assignment::Set;
  bool operator==(const KeyValue&) const = default;
};

// One word that the shell has split already; the value is taken as it is. None: no '=' or no key.
std::optional<KeyValue> parse_key_value(std::string_view word);
// A line of them. A value, or a part of it, may be quoted with " or '; outside of quotes '#' opens a comment.
// Errors: Code::Generic with the word that is no pair, or the quote that stays open.
Result<std::vector<KeyValue>> parse_key_values(std::string_view line);

}  // namespace minislurm::text
