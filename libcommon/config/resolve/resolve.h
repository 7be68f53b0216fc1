// What follows from the nodes and partitions as configured: which nodes a partition has, and what they add up to.
// Pure; called at load and after every change of a partition or a node.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"

namespace minislurm::config {

// Fills Partition::nodes (in cluster order), ::total_cpus, ::tres, and Node::partitions; a node_list of ALL becomes the
// names. Errors: Code::InvalidNodeName, the detail being the name that no node has, or the list that cannot be read;
// the cluster is unchanged then.
Status resolve(Cluster& cluster);

// "cpu=4,mem=4000M,billing=4,gres/gpu=2": what one node has.
std::string node_tres(const Node& node);

}  // namespace minislurm::config
