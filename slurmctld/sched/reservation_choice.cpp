#include "slurmctld/sched/reservation_choice.h"

#include "libcommon/text/words.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::sched {

ReservationChoice choose_reservations(const BarredNodes& barred, const Job& job, Instant now) {
  ReservationChoice choice;
  if (job.spec.reservation.empty()) {
    for (const Reservation& one : barred.reservations())
      if (has_flag(one, "MAGNETIC") && is_active(one, now) && admits(one, job)) choice.to_try.push_back(&one);
    choice.to_try.push_back(nullptr);
    return choice;
  }
  choice.why = Reason::ReservationDeleted;
  for (const std::string_view name : text::split_list(job.spec.reservation)) {
    const Reservation* one = barred.find(std::string{name});
    if (one == nullptr) continue;
    if (is_active(*one, now) || is_flexible(*one)) choice.to_try.push_back(one);
    else choice.why = Reason::Reservation;
  }
  return choice;
}

}  // namespace minislurm::sched
