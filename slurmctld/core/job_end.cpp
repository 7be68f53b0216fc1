#include "slurmctld/core/job_end.h"

#include <algorithm>
#include <csignal>
#include <cstring>

#include "slurmctld/core/dependents.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/preemption.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/waiters.h"
#include "slurmctld/sched/limit_range.h"

namespace minislurm::core {
namespace {

void count_end(Statistics& statistics, const Job& job) {
  if (job.state == JobState::Completed) ++statistics.completed;
  else if (job.state == JobState::Cancelled) ++statistics.cancelled;
  else ++statistics.failed;
  if (job.started == kNever) return;
  ++statistics.ran;
  statistics.run_seconds += static_cast<std::uint64_t>(std::max<Seconds::rep>(0, (job.ended - job.started).count()));
}

// Its processes go on for their end, so that the CPUs it had left to others are its own again.
void stop_suspension(Turn& turn, Job& job) {
  if (job.state == JobState::Suspended) {
    job.suspended_for += std::max(Seconds{0}, turn.now - job.suspended_at);
    if (!job.gang_suspended) turn.state.book.take(job.id, job.allocation, hold_of(turn.state, job));
  }
  job.gang_suspended = false;
}

std::string_view mail_type_of(JobState state) {
  if (state == JobState::Completed || state == JobState::Cancelled) return "END";
  return state == JobState::Timeout ? "TIME_LIMIT" : "FAIL";
}

// The last step has ended, or there was none.
void finish_end(Turn& turn, Job& job) {
  job.flags = without(job.flags, JobFlag::Completing);
  release_resources(turn, job);
  count_end(turn.state.statistics, job);
  arm_purge(turn, job);
  commit(turn, job);
  answer_waiters(turn, job);
  turn.changed.insert(job.id);
  mail(turn, job, mail_type_of(job.state), job.state == JobState::Completed ? "Ended" : "Failed");
  want_pass(turn);
}

// The job that was put back is clean again.
void finish_requeue(Turn& turn, Job& job) {
  job.flags = without(without(job.flags, JobFlag::Completing), JobFlag::Requeued);
  release_resources(turn, job);
  job.allocation = {};
  job.tres_allocated.clear();
  job.batch_host.clear();
  job.reservation.clear();
  job.started = job.ended = job.suspended_at = kNever;
  job.preempted = job.preempt_eligible = job.grace_end = kNever;
  job.preemptor = JobId{};
  job.suspended_for = Seconds{0};
  job.exit_code = job.derived_exit_code = {};
  job.next_step = 0;
  job.partition = job.spec.partition;
  // It got less where it had --time-min or a deadline.
  if ((job.spec.time_min || job.spec.deadline != kNever) && job.spec.time_limit) job.time_limit = job.spec.time_limit;
  job.elastic = {};
  if (!resize_request(turn.state, job)) turn.emit(Note{"job", "JobId=" + to_string(job.id) + " has lost its partition"});
  foresee_bounds(turn.state, job);
  settle(turn, job);
  commit(turn, job);
  turn.changed.insert(job.id);
  mail(turn, job, "REQUEUE", "Requeued");
  want_pass(turn);
}

void stop_steps(Turn& turn, JobId job, wire::EndCause cause) {
  for (const StepId id : turn.state.steps_of(job)) end_step(turn, turn.state.steps.at(id), cause);
  refuse_waiting_steps(turn, job, Error{Code::AlreadyDone});
}

}  // namespace

bool may_requeue(const ClusterState::Inside& state, const Job& job) {
  if (job.spec.kind != JobKind::Batch) return false;
  return job.spec.requeue == Tristate::Unset ? state.cluster.settings.requeue : job.spec.requeue == Tristate::Yes;
}

void release_resources(Turn& turn, Job& job) {
  for (const NodeAllocation& part : job.allocation.nodes)
    if (Node* node = turn.state.find_node(part.node)) node->last_busy = turn.now;
  turn.state.book.release(job.id);
  reservation_left(turn, job);
  job.elastic.leaving = {};
  if (job.spec.elastic.wanted) turn.emit(ForgetElastic{job.id});
  const auto found = turn.state.job_licenses.find(job.id);
  if (found == turn.state.job_licenses.end()) return;
  for (const auto& [name, count] : found->second) turn.state.used_licenses[name] -= count;
  turn.state.job_licenses.erase(found);
}

void arm_purge(Turn& turn, const Job& job) {
  const Seconds age = turn.state.cluster.settings.min_job_age;
  if (age.count() > 0) turn.state.timers.arm(job.ended + age, TimerKind::Purge, job.id);
}

Instant limit_of(const ClusterState::Inside& state, const Job& job) {
  const Minutes limit = job.time_limit.value_or(kUnlimited);
  if (limit == kUnlimited || job.started == kNever) return kNever;
  Minutes grace{0};
  if (state.cluster.settings.over_time_limit) grace = *state.cluster.settings.over_time_limit;
  if (const Partition* partition = state.partition_of(job); partition && partition->over_time_limit)
    grace = Minutes{*partition->over_time_limit};
  if (grace == kUnlimited || grace.count() >= 65535) return kNever;
  return job.started + limit + job.suspended_for + grace;
}

void arm_running(Turn& turn, const Job& job) {
  const Instant limit = limit_of(turn.state, job);
  if (limit != kNever) {
    turn.state.timers.arm(limit, TimerKind::TimeLimit, job.id);
    if (job.spec.warn_signal.signal != 0)
      turn.state.timers.arm(std::max(limit - job.spec.warn_signal.before, turn.now), TimerKind::WarnSignal, job.id);
  }
  arm_deadline(turn, job);
  arm_preemption(turn, job);
}

Instant deadline_of(const Job& job) {
  if (job.spec.deadline == kNever || job.state != JobState::Pending) return job.spec.deadline;
  return sched::last_start(job) + Seconds{1};
}

void arm_deadline(Turn& turn, const Job& job) {
  if (job.spec.deadline != kNever) turn.state.timers.arm(std::max(deadline_of(job), turn.now), TimerKind::Deadline, job.id);
}

Ending ending_of_exit(ExitCode code) {
  Ending ending;
  ending.exit_code = code;
  ending.event = code.success() ? JobEvent::Succeeded : JobEvent::FailedExit;
  if (code.signal != 0) {
    const char* name = sigdescr_np(static_cast<int>(code.signal));
    ending.reason = Reason::RaisedSignal;
    ending.detail = ":" + std::to_string(code.signal) + "(" + (name ? name : "Unknown signal") + ")";
  } else if (code.status != 0) {
    ending.reason = Reason::NonZeroExitCode;
  }
  return ending;
}

bool end_job(Turn& turn, Job& job, const Ending& ending) {
  const auto to = next(job.state, ending.event);
  if (!to || has(job.flags, JobFlag::Completing)) return false;
  const bool ran = job.state != JobState::Pending;
  charge(turn, job);
  stop_suspension(turn, job);
  job.state = *to;
  job.ended = turn.now;
  job.exit_code = ending.exit_code;
  job.cancelled_by = ending.by;
  if (ran) {
    job.reason = ending.reason;
    job.reason_detail = ending.detail;
  }
  end_followers(turn, job, ending);
  stop_steps(turn, job.id, ending.cause);
  if (!turn.state.has_steps(job.id)) {
    finish_end(turn, job);
    return true;
  }
  job.flags = with(job.flags, JobFlag::Completing);
  commit(turn, job);
  return true;
}

void cancel_pending(Turn& turn, Job& job, UserId by) {
  Ending ending;
  ending.event = JobEvent::Cancelled;
  ending.by = by;
  if (has(job.flags, JobFlag::Completing)) {  // put back, but its steps still end
    job.state = next(job.state, JobEvent::Cancelled).value_or(job.state);
    job.ended = turn.now;
    job.cancelled_by = by;
    commit(turn, job);
    return end_followers(turn, job, ending);
  }
  forget_dependency(turn.state, job);
  end_job(turn, job, ending);
}

namespace {

// The run that ends here stays in the history as it was, beside what becomes of the job.
void keep_run(Turn& turn, const Job& job, wire::EndCause cause) {
  Job run = job;
  run.ended = turn.now;
  run.state = cause == wire::EndCause::Preempted     ? JobState::Preempted
              : cause == wire::EndCause::NodeFailure ? JobState::NodeFail
                                                     : JobState::Cancelled;
  if (run.state == JobState::Cancelled) run.flags = with(run.flags, JobFlag::Requeued);
  turn.emit(SaveJob{std::move(run)});
}

}  // namespace

bool requeue_job(Turn& turn, Job& job, wire::EndCause cause, Seconds delay) {
  const auto to = next(job.state, JobEvent::Requeued);
  if (!to) return false;
  const bool held_steps = is_active(job);
  charge(turn, job);
  stop_suspension(turn, job);
  if (held_steps) keep_run(turn, job, cause);
  job.state = *to;
  ++job.restarts;
  job.submitted = turn.now;
  job.reason = Reason::None;
  job.reason_detail.clear();
  job.eligible = job.accrue = kNever;
  if (held_steps && delay.count() > 0) job.spec.begin = turn.now + delay;
  requeue_followers(turn, job, cause, delay);
  stop_steps(turn, job.id, cause);
  if (!turn.state.has_steps(job.id)) {
    finish_requeue(turn, job);
    return true;
  }
  job.flags = with(job.flags, JobFlag::Completing);
  settle(turn, job);
  commit(turn, job);
  return true;
}

void lose_job(Turn& turn, Job& job, wire::EndCause cause) {
  if (follows_het(job))
    if (Job* leader = turn.state.jobs.find(job.het_job); leader && is_active(*leader)) {
      if (!has(leader->flags, JobFlag::Completing)) lose_job(turn, *leader, cause);
      if (has(job.flags, JobFlag::Completing) || !is_active(job)) return;  // it went with the others
    }
  if (may_requeue(turn.state, job) && requeue_job(turn, job, cause, Seconds{0})) return;
  Ending ending;
  ending.event = JobEvent::NodeLost;
  ending.cause = cause;
  ending.reason = Reason::NodeDown;
  ending.exit_code = ExitCode{0, SIGKILL};
  end_job(turn, job, ending);
}

void finish_if_idle(Turn& turn, Job& job) {
  if (!has(job.flags, JobFlag::Completing) || turn.state.has_steps(job.id)) return;
  if (job.state == JobState::Pending) finish_requeue(turn, job);
  else finish_end(turn, job);
}

}  // namespace minislurm::core
