#include "slurmctld/core/nodes.h"

#include <algorithm>
#include <map>
#include <set>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

SavedNode saved_of(const Node& node) {
  SavedNode saved;
  saved.name = node.name;
  saved.reason = node.reason;
  saved.reason_user = node.reason_user;
  saved.reason_by = node.reason_by;
  saved.reason_at = node.reason_at;
  saved.comment = node.comment;
  saved.extra = node.extra;
  saved.state = node.state;
  saved.drain = node.drain;
  saved.last_busy = node.last_busy;
  saved.fail = node.fail;
  saved.resume_after = node.resume_after;
  saved.cpu_bind = node.cpu_bind;
  saved.instance_id = node.instance_id;
  saved.instance_type = node.instance_type;
  return saved;
}

void put_over(const SavedNode& saved, Node& node) {
  node.reason = saved.reason;
  node.reason_user = saved.reason_user;
  node.reason_by = saved.reason_by;
  node.reason_at = saved.reason_at;
  node.comment = saved.comment;
  node.extra = saved.extra;
  node.state = saved.state;
  node.drain = saved.drain;
  node.last_busy = saved.last_busy;
  node.fail = saved.fail;
  node.resume_after = saved.resume_after;
  node.cpu_bind = saved.cpu_bind;
  node.instance_id = saved.instance_id;
  node.instance_type = saved.instance_type;
}

}  // namespace

std::vector<Node> shown_nodes(const Inside& state, Instant now) {
  std::set<std::string> completing;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    if (!has(job.flags, JobFlag::Completing)) continue;
    for (const NodeAllocation& part : job.allocation.nodes) completing.insert(part.node);
  }
  std::map<std::string, const Reservation*> reserved;
  for (const Reservation& reservation : state.reservations) {
    // One of some cores only leaves the node to others.
    if (!sched::is_active(reservation, now) || reservation.float_start.count() > 0 || !reservation.parts.empty()) continue;
    for (const std::string& node : reservation.nodes) {
      const Reservation*& known = reserved[node];
      if (known == nullptr || sched::has_flag(reservation, "MAINT")) known = &reservation;
    }
  }
  std::vector<Node> nodes = state.cluster.nodes;
  for (Node& node : nodes) {
    if (const auto index = state.book.free().index_of(node.name)) {
      node.allocated_cpus = state.book.used_cpus(*index);
      node.allocated_memory = state.book.used_memory(*index);
      node.allocated_gres = state.book.used_gres(*index);
      node.running_jobs = state.book.free().jobs(*index);
    }
    // What a node runs on is the controller.
    if (node.daemon_started == kNever && node.state != NodeState::Future) node.daemon_started = state.booted;
    node.completing = completing.count(node.name) != 0;
    if (const auto found = reserved.find(node.name); found != reserved.end()) {
      node.reserved = true;
      node.reservation = found->second->name;
      node.maintenance = sched::has_flag(*found->second, "MAINT");
    }
  }
  return nodes;
}

void kill_jobs_on(Turn& turn, const std::string& node) {
  const std::set<JobId> active = turn.state.jobs.active();
  for (const JobId id : active) {
    Job* job = turn.state.jobs.find(id);
    if (!job || has(job->flags, JobFlag::Completing)) continue;
    const auto& parts = job->allocation.nodes;
    const bool there =
        std::any_of(parts.begin(), parts.end(), [&](const NodeAllocation& part) { return part.node == node; });
    if (there && !job->spec.no_kill) lose_job(turn, *job, wire::EndCause::NodeFailure);
  }
}

bool resume_due_nodes(Turn& turn) {
  bool changed = false;
  for (Node& node : turn.state.cluster.nodes) {
    if (node.resume_after == kNever || node.resume_after > turn.now) continue;
    node.drain = node.fail = false;
    node.state = NodeState::Up;
    node.reason.clear();
    node.reason_user.clear();
    node.reason_by = UserId{};
    node.reason_at = node.resume_after = kNever;
    changed = true;
  }
  return changed;
}

void save_cluster(Turn& turn) {
  forget_rules(turn.state);
  turn.state.facts.forget();
  SavedCluster saved;
  for (const Node& node : turn.state.cluster.nodes) saved.nodes.push_back(saved_of(node));
  for (const std::string& name : turn.state.changed_partitions)
    if (const Partition* partition = turn.state.find_partition(name)) saved.partitions.push_back(*partition);
  saved.deleted_partitions.assign(turn.state.deleted_partitions.begin(), turn.state.deleted_partitions.end());
  saved.reservations = turn.state.reservations;
  saved.next_reservation = turn.state.next_reservation;
  turn.emit(SaveCluster{wire::encode(saved)});
}

void apply_saved(Inside& state, const std::string& record) {
  const auto saved = wire::decode<SavedCluster>(record);
  if (!saved) return;
  for (const SavedNode& one : saved->nodes)
    if (Node* node = state.find_node(one.name)) put_over(one, *node);
  for (const Partition& changed : saved->partitions) {
    Partition partition = changed;
    if (!resolve_partition(state, partition)) continue;
    state.changed_partitions.insert(partition.name);
    if (Partition* known = state.find_partition(partition.name)) *known = partition;
    else state.cluster.partitions.push_back(partition);
  }
  for (const std::string& name : saved->deleted_partitions) {
    std::erase_if(state.cluster.partitions, [&](const Partition& partition) { return partition.name == name; });
    state.deleted_partitions.insert(name);
  }
  state.rebuild_indexes();
  state.reservations = saved->reservations;
  state.next_reservation = saved->next_reservation;
  for (const Reservation& one : state.reservations) state.next_reservation = std::max(state.next_reservation, one.id + 1);
  for (Reservation& reservation : state.reservations)
    std::erase_if(reservation.nodes, [&](const std::string& node) { return !state.find_node(node); });
}

Status resolve_partition(const Inside& state, Partition& partition) {
  std::set<std::string> wanted;
  if (text::iequals(partition.node_list, "ALL")) {
    for (const Node& node : state.cluster.nodes) wanted.insert(node.name);
  } else {
    const auto names = text::expand_hostlist(partition.node_list);
    if (!names) return Error{Code::InvalidNodeName};
    wanted.insert(names->begin(), names->end());
  }
  for (const std::string& name : wanted)
    if (!state.find_node(name)) return Error{Code::InvalidNodeName};
  partition.nodes.clear();
  partition.total_cpus = 0;
  Mebibytes memory;
  std::vector<text::Tres> gres;
  for (const Node& node : state.cluster.nodes) {
    if (wanted.count(node.name) == 0) continue;
    partition.nodes.push_back(node.name);
    partition.total_cpus += node.cpus;
    memory += node.memory;
    for (const NodeGres& one : node.gres) {
      const std::string name = "gres/" + one.name;
      const auto found =
          std::find_if(gres.begin(), gres.end(), [&](const text::Tres& tres) { return tres.name == name; });
      if (found == gres.end()) gres.push_back({name, one.count});
      else found->count += one.count;
    }
  }
  std::vector<text::Tres> all{{"cpu", partition.total_cpus}, {"mem", memory.count}, {"node", partition.nodes.size()},
                              {"billing", partition.total_cpus}};
  all.insert(all.end(), gres.begin(), gres.end());
  partition.tres = text::format_tres(all, text::TresOrder::Controller);
  return {};
}

}  // namespace minislurm::core
