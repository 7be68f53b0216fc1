// What slurm.conf and zero configuration share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/config/topology_files.h"
#include "libcommon/model/cluster.h"
#include "libcommon/os/machine.h"

namespace minislurm::config {

// "matlab:2,ansys": one where no count is given.
Result<std::vector<License>> parse_licenses(std::string_view text);
// topology.yaml or topology.conf by the extension.
Result<std::vector<DeclaredTopology>> read_topologies(const std::string& path);
// TopologyParam's SwitchAsNodeRank and BlockAsNodeRank: nodes in the order of the default topology's leaves or blocks.
void rank_by_leaf(Cluster& cluster);
// Settles them against the cluster's nodes and stores them; none: one flat topology.
Status adopt_topologies(Cluster& cluster, const std::vector<DeclaredTopology>& declared);
// Gives the nodes whose hostname is this machine consecutive CPUs of it, if all of them fit side by side.
void pin_nodes(std::vector<Node>& nodes, const os::Machine& machine);
// What a node shows of the machine that serves it.
void serve_from(std::vector<Node>& nodes, const os::Machine& machine);

}  // namespace minislurm::config
