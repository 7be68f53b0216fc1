// Topologies as topology.yaml or topology.conf declare them, before anything is looked up.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"

namespace minislurm::config {

struct DeclaredSwitch {
  std::string name;
  std::string nodes, children;   // lists; a block has nodes only
  std::uint32_t link_speed = 1;
  std::size_t line = 0;
};

struct DeclaredTopology {
  std::string path;
  std::size_t line = 0;
  std::string name = "default";
  bool cluster_default = false;
  TopologyKind kind = TopologyKind::Flat;
  std::vector<DeclaredSwitch> switches;
  std::vector<std::uint32_t> block_sizes;
};

Result<std::vector<DeclaredTopology>> read_topology_yaml(const std::string& path);
// SwitchName or BlockName lines: a tree or blocks, the default of the cluster.
Result<DeclaredTopology> read_topology_conf(const std::string& path);

// Looks up nodes and switches, works out levels and the nodes of higher switches. Errors name file and line.
Result<TopologySpec> settle_topology(const DeclaredTopology& declared, const std::vector<std::string>& known_nodes);
// Every node that a file declares, each once, in its order.
Result<std::vector<std::string>> nodes_declared(const std::vector<DeclaredTopology>& topologies);

}  // namespace minislurm::config
