#include "slurmctld/exec/topology_address.h"

#include <algorithm>

namespace minislurm::exec {
namespace {

const TopologySpec* topology_of(const Cluster& cluster, const std::string& partition_name) {
  std::string wanted;
  for (const Partition& partition : cluster.partitions)
    if (partition.name == partition_name) wanted = partition.topology;
  const TopologySpec* chosen = nullptr;
  for (const TopologySpec& topology : cluster.topologies) {
    if (wanted.empty() ? topology.cluster_default || chosen == nullptr : topology.name == wanted) chosen = &topology;
    if (wanted.empty() && topology.cluster_default) break;
  }
  return chosen;
}

template <class Names>
bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<TopologyAddress> topology_address(const Cluster& cluster, const std::string& partition,
                                                const std::string& node) {
  const TopologySpec* topology = topology_of(cluster, partition);
  if (topology == nullptr || topology->kind != TopologyKind::Tree) return std::nullopt;
  const auto parent_of = [topology](auto belongs) -> const SwitchSpec* {
    const auto found = std::find_if(topology->switches.begin(), topology->switches.end(), belongs);
    return found == topology->switches.end() ? nullptr : &*found;
  };
  TopologyAddress place{node, "node"};
  const SwitchSpec* at = parent_of(
      [&node](const SwitchSpec& spec) { return spec.switches.empty() && contains(spec.nodes, node); });
  if (at == nullptr) return std::nullopt;
  // Bounded: a declaration that goes in a circle ends nowhere.
  for (std::size_t steps = 0; at != nullptr && steps < topology->switches.size(); ++steps) {
    place.address.insert(0, at->name + ".");
    place.pattern.insert(0, "switch.");
    const std::string& below = at->name;
    at = parent_of([&below](const SwitchSpec& spec) { return contains(spec.switches, below); });
  }
  return place;
}

}  // namespace minislurm::exec
