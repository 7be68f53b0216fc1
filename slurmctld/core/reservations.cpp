#include "slurmctld/core/reservations.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/words.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/pending.h"

namespace minislurm::core {
namespace {

struct Repeat {
  std::string_view flag;
  Seconds after;
};

constexpr Repeat kRepeats[] = {{"HOURLY", Seconds{3600}}, {"DAILY", Seconds{86400}}, {"WEEKLY", Seconds{7 * 86400}}};

Seconds repeat_of(const Reservation& reservation) {
  for (const Repeat& repeat : kRepeats)
    for (const std::string& flag : reservation.flags)
      if (text::iequals(flag, repeat.flag)) return repeat.after;
  return Seconds{0};
}

}  // namespace

void arm_reservation(Turn& turn, const Reservation& reservation) {
  for (const Instant edge : {reservation.start, reservation.end})
    if (edge > turn.now) turn.state.timers.arm(edge, TimerKind::ReservationEdge);
}

void end_old_reservations(Turn& turn) {
  bool changed = resume_due_nodes(turn);
  for (Reservation& reservation : turn.state.reservations) {
    const Seconds step = repeat_of(reservation);
    while (step.count() > 0 && reservation.end <= turn.now) {
      reservation.start += step;
      reservation.end += step;
      changed = true;
    }
    arm_reservation(turn, reservation);
  }
  std::vector<std::string> over;
  for (const Reservation& reservation : turn.state.reservations)
    if (reservation.end <= turn.now) over.push_back(reservation.name);
  for (const std::string& name : over) forget_reservation(turn, name);
  if (changed || !over.empty()) save_cluster(turn);
  want_pass(turn);
}

void forget_reservation(Turn& turn, const std::string& name) {
  std::erase_if(turn.state.reservations, [&](const Reservation& reservation) { return reservation.name == name; });
  std::vector<JobId> waiting;
  for (const QueueKey& key : turn.state.jobs.queue())
    if (turn.state.jobs.find(key.id)->spec.reservation == name) waiting.push_back(key.id);
  for (const JobId id : waiting) {
    Job& job = *turn.state.jobs.find(id);
    job.reason = Reason::ReservationDeleted;
    commit(turn, job);
  }
  want_pass(turn);
}

}  // namespace minislurm::core
