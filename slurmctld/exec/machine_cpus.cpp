#include "slurmctld/exec/machine_cpus.h"

#include <algorithm>

namespace minislurm::exec {

std::vector<std::uint32_t> machine_cpus(const Cluster& cluster, const std::string& node_name,
                                        const std::vector<std::uint32_t>& cpus) {
  const auto node = std::find_if(cluster.nodes.begin(), cluster.nodes.end(),
                                 [&node_name](const Node& one) { return one.name == node_name; });
  std::vector<std::uint32_t> pinned;
  if (node == cluster.nodes.end()) return pinned;
  for (const std::uint32_t cpu : cpus)
    if (cpu < node->machine_cpus.size()) pinned.push_back(node->machine_cpus[cpu]);
  return pinned;
}

std::vector<std::uint32_t> machine_cpus(const Cluster& cluster, const Allocation& allocation) {
  std::vector<std::uint32_t> all;
  for (const NodeAllocation& node : allocation.nodes) {
    const std::vector<std::uint32_t> here = machine_cpus(cluster, node.node, node.cpus);
    if (here.size() < node.cpus.size()) return {};
    all.insert(all.end(), here.begin(), here.end());
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace minislurm::exec
