#include "slurmctld/core/resources.h"

#include "slurmctld/core/accounts.h"
#include "slurmctld/core/state.h"

namespace minislurm::core {
namespace {

std::uint64_t count_of(const Node& node, std::string_view tres) {
  if (tres == "cpu" || tres == "billing") return node.cpus;
  if (tres == "mem") return node.memory.count;
  if (tres == "node") return 1;
  std::uint64_t count = 0;
  for (const NodeGres& gres : node.gres)
    if (tres == "gres/" + gres.name || tres == "gres/" + gres.name + ":" + gres.type) count += gres.count;
  return count;
}

}  // namespace

std::vector<std::pair<std::string, std::uint64_t>> resources_in_all(const ClusterState& state) {
  std::vector<std::pair<std::string, std::uint64_t>> all;
  for (const std::string& name : tracked_resources(state.inside())) {
    std::uint64_t count = 0;
    for (const Node& node : state.inside().cluster.nodes) count += count_of(node, name);
    all.emplace_back(name, count);
  }
  return all;
}

}  // namespace minislurm::core
