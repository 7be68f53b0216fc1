// A limit that keeps a job waiting, in words: who has set it, how much it is, how much is in use.
#pragma once

#include <string>

#include "slurmctld/core/state.h"

namespace minislurm::core {

// "QOS normal: MaxJobsPerUser=4, 4 in use"; what the reason alone says where no limit is found that gives it.
std::string limit_in_words(const ClusterState::Inside& state, const Job& job, Reason why, Instant now);

}  // namespace minislurm::core
