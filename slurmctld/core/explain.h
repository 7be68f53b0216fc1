// Why pending jobs wait, for those who ask: what sched/explain.h says of resources, and the gates before the queue.
#pragma once

#include <span>
#include <vector>

#include "libcommon/wire/explanation.h"
#include "slurmctld/core/state.h"

namespace minislurm::core {

// Of each job that is pending, in their order; others are left out.
std::vector<wire::Explanation> explain(const ClusterState::Inside& state, std::span<const Job> jobs, Instant now);

}  // namespace minislurm::core
