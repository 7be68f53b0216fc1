#include "slurmctld/core/reservations.h"

#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/reservation_nodes.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

Reservation at(const Inside& state, Reservation reservation, Instant now) {
  if (reservation.float_start.count() > 0) {
    const Seconds length = reservation.end - reservation.start;
    reservation.start = now + reservation.float_start;
    reservation.end = reservation.start + length;
  }
  if (reservation.accounts.empty()) return reservation;
  const bool excludes = reservation.accounts.front().front() == '-';
  std::vector<std::string> all;
  for (const Association& one : state.accounting.associations) {
    if (!one.user.empty()) continue;
    const auto line = accounting::lineage_of(state.accounting, one);
    const bool listed = std::any_of(line.begin(), line.end(), [&](const Association* above) {
      const std::string name = excludes ? "-" + above->account : above->account;
      return std::find(reservation.accounts.begin(), reservation.accounts.end(), name) != reservation.accounts.end();
    });
    if (listed) all.push_back(excludes ? "-" + one.account : one.account);
  }
  if (!all.empty()) reservation.accounts = std::move(all);
  return reservation;
}

bool runs_in(const Job& job, std::string_view reservation) { return reservation_of(job) == reservation; }

std::vector<JobId> jobs_in(const Inside& state, std::string_view reservation) {
  std::vector<JobId> jobs;
  for (const JobId id : state.jobs.active())
    if (runs_in(*state.jobs.find(id), reservation)) jobs.push_back(id);
  return jobs;
}

// Slurm ends them as if their own limit had been reached.
void end_jobs_in(Turn& turn, std::string_view reservation) {
  for (const JobId id : jobs_in(turn.state, reservation)) {
    Ending ending;
    ending.event = JobEvent::LimitReached;
    ending.cause = wire::EndCause::TimeLimit;
    ending.reason = Reason::TimeLimit;
    end_job(turn, *turn.state.jobs.find(id), ending);
  }
}

// "a,b" without b; what is left.
std::string without_name(const std::string& list, std::string_view name) {
  std::vector<std::string> left;
  for (const std::string_view one : text::split_list(list))
    if (one != name) left.emplace_back(one);
  return text::join(left, ",");
}

bool names(const std::string& list, std::string_view name) {
  const auto all = text::split_list(list);
  return std::find(all.begin(), all.end(), name) != all.end();
}

void hold_for_good(Turn& turn, Job& job, const std::string& name) {
  job.flags = with(job.flags, JobFlag::ReservationDeleted);
  hold(turn, job, true);
  job.reason = Reason::ReservationDeleted;
  job.reason_detail = "Reservation " + name + " was deleted";
  commit(turn, job);
}

bool is_purged(const Reservation& reservation, Instant now) {
  return reservation.purge_after.count() > 0 && reservation.idle_since != kNever &&
         sched::is_active(reservation, now) && reservation.idle_since + reservation.purge_after <= now;
}

// A time of it that begins now is idle until a job starts.
void begin(const Inside& state, Reservation& reservation, Instant now) {
  if (reservation.purge_after.count() > 0)
    reservation.idle_since = jobs_in(state, reservation.name).empty() ? std::max(reservation.start, now) : kNever;
}

// False: it stays as it is.
bool move_past(const Inside& state, Reservation& reservation, Instant now, bool purged) {
  if (reservation.float_start.count() > 0) return false;
  bool moved = false;
  while ((purged || reservation.end <= now) && sched::move_on(reservation)) {
    purged = false;
    moved = true;
  }
  if (moved) begin(state, reservation, now);
  return moved;
}

}  // namespace

std::vector<Reservation> reservations_now(const Inside& state, Instant now) {
  std::vector<Reservation> made;
  made.reserve(state.reservations.size());
  for (const Reservation& reservation : state.reservations) made.push_back(at(state, reservation, now));
  return made;
}

bool admits(const Inside& state, const Reservation& reservation, const Job& job) {
  return sched::admits(at(state, reservation, kNever), job);
}

std::string_view reservation_of(const Job& job) {
  if (!job.reservation.empty()) return job.reservation;
  // Jobs that an earlier version started.
  return job.spec.reservation.find(',') == std::string::npos ? std::string_view{job.spec.reservation}
                                                             : std::string_view{};
}

