// Which nodes a job may not have in a span of time: those that are down or draining, and those reserved for others.
#pragma once

#include <span>
#include <string>

#include "libcommon/base/units.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/sched/node_choice.h"

namespace minislurm::sched {

class BarredNodes {
 public:
  BarredNodes(const Cluster& cluster, const FreeResources& free, std::span<const Reservation> reservations);

  const NodeMask& down() const { return down_; }
  // For a job that would run from `start` to `end`; `reservation`: the one it names, or nullptr.
  NodeMask during(Instant start, Instant end, const Reservation* reservation) const;
  // Whether something is reserved for maintenance in that time.
  bool maintained(Instant start, Instant end) const;
  // From now on also these, for whoever asks: the first of a queue waits for them. `in`: only for those who ask for that
  // reservation, too.
  void keep(std::span<const std::uint32_t> nodes, const Reservation* in = nullptr);
  // Whether who uses it is confined to its nodes.
  bool confines(const Reservation* reservation) const;
  const std::vector<std::uint32_t>& nodes_of(const Reservation& reservation) const;
  const Reservation* find(const std::string& name) const;
  std::span<const Reservation> reservations() const { return reservations_; }

 private:
  void bar_others(NodeMask& mask, Instant start, Instant end, const Reservation* own) const;

  std::span<const Reservation> reservations_;
  NodeMask down_, kept_, kept_inside_;
  std::vector<std::vector<std::uint32_t>> reserved_;  // node indexes of each reservation
};

}  // namespace minislurm::sched
