// The controller's part of sdiag. What only the loop knows (times of passes, requests, the machine's load) it adds.
#pragma once

#include "slurmctld/core/cluster_state.h"

namespace minislurm::core {

wire::StatsReply statistics_of(const ClusterState::Inside& state, Instant now);

}  // namespace minislurm::core
