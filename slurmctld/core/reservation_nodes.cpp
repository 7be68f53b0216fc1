#include "slurmctld/core/reservation_nodes.h"

#include <algorithm>

#include "libcommon/text/hostlist.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

bool is_usable(const Node& node) { return !node.drain && node.state == NodeState::Up; }

bool has_features(const Node& node, const Reservation& wanted) {
  return wanted.features.empty() ||
         std::find(node.features.begin(), node.features.end(), wanted.features) != node.features.end();
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The cores of the node that reservations of some cores have at some time of `wanted`.
std::set<std::uint32_t> reserved_cores(const Inside& state, const Reservation& wanted, const std::string& node) {
  std::set<std::uint32_t> taken;
  for (const Reservation& other : state.reservations) {
    if (other.name == wanted.name || sched::lets_overlap(other) || !sched::overlap_in_time(wanted, other)) continue;
    for (const NodeAllocation& part : other.parts)
      if (part.node == node) taken.insert(part.cpus.begin(), part.cpus.end());
  }
  return taken;
}

// Nodes of reservations that let others lie over them.
std::set<std::string> shared_nodes(const Inside& state, const Reservation& wanted) {
  std::set<std::string> shared;
  for (const Reservation& other : state.reservations)
    if (other.name != wanted.name && sched::lets_overlap(other) && sched::overlap_in_time(wanted, other))
      shared.insert(other.nodes.begin(), other.nodes.end());
  return shared;
}

// Nodes that its jobs have, now.
std::set<std::string> nodes_in_use(const Inside& state, const Reservation& reservation) {
  std::set<std::string> used;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    if (reservation_of(job) != reservation.name) continue;
    for (const NodeAllocation& part : job.allocation.nodes) used.insert(part.node);
  }
  return used;
}

bool refill(const Inside& state, Reservation& reservation) {
  const bool replaces = sched::has_flag(reservation, "REPLACE");
  const bool fixed = sched::has_flag(reservation, "SPEC_NODES") || sched::has_flag(reservation, "STATIC");
  if (reservation.nodes.empty() || !reservation.parts.empty() || (fixed && !replaces)) return false;
  const std::set<std::string> used = replaces ? nodes_in_use(state, reservation) : std::set<std::string>{};
  std::vector<std::string> kept;
  for (const std::string& name : reservation.nodes) {
    const Node* node = state.find_node(name);
    if (node != nullptr && is_usable(*node) && used.count(name) == 0) kept.push_back(name);
  }
  const std::size_t wanted = replaces && reservation.wanted_nodes > 0 ? reservation.wanted_nodes : reservation.nodes.size();
  if (kept.size() == wanted && kept.size() == reservation.nodes.size()) return false;
  const Partition* partition =
      reservation.partition.empty() ? state.default_partition() : state.find_partition(reservation.partition);
  if (partition == nullptr) return false;
  const std::set<std::string> taken = reserved_nodes(state, reservation), busy = busy_nodes(state, reservation);
  for (const std::string& name : partition->nodes) {
    if (kept.size() >= wanted) break;
    const Node& node = *state.find_node(name);
    if (contains(kept, name) || used.count(name) != 0 || taken.count(name) != 0 || busy.count(name) != 0) continue;
    if (is_usable(node) && has_features(node, reservation)) kept.push_back(name);
  }
  // Where no other is to be had, it keeps what it had.
  for (const std::string& name : reservation.nodes)
    if (kept.size() < wanted && !contains(kept, name)) kept.push_back(name);
  std::vector<std::string> before = reservation.nodes;
  reservation.nodes = std::move(kept);
  count_up(state, reservation);
  return before != reservation.nodes;
}

}  // namespace

std::set<std::string> reserved_nodes(const Inside& state, const Reservation& wanted) {
  std::set<std::string> taken;
  for (const Reservation& other : state.reservations) {
    if (other.name == wanted.name || !other.parts.empty() || sched::lets_overlap(other)) continue;
    if (sched::overlap_in_time(wanted, other)) taken.insert(other.nodes.begin(), other.nodes.end());
  }
  return taken;
}

std::set<std::string> busy_nodes(const Inside& state, const Reservation& wanted) {
  std::set<std::string> busy;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    const Instant end = limit_of(state, job);
    // By the name that it asked for, as in Slurm: one of a list is a job of others.
    if (job.spec.reservation == wanted.name || (end != kNever && end <= wanted.start)) continue;
    for (const NodeAllocation& part : job.allocation.nodes) busy.insert(part.node);
  }
  return busy;
}

