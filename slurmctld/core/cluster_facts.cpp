#include "slurmctld/core/cluster_facts.h"

#include <algorithm>
#include <unordered_set>

#include "slurmctld/sched/feasible.h"
#include "slurmctld/sched/shape.h"

namespace minislurm::core {
namespace {

constexpr std::size_t kMostShapes = 10'000;  // about 5 MB; who sends ever new ones pays for the walk

}  // namespace

const ClusterFacts::Largest& ClusterFacts::largest(const Partition& partition, const Cluster& cluster) {
  const auto [entry, added] = largest_.try_emplace(partition.name);
  if (!added) return entry->second;
  const std::unordered_set<std::string> members{partition.nodes.begin(), partition.nodes.end()};
  for (const Node& node : cluster.nodes) {
    if (!members.contains(node.name)) continue;
    entry->second.memory = std::max(entry->second.memory, node.memory);
    entry->second.cpus = std::max(entry->second.cpus, node.cpus);
  }
  return entry->second;
}

const Status& ClusterFacts::can_ever_run(const Job& job, const sched::ResourceRequest& request,
                                         const Partition& partition, const Cluster& cluster) {
  std::string shape = sched::request_key(job, partition);
  const auto known = can_run_.find(shape);
  if (known != can_run_.end()) return known->second;
  if (can_run_.size() >= kMostShapes) can_run_.clear();
  return can_run_.emplace(std::move(shape), sched::can_ever_run(request, partition, cluster)).first->second;
}

void ClusterFacts::forget() {
  largest_.clear();
  can_run_.clear();
}

}  // namespace minislurm::core