std::uint32_t reserved_licenses(const Inside& state, std::string_view license, Instant now) {
  std::uint32_t kept = 0;
  for (const Reservation& reservation : state.reservations) {
    if (reservation.licenses.empty() || !sched::is_active(reservation, now)) continue;
    if (const auto wish = parse_licenses(state, reservation.licenses))
      for (const auto& [name, count] : wish->counts)
        if (name == license) kept += count;
  }
  return kept;
}

void arm_reservation(Turn& turn, const Reservation& reservation) {
  Timers& timers = turn.state.timers;
  const Seconds over_run = turn.state.cluster.settings.reservation_over_run;
  for (const Instant edge : {reservation.start, reservation.end, reservation.end + over_run})
    if (edge > turn.now) timers.arm(edge, TimerKind::ReservationEdge);
  if (reservation.purge_after.count() > 0 && reservation.idle_since != kNever)
    timers.arm(std::max(turn.now, reservation.idle_since + reservation.purge_after), TimerKind::ReservationEdge);
}

void look_at_reservations(Turn& turn) {
  Inside& state = turn.state;
  bool changed = resume_due_nodes(turn);
  const Seconds over_run = state.cluster.settings.reservation_over_run;
  std::vector<std::string> over, late;
  for (Reservation& reservation : state.reservations) {
    const bool purged = is_purged(reservation, turn.now);
    if (reservation.idle_since == kNever && sched::is_active(reservation, turn.now)) begin(state, reservation, turn.now);
    if (move_past(state, reservation, turn.now, purged)) changed = true;
    else if (purged) over.push_back(reservation.name);
    else if (reservation.float_start.count() == 0 && reservation.end <= turn.now) {
      const bool waits = !sched::is_flexible(reservation) && reservation.end + over_run > turn.now &&
                         !jobs_in(state, reservation.name).empty();
      if (!waits) over.push_back(reservation.name);
      if (!waits && !sched::is_flexible(reservation)) late.push_back(reservation.name);
    }
    arm_reservation(turn, reservation);
  }
  for (const std::string& name : late) end_jobs_in(turn, name);
  for (const std::string& name : over) forget_reservation(turn, name);
  if (refill_reservations(turn) || changed || !over.empty()) save_cluster(turn);
  want_pass(turn);
}

void forget_reservation(Turn& turn, const std::string& name) {
  Inside& state = turn.state;
  const Reservation* known = state.find_reservation(name);
  const bool holds = known == nullptr || !sched::has_flag(*known, "NO_HOLD_JOBS_AFTER_END");
  std::erase_if(state.reservations, [&](const Reservation& reservation) { return reservation.name == name; });
  std::vector<JobId> users;
  for (const auto& [id, job] : state.jobs.all())
    if (names(job.spec.reservation, name) || (is_active(job) && runs_in(job, name))) users.push_back(id);
  for (const JobId id : users) {
    Job& job = *state.jobs.find(id);
    // The history keeps where it ran.
    if (job.started != kNever && job.reservation.empty() && runs_in(job, name)) job.reservation = name;
    job.spec.reservation = without_name(job.spec.reservation, name);
    if (is_finished(job.state)) continue;
    if (job.state == JobState::Pending && holds && job.spec.reservation.empty()) hold_for_good(turn, job, name);
    else if (job.state == JobState::Pending) settle(turn, job);
    commit(turn, job);
  }
  want_pass(turn);
}

void reservation_taken(Turn& turn, const Job& job) {
  if (job.reservation.empty()) return;
  Reservation* reservation = turn.state.find_reservation(job.reservation);
  if (reservation == nullptr) return;
  const bool was_idle = reservation->idle_since != kNever;
  reservation->idle_since = kNever;
  if ((was_idle && reservation->purge_after.count() > 0) || refill_reservations(turn)) save_cluster(turn);
}

void reservation_left(Turn& turn, const Job& job) {
  if (turn.state.reservations.empty()) return;
  Reservation* reservation = turn.state.find_reservation(reservation_of(job));
  if (reservation == nullptr || reservation->purge_after.count() == 0) return;
  const auto left = jobs_in(turn.state, reservation->name);
  if (std::any_of(left.begin(), left.end(), [&](JobId id) { return id != job.id; })) return;
  reservation->idle_since = turn.now;
  arm_reservation(turn, *reservation);
  save_cluster(turn);
}

}  // namespace minislurm::core
