#include "slurmctld/sched/barred.h"

#include <algorithm>

#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::sched {

BarredNodes::BarredNodes(const Cluster& cluster, const FreeResources& free, std::span<const Reservation> reservations)
    : reservations_(reservations), down_(cluster.nodes.size(), false) {
  for (std::size_t at = 0; at < cluster.nodes.size(); ++at) {
    down_[at] = cluster.nodes[at].state != NodeState::Up || cluster.nodes[at].drain;
  }
  for (const Reservation& reservation : reservations_) {
    std::vector<std::uint32_t>& indexes = reserved_.emplace_back();
    for (const std::string& name : reservation.nodes) {
      if (const std::optional<std::uint32_t> index = free.index_of(name)) indexes.push_back(*index);
    }
  }
}

const Reservation* BarredNodes::find(const std::string& name) const {
  const auto found = std::find_if(reservations_.begin(), reservations_.end(),
                                  [&](const Reservation& one) { return one.name == name; });
  return found == reservations_.end() ? nullptr : &*found;
}

void BarredNodes::keep(std::span<const std::uint32_t> nodes, const Reservation* in) {
  NodeMask& kept = confines(in) ? kept_inside_ : kept_;
  if (kept.empty()) kept = down_;
  for (const std::uint32_t node : nodes) kept[node] = true;
}

bool BarredNodes::confines(const Reservation* reservation) const {
  // One without nodes reserves something else (licenses): any node will do that others have not reserved.
  return reservation != nullptr && !nodes_of(*reservation).empty() && !is_flexible(*reservation);
}

const std::vector<std::uint32_t>& BarredNodes::nodes_of(const Reservation& reservation) const {
  return reserved_[static_cast<std::size_t>(&reservation - reservations_.data())];
}

NodeMask BarredNodes::during(Instant start, Instant end, const Reservation* reservation) const {
  if (confines(reservation)) {
    NodeMask others(down_.size(), true);
    for (const std::uint32_t node : nodes_of(*reservation)) others[node] = kept_inside_.empty() ? down_[node] : kept_inside_[node];
    // Its jobs end with it, unless it comes back; until then nobody else has its nodes who may not overlap.
    if (comes_back(*reservation)) bar_others(others, start, end, reservation);
    return others;
  }
  NodeMask mask = kept_.empty() ? down_ : kept_;
  bar_others(mask, start, end, reservation);
  return mask;
}

void BarredNodes::bar_others(NodeMask& mask, Instant start, Instant end, const Reservation* own) const {
  for (std::size_t at = 0; at < reservations_.size(); ++at) {
    const Reservation& other = reservations_[at];
    if (other.end <= start || other.start >= end) continue;
    if (&other == own || !other.parts.empty()) continue;  // of some cores: see reserved_cores.h
    for (const std::uint32_t node : reserved_[at]) mask[node] = true;
  }
}

bool BarredNodes::maintained(Instant start, Instant end) const {
  return std::any_of(reservations_.begin(), reservations_.end(), [&](const Reservation& one) {
    return one.start < end && start < one.end && has_flag(one, "MAINT");
  });
}

}  // namespace minislurm::sched
