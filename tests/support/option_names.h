// What a command's table of options must not hold.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "libcommon/options/option.h"

namespace minislurm::test {

// Names and letters that stand for more than one option.
inline std::vector<std::string> repeated_options(std::span<const options::OptionText> rows) {
  std::set<std::string> seen;
  std::vector<std::string> repeated;
  const auto note = [&](const std::string& name) {
    if (!seen.insert(name).second) repeated.push_back(name);
  };
  for (const options::OptionText& row : rows) {
    if (!row.name.empty()) note("--" + std::string(row.name));
    if (row.letter != 0) note(std::string("-") + row.letter);
  }
  return repeated;
}

}  // namespace minislurm::test
