// In which reservations a job may start now.
#pragma once

#include <vector>

#include "slurmctld/sched/barred.h"

namespace minislurm::sched {

struct ReservationChoice {
  std::vector<const Reservation*> to_try;  // in this order; nullptr: outside of all
  Reason why = Reason::None;               // there is none to try now
};

// Of those that it names, in the order of its list, the ones in force (or FLEX). One that names none may use those with
// MAGNETIC that let it in, before it looks outside.
ReservationChoice choose_reservations(const BarredNodes& barred, const Job& job, Instant now);

}  // namespace minislurm::sched