std::uint32_t cores_of(const Node& node) { return std::max(1U, node.sockets * node.cores_per_socket); }

Status choose_nodes(const Inside& state, Reservation& wanted, std::uint32_t nodes, std::uint32_t cores) {
  const Partition* partition =
      wanted.partition.empty() ? state.default_partition() : state.find_partition(wanted.partition);
  if (!partition) return Error{Code::InvalidPartitionName};
  const std::set<std::string> taken = reserved_nodes(state, wanted);
  const bool ignores = sched::has_flag(wanted, "IGNORE_JOBS");
  const std::set<std::string> busy = ignores ? std::set<std::string>{} : busy_nodes(state, wanted);
  std::vector<std::string> chosen;
  std::uint32_t have = 0;
  bool any_of_kind = false;
  const auto enough = [&] { return nodes != 0 ? chosen.size() >= nodes && have >= cores : have >= cores; };
  // First those that nobody has, then those that others share; those that others have for themselves only for one who
  // may lie over them.
  enum Choice { Unreserved, Shared, Reserved };
  const std::set<std::string> shared = shared_nodes(state, wanted);
  const auto rank = [&](const std::string& name) {
    return taken.count(name) != 0 ? Reserved : shared.count(name) != 0 ? Shared : Unreserved;
  };
  for (const Choice choice : {Unreserved, Shared, Reserved}) {
    if (choice == Reserved && !sched::lets_overlap(wanted)) break;
    for (const std::string& name : partition->nodes) {
      const Node& node = *state.find_node(name);
      if (!has_features(node, wanted)) continue;
      any_of_kind = true;
      if (rank(name) != choice || busy.count(name) != 0 || !is_usable(node)) continue;
      if (enough()) break;
      const std::uint32_t free = cores_of(node) - static_cast<std::uint32_t>(
                                     cores == 0 ? 0 : reserved_cores(state, wanted, name).size());
      if (free == 0) continue;
      chosen.push_back(name);
      have += free;
    }
  }
  if (!any_of_kind) return Error{Code::RequestedNodeConfigUnavailable};
  if (!enough()) return Error{Code::NodesBusy};
  wanted.nodes = std::move(chosen);
  wanted.partition = partition->name;
  return {};
}

Status take_cores(const Inside& state, Reservation& wanted, std::uint32_t cores) {
  wanted.parts.clear();
  std::uint32_t left = cores;
  for (std::size_t at = 0; at < wanted.nodes.size(); ++at) {
    const std::string& name = wanted.nodes[at];
    const std::uint32_t all = cores_of(*state.find_node(name));
    const std::set<std::uint32_t> taken = reserved_cores(state, wanted, name);
    const auto others = static_cast<std::uint32_t>(wanted.nodes.size() - at - 1);
    const std::uint32_t some = cores == 0 ? all : left > others ? left - others : 1;
    NodeAllocation part;
    part.node = name;
    for (std::uint32_t core = 0; core < all && part.cpus.size() < some; ++core)
      if (taken.count(core) == 0) part.cpus.push_back(core);
    left -= std::min(left, static_cast<std::uint32_t>(part.cpus.size()));
    if (!part.cpus.empty()) wanted.parts.push_back(std::move(part));
  }
  return left == 0 || cores == 0 ? Status{} : Status{Error{Code::NodesBusy}};
}

void count_up(const Inside& state, Reservation& reservation) {
  std::vector<std::string> ordered;
  std::uint32_t cores = 0, cpus = 0;
  for (const Node& node : state.cluster.nodes) {
    if (!contains(reservation.nodes, node.name)) continue;
    ordered.push_back(node.name);
    cores += cores_of(node);
    cpus += node.cpus;
  }
  if (!reservation.parts.empty()) {
    cores = 0;
    for (const NodeAllocation& part : reservation.parts) cores += static_cast<std::uint32_t>(part.cpus.size());
    cpus = cores;
  }
  reservation.nodes = std::move(ordered);
  reservation.node_list = text::compress_hostlist_sorted(reservation.nodes);
  reservation.node_count = static_cast<std::uint32_t>(reservation.nodes.size());
  reservation.core_count = cores;
  const auto comma = reservation.tres.find(",gres/");
  const std::string gres = comma == std::string::npos ? std::string{} : reservation.tres.substr(comma);
  reservation.tres = (cpus == 0 ? std::string{} : "cpu=" + std::to_string(cpus)) + gres;
}

bool refill_reservations(Turn& turn) {
  bool changed = false;
  for (Reservation& reservation : turn.state.reservations)
    if (refill(turn.state, reservation)) changed = true;
  return changed;
}

}  // namespace minislurm::core
