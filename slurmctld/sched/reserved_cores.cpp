#include "slurmctld/sched/reserved_cores.h"

#include <algorithm>

namespace minislurm::sched {

ReservedCores::ReservedCores(const Cluster& cluster, const FreeResources& free,
                             std::span<const Reservation> reservations) {
  constexpr auto kWholeCores = static_cast<std::uint32_t>(SelectFlag::Core) | static_cast<std::uint32_t>(SelectFlag::Socket);
  if ((cluster.settings.select_flags & kWholeCores) == 0) return;
  for (const Reservation& reservation : reservations) {
    for (const NodeAllocation& part : reservation.parts) {
      const std::optional<std::uint32_t> node = free.index_of(part.node);
      if (!node) continue;
      const Node& known = cluster.nodes[*node];
      const std::uint32_t cores = std::max(1U, known.sockets * known.cores_per_socket);
      const std::uint32_t threads = std::max(1U, known.cpus / cores);
      Held held{&reservation, *node, {}, {}};
      for (std::uint32_t cpu = 0; cpu < known.cpus; ++cpu) {
        const bool own = std::find(part.cpus.begin(), part.cpus.end(), cpu / threads) != part.cpus.end();
        (own ? held.cpus : held.others).push_back(cpu);
      }
      held_.push_back(std::move(held));
    }
  }
  if (!held_.empty())
    for (const Node& node : cluster.nodes) names_.push_back(node.name);
}

template <class Use>
void ReservedCores::each_barred(const Reservation* own, Instant start, Instant end, Use use) const {
  for (const Held& held : held_) {
    if (held.reservation == own) use(held.node, held.others);
    else if (held.reservation->start < end && start < held.reservation->end) use(held.node, held.cpus);
  }
}

FreeResources ReservedCores::left(const FreeResources& free, const Reservation* own, Instant start, Instant end) const {
  FreeResources less = free;
  each_barred(own, start, end, [&](std::uint32_t node, const std::vector<std::uint32_t>& cpus) {
    const std::vector<std::uint32_t> open = less.pick_cpus(node, less.free_cpus(node));
    NodeAllocation part;
    part.node = names_[node];
    std::set_intersection(open.begin(), open.end(), cpus.begin(), cpus.end(), std::back_inserter(part.cpus));
    Allocation taken;
    taken.nodes.push_back(std::move(part));
    if (!taken.nodes.front().cpus.empty()) less.take(taken, Hold{});
  });
  return less;
}

void ReservedCores::take_from(FreeCounts& counts, const Reservation* own, Instant start, Instant end) const {
  each_barred(own, start, end, [&](std::uint32_t node, const std::vector<std::uint32_t>& cpus) {
    Footprint taken;
    const auto count = std::min(counts.free_cpus(node), static_cast<std::uint32_t>(cpus.size()));
    taken.parts.push_back({node, count, Mebibytes{}, {}});
    if (count > 0) counts.take(taken);
  });
}

}  // namespace minislurm::sched
