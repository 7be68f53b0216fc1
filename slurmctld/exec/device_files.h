// The device files of generic resources: which of them a step holds, and which are others'. Pure.
#pragma once

#include <string>
#include <vector>

#include "libcommon/model/allocation.h"
#include "libcommon/model/cluster.h"

namespace minislurm::exec {

// Files of what the step has on that node, in the order of their numbers; without numbers: all that the node has of it.
std::vector<std::string> device_files(const Node& node, const NodeAllocation& held);
// Every other file of the cluster's nodes, which are all on this machine.
std::vector<std::string> barred_devices(const Cluster& cluster, const Allocation& allocation);

}  // namespace minislurm::exec
