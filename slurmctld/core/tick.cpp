#include "slurmctld/core/tick.h"

#include <algorithm>
#include <iterator>

#include "slurmctld/core/dependents.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/preemption.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/suspension.h"
#include "slurmctld/core/used_up.h"

namespace minislurm::core {
namespace {

bool is_running(const Job& job) { return job.state == JobState::Running && !has(job.flags, JobFlag::Completing); }

void on_time_limit(Turn& turn, const Timer& timer) {
  Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || !is_running(*job)) return;
  const Instant limit = limit_of(turn.state, *job);
  if (limit == kNever) return;
  if (limit > turn.now) {  // it was raised, or the job stood still for a while
    turn.state.timers.arm(limit, TimerKind::TimeLimit, job->id);
    return;
  }
  Ending ending;
  ending.event = JobEvent::LimitReached;
  ending.cause = wire::EndCause::TimeLimit;
  ending.reason = Reason::TimeLimit;
  end_job(turn, *job, ending);
}

void on_warn_signal(Turn& turn, const Timer& timer) {
  const Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || !is_running(*job) || job->spec.warn_signal.signal == 0) return;
  const Instant limit = limit_of(turn.state, *job);
  if (limit == kNever) return;
  const Instant due = limit - job->spec.warn_signal.before;
  if (due > turn.now) {
    turn.state.timers.arm(due, TimerKind::WarnSignal, job->id);
    return;
  }
  const WarnSignal& warn = job->spec.warn_signal;
  for (const StepId id : turn.state.steps_of(job->id)) {
    const bool batch = id.step == StepNumber::Batch;
    if (warn.batch_shell_only != batch) continue;
    signal_step(turn, id, warn.signal, batch ? wire::SignalScope::BatchShell : wire::SignalScope::Tasks);
  }
}

void on_step_limit(Turn& turn, const Timer& timer) {
  const auto found = turn.state.steps.find(timer.what);
  if (found == turn.state.steps.end() || !found->second.step.time_limit) return;
  const Instant limit = found->second.step.started + *found->second.step.time_limit;
  if (limit > turn.now) turn.state.timers.arm(limit, TimerKind::StepLimit, timer.what);
  else end_step(turn, found->second, wire::EndCause::TimeLimit);
}

void on_begin(Turn& turn, const Timer& timer) {
  Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || job->state != JobState::Pending || job->spec.begin > turn.now) return;
  settle(turn, *job);
  commit(turn, *job);
}

void on_deadline(Turn& turn, const Timer& timer) {
  Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || job->spec.deadline == kNever || is_finished(job->state) || has(job->flags, JobFlag::Completing)) return;
  if (deadline_of(*job) > turn.now) return arm_deadline(turn, *job);
  Ending ending;
  ending.event = JobEvent::DeadlinePassed;
  ending.cause = wire::EndCause::TimeLimit;
  ending.reason = Reason::DeadLine;
  if (job->state == JobState::Pending) job->reason = Reason::DeadLine;
  forget_dependency(turn.state, *job);
  end_job(turn, *job, ending);
}

void on_dependency_delay(Turn& turn, const Timer& timer) {
  if (Job* job = turn.state.jobs.find(timer.what.job)) look_at_dependency(turn, *job);
}

void on_purge(Turn& turn, const Timer& timer) {
  const Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || !is_finished(job->state) || has(job->flags, JobFlag::Completing)) return;
  const Seconds age = turn.state.cluster.settings.min_job_age;
  if (age.count() <= 0) return;
  if (job->ended + age > turn.now) {
    arm_purge(turn, *job);
    return;
  }
  // A component is known as long as its leader goes on: it may have to start again with it.
  const Job* leader = is_het(*job) ? turn.state.jobs.find(job->het_job) : nullptr;
  if (leader && !is_finished(leader->state)) {
    turn.state.timers.arm(turn.now + age, TimerKind::Purge, job->id);
    return;
  }
  turn.state.jobs.remove(job->id);
}

// From now on the job takes nodes under any number of switches, or what counts against its limits has become less.
void on_second_look(Turn& turn, const Timer& timer) {
  const Job* job = turn.state.jobs.find(timer.what.job);
  if (job && is_candidate(*job, turn.now)) want_pass(turn);
}

void on_priority_period(Turn& turn, const Timer&) {
  turn.state.priority_period_armed = false;
  end_periods(turn);
  arm_period(turn);
}

void on_backfill(Turn& turn, const Timer&) { turn.emit(RunBackfill{}); }

void on_late_pass(Turn& turn, const Timer&) { want_pass(turn); }

void on_full_pass(Turn& turn, const Timer&) {
  turn.state.full_pass_due = true;
  want_pass(turn);
}

void on_slice(Turn& turn, const Timer&) { on_slice_over(turn); }

void on_used_up(Turn& turn, const Timer&) { end_used_up(turn); }

void on_reservation_edge(Turn& turn, const Timer&) { look_at_reservations(turn); }

struct Row {
  TimerKind kind;
  void (*handle)(Turn&, const Timer&);
};

constexpr Row kRows[] = {
    {TimerKind::TimeLimit, &on_time_limit},
    {TimerKind::WarnSignal, &on_warn_signal},
    {TimerKind::StepLimit, &on_step_limit},
    {TimerKind::Begin, &on_begin},
    {TimerKind::Deadline, &on_deadline},
    {TimerKind::DependencyDelay, &on_dependency_delay},
    {TimerKind::Purge, &on_purge},
    {TimerKind::ReservationEdge, &on_reservation_edge},
    {TimerKind::SwitchWait, &on_second_look},
    {TimerKind::LimitWait, &on_second_look},
    {TimerKind::PriorityPeriod, &on_priority_period},
    {TimerKind::Backfill, &on_backfill},
    {TimerKind::LatePass, &on_late_pass},
    {TimerKind::FullPass, &on_full_pass},
    {TimerKind::Preemption, &on_grace_over},
    {TimerKind::GangSlice, &on_slice},
    {TimerKind::UsedUp, &on_used_up},
    {TimerKind::ElasticGrace, &on_elastic_grace},
    {TimerKind::ElasticCooldown, &on_elastic_cooldown},
};

}  // namespace

void run_timers(Turn& turn) {
  while (const auto timer = turn.state.timers.take_due(turn.now)) {
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.kind == timer->kind; });
    if (row != std::end(kRows)) row->handle(turn, *timer);
  }
}

}  // namespace minislurm::core
