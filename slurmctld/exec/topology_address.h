// Where a node stands on the switch tree: SLURM_TOPOLOGY_ADDR and its pattern. Pure.
#pragma once

#include <optional>
#include <string>

#include "libcommon/model/cluster.h"

namespace minislurm::exec {

struct TopologyAddress {
  std::string address, pattern;  // "spine.leaf1.node1", "switch.switch.node"
};

// None: the partition's topology is no tree, or the node is on no switch of it.
std::optional<TopologyAddress> topology_address(const Cluster& cluster, const std::string& partition,
                                                const std::string& node);

}  // namespace minislurm::exec
