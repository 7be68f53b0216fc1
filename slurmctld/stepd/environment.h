// A task's environment: the step's, with the task's own variables on top. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minislurm::stepd {

// `base`: "A=b\0C=d\0". A later value takes an earlier one's place; what is no variable is left out.
std::vector<std::string> task_environment(std::string_view base,
                                          const std::vector<std::pair<std::string, std::string>>& own);

// Puts each of `own` ("A=b") in the place of what was of its name.
void set_variables(std::vector<std::string>& variables, const std::vector<std::string>& own);

}  // namespace minislurm::stepd
