// Reservations of some cores only: to those outside, these cores are as if they were taken; to those inside, all the
// others of its nodes are. As in Slurm that holds where cores are given out (SelectTypeParameters=CR_Core...,
// CR_Socket...); where single CPUs are, the cores of a reservation are a number only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/sched/resource_book.h"

namespace minislurm::sched {

class ReservedCores {
 public:
  // The reservations must outlive it. Empty where single CPUs are given out.
  ReservedCores(const Cluster& cluster, const FreeResources& free, std::span<const Reservation> reservations);

  bool empty() const { return held_.empty(); }
  // What of `free` a job may have that would run from `start` to `end`; `own`: the reservation it uses, or nullptr.
  FreeResources left(const FreeResources& free, const Reservation* own, Instant start, Instant end) const;
  // The same, counted: the cores are taken to be free then.
  void take_from(FreeCounts& counts, const Reservation* own, Instant start, Instant end) const;

 private:
  struct Held {
    const Reservation* reservation = nullptr;
    std::uint32_t node = 0;
    std::vector<std::uint32_t> cpus, others;  // its CPUs there, and the rest of the node's
  };
  template <class Use>
  void each_barred(const Reservation* own, Instant start, Instant end, Use use) const;

  std::vector<std::string> names_;  // of nodes, by index
  std::vector<Held> held_;
};

}  // namespace minislurm::sched
