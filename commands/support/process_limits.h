// The caller's limits on processes, which travel with what it submits.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace minislurm {

// SLURM_RLIMIT_NOFILE and the like: the soft limits of this process, in the units of setrlimit; "U": none. Which of them
// the job gets is decided by the controller: --propagate, else PropagateResourceLimits.
std::vector<std::pair<std::string, std::string>> process_limits();

}  // namespace minislurm
