// How much the cluster has of each trackable resource.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "slurmctld/core/cluster_state.h"

namespace minislurm::core {

// In the order of tracked_resources(): CPUs, memory in MB, ...; 0 of what no node has.
std::vector<std::pair<std::string, std::uint64_t>> resources_in_all(const ClusterState& state);

}  // namespace minislurm::core
