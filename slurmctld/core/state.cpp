#include "slurmctld/core/state.h"

#include <algorithm>
#include <utility>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/built_in.h"

namespace minislurm::core {

using Inside = ClusterState::Inside;

Inside::Inside(Cluster configured, Instant now)
    : cluster(std::move(configured)), accounting(accounting::built_in(cluster.settings.job_submit_default_account)),
      book(cluster), next_job(cluster.settings.first_job) {
  booted = now;
  statistics.since = now;
  usage.as_of = usage.fresh.since = now;
  rebuild_indexes();
}

void Inside::rebuild_indexes() {
  facts.forget();
  node_index_.clear();
  partition_index_.clear();
  std::vector<std::string> names;
  names.reserve(cluster.nodes.size());
  for (std::size_t i = 0; i < cluster.nodes.size(); ++i) {
    node_index_[cluster.nodes[i].name] = i;
    names.push_back(cluster.nodes[i].name);
    cluster.nodes[i].partitions.clear();
  }
  for (std::size_t i = 0; i < cluster.partitions.size(); ++i) {
    const Partition& partition = cluster.partitions[i];
    partition_index_[partition.name] = i;
    for (const std::string& name : partition.nodes)
      if (Node* node = find_node(name)) node->partitions.push_back(partition.name);
  }
  topology = topology::TopologySet(cluster.topologies, names);
}

const Node* Inside::find_node(std::string_view name) const {
  const auto found = node_index_.find(std::string{name});
  return found == node_index_.end() ? nullptr : &cluster.nodes[found->second];
}

Node* Inside::find_node(std::string_view name) { return const_cast<Node*>(std::as_const(*this).find_node(name)); }

const Partition* Inside::find_partition(std::string_view name) const {
  const auto found = partition_index_.find(std::string{name});
  return found == partition_index_.end() ? nullptr : &cluster.partitions[found->second];
}

Partition* Inside::find_partition(std::string_view name) {
  return const_cast<Partition*>(std::as_const(*this).find_partition(name));
}

const Reservation* Inside::find_reservation(std::string_view name) const {
  const auto found = std::find_if(reservations.begin(), reservations.end(),
                                  [name](const Reservation& reservation) { return reservation.name == name; });
  return found == reservations.end() ? nullptr : &*found;
}

Reservation* Inside::find_reservation(std::string_view name) {
  return const_cast<Reservation*>(std::as_const(*this).find_reservation(name));
}

const Partition* Inside::default_partition() const {
  const auto found = std::find_if(cluster.partitions.begin(), cluster.partitions.end(),
                                  [](const Partition& partition) { return partition.is_default; });
  return found == cluster.partitions.end() ? nullptr : &*found;
}

const Partition* Inside::partition_of(const Job& job) const {
  for (const std::string_view name : text::split_list(job.partition))
    if (const Partition* partition = find_partition(name)) return partition;
  return nullptr;
}

bool Inside::has_steps(JobId job) const {
  const auto first = steps.lower_bound(StepId{job, StepNumber{0}});
  return first != steps.end() && first->first.job == job;
}

std::vector<StepId> Inside::steps_of(JobId job) const {
  std::vector<StepId> ids;
  for (auto it = steps.lower_bound(StepId{job, StepNumber{0}}); it != steps.end() && it->first.job == job; ++it)
    ids.push_back(it->first);
  return ids;
}

}  // namespace minislurm::core
