#include "slurmctld/stepd/environment.h"

#include <unordered_map>

namespace minislurm::stepd {

std::vector<std::string> task_environment(std::string_view base,
                                          const std::vector<std::pair<std::string, std::string>>& own) {
  std::vector<std::string> variables;
  std::unordered_map<std::string, std::size_t> places;
  const auto set = [&](std::string name, std::string variable) {
    const auto [at, fresh] = places.emplace(std::move(name), variables.size());
    if (fresh) {
      variables.push_back(std::move(variable));
    } else {
      variables[at->second] = std::move(variable);
    }
  };
  while (!base.empty()) {
    const std::string_view variable = base.substr(0, base.find('\0'));
    base.remove_prefix(std::min(variable.size() + 1, base.size()));
    const std::size_t equals = variable.find('=');
    if (equals != std::string_view::npos && equals > 0)
      set(std::string(variable.substr(0, equals)), std::string(variable));
  }
  for (const auto& [name, value] : own) set(name, name + "=" + value);
  return variables;
}

void set_variables(std::vector<std::string>& variables, const std::vector<std::string>& own) {
  for (const std::string& variable : own) {
    const std::string start = variable.substr(0, variable.find('=') + 1);
    std::erase_if(variables, [&start](const std::string& other) { return other.starts_with(start); });
    variables.push_back(variable);
  }
}

}  // namespace minislurm::stepd
