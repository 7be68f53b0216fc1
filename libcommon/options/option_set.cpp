#include "libcommon/options/option_set.h"

#include <algorithm>

#include "libcommon/text/words.h"

namespace minislurm::options {

std::vector<std::string_view> variables_of(const OptionText& row, std::span<const std::string_view> prefixes) {
  std::vector<std::string_view> found;
  for (const std::string_view variable : text::split_list(row.environment, ' ')) {
    const auto matches = [&](std::string_view prefix) { return variable.starts_with(prefix); };
    if (std::any_of(prefixes.begin(), prefixes.end(), matches)) found.push_back(variable);
  }
  return found;
}

}  // namespace minislurm::options
