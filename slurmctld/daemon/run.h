// slurmctld from its arguments to its exit code.
#pragma once

#include <string>
#include <vector>

namespace minislurm::daemon {

int run(const std::vector<std::string>& arguments);

}  // namespace minislurm::daemon
