// The cluster of a machine that has no slurm.conf: itself as one node, and eight virtual ones to try scripts on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"
#include "libcommon/model/cluster.h"
#include "libcommon/os/machine.h"

namespace minislurm::config {

struct ZeroOverrides {
  std::optional<std::uint32_t> total_cpus;    // the first of the machine's; more than it has are counted, not pinned
  std::optional<Mebibytes> total_memory;
  // A topology.yaml or topology.conf. Nodes it names besides the machine are the virtual ones, in place of vnode[1-8].
  std::string topology_config;
  // "NODESxCPUS": so many virtual nodes of so many CPUs, counted. "per-cpu": one for each CPU of the machine, pinned to it.
  // Four hang on a leaf switch, the leaves on one core switch.
  std::string virtual_nodes = {};
};

// Partition `debug` (default) is the machine, pinned to its CPUs; partition `virtual` has the virtual nodes, each as
// large as the machine (after the overrides), counted and not pinned: their CPUs are not those of the machine's node.
// Errors: those of the topology file; a total of zero; virtual nodes that are neither of the two forms, or given twice.
Result<Cluster> zero_configuration(const os::Machine& machine, const ZeroOverrides& overrides,
                                   const std::string& state_dir, const std::string& socket_path);

}  // namespace minislurm::config
