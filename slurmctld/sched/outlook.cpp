#include "slurmctld/sched/outlook.h"

#include <algorithm>

namespace minislurm::sched {

bool Outlook::anybody_starts() const {
  return std::any_of(decisions_.begin(), decisions_.end(),
                     [](const Decision& one) { return std::holds_alternative<StartJob>(one); });
}

Outlook::Spare Outlook::left_for(Seconds limit, const std::string& reservation) {
  const Reservation* own = reservation.empty() ? nullptr : pass_.barred().find(reservation);
  const Instant end = input_.now + limit;
  const ReservedCores cores(input_.cluster, input_.book.free(), input_.reservations);
  Spare spare;
  spare.free = cores.empty() ? pass_.ahead().now() : cores.left(pass_.ahead().now(), own, input_.now, end);
  spare.counts = pass_.ahead().sparing_plans(pass_.ahead().now(), limit);
  for (std::uint32_t node = 0; node < spare.counts.node_count(); ++node) spare.counts.lower_to(spare.free.counts(), node);
  spare.barred = pass_.barred().during(input_.now, end, own);
  return spare;
}

}  // namespace minislurm::sched
