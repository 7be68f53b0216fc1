// Which of this machine's CPUs stand for those of a node. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libcommon/model/allocation.h"
#include "libcommon/model/cluster.h"

namespace minislurm::exec {

// Those of the node's that are the machine's; a node that is larger than the machine has others, that are only counted.
std::vector<std::uint32_t> machine_cpus(const Cluster& cluster, const std::string& node_name,
                                        const std::vector<std::uint32_t>& cpus);
// Of all its nodes, ascending; none where one CPU of them is only counted.
std::vector<std::uint32_t> machine_cpus(const Cluster& cluster, const Allocation& allocation);

}  // namespace minislurm::exec
