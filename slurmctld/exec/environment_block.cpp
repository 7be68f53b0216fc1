#include "slurmctld/exec/environment_block.h"

#include <algorithm>

namespace minislurm::exec {

Environment parse_environment(std::string_view block) {
  Environment environment;
  while (!block.empty()) {
    const std::string_view variable = block.substr(0, block.find('\0'));
    block.remove_prefix(std::min(block.size(), variable.size() + 1));
    const std::size_t equals = variable.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    environment.insert_or_assign(std::string(variable.substr(0, equals)), std::string(variable.substr(equals + 1)));
  }
  return environment;
}

std::string format_environment(const Environment& environment) {
  std::string block;
  for (const auto& [name, value] : environment) {
    block.append(name).append(1, '=').append(value);
    block.push_back('\0');
  }
  return block;
}

}  // namespace minislurm::exec
