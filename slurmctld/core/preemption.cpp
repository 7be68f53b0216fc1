#include "slurmctld/core/preemption.h"

#include <algorithm>
#include <csignal>

#include "slurmctld/core/job_end.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/suspension.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

bool is_leaving(const Job& job) {
  return has(job.flags, JobFlag::Completing) || (job.preempted != kNever && job.state != JobState::Pending);
}

// What it does with the place of the one that is preempted now, at once.
void remove(Turn& turn, Job& job) {
  const auto outcome = preempt_rules(turn.state).outcome(job, turn.state.partition_of(job));
  if (outcome == sched::PreemptOutcome::Requeue && may_requeue(turn.state, job) &&
      requeue_job(turn, job, wire::EndCause::Preempted, kRequeueDelay))
    return;
  Ending ending;
  ending.event = JobEvent::Preempted;
  ending.cause = wire::EndCause::Preempted;
  end_job(turn, job, ending);
}

// SIGCONT and SIGTERM to its steps, not to the batch script; or the signal it has asked for, if that is still to come.
void warn(Turn& turn, const Job& job) {
  const WarnSignal& own = job.spec.warn_signal;
  const Instant limit = limit_of(turn.state, job);
  const bool sent = limit != kNever && limit - own.before <= turn.now;
  const bool asked = turn.state.cluster.settings.preempt.send_user_signal && own.signal != 0 && !sent;
  for (const StepId id : turn.state.steps_of(job.id)) {
    const bool batch = id.step == StepNumber::Batch;
    if (asked && own.batch_shell_only == batch) {
      signal_step(turn, id, own.signal, batch ? wire::SignalScope::BatchShell : wire::SignalScope::Tasks);
    } else if (!asked && !batch) {
      signal_step(turn, id, SIGCONT, wire::SignalScope::Tasks);
      signal_step(turn, id, SIGTERM, wire::SignalScope::Tasks);
    }
  }
}

}  // namespace

sched::PreemptRules preempt_rules(const Inside& state) {
  return sched::PreemptRules{state.cluster.settings, state.accounting.qos};
}

std::vector<sched::Victim> holders(const Inside& state, Instant now) {
  std::vector<sched::Victim> all;
  if (!preempt_rules(state).enabled()) return all;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    sched::Victim one{&job, state.partition_of(job), is_leaving(job), std::max(job.grace_end, now + Seconds{1}), {}};
    if (const auto held = state.job_licenses.find(id); held != state.job_licenses.end()) one.licenses = held->second;
    all.push_back(std::move(one));
  }
  return all;
}

void preempt(Turn& turn, const sched::PreemptJobs& decision) {
  Job* waiting = turn.state.jobs.find(decision.job);
  if (!waiting) return;
  waiting->preemptor = waiting->id;
  commit(turn, *waiting);
  for (const JobId id : decision.victims) {
    Job* job = turn.state.jobs.find(id);
    if (!job || is_leaving(*job) || !is_active(*job)) continue;
    turn.emit(Note{"sched", "JobId=" + to_string(id) + " is preempted by JobId=" + to_string(decision.job)});
    job->preempted = turn.now;
    job->preemptor = decision.job;
    const Seconds grace = preempt_rules(turn.state).grace(*job, turn.state.partition_of(*job));
    if (grace.count() <= 0) {
      remove(turn, *job);
      continue;
    }
    job->grace_end = turn.now + grace;
    if (const Instant limit = limit_of(turn.state, *job); limit != kNever) job->grace_end = std::min(job->grace_end, limit);
    commit(turn, *job);
    warn(turn, *job);
    arm_preemption(turn, *job);
  }
}

void suspend_for(Turn& turn, const sched::StartJob& start, JobId started) {
  for (const JobId id : start.suspends) {
    Job* job = turn.state.jobs.find(id);
    if (!job || job->state != JobState::Running) continue;  // it stands still already
    turn.emit(Note{"sched", "JobId=" + to_string(id) + " stands still for JobId=" + to_string(started)});
    job->preemptor = started;
    suspend_job(turn, *job, false);
  }
}

void forget_room(Turn& turn, JobId waiting) {
  Job* job = turn.state.jobs.find(waiting);
  if (!job || job->preemptor != waiting) return;
  const auto& active = turn.state.jobs.active();
  const bool others_go = std::any_of(active.begin(), active.end(), [&](JobId id) {
    const Job& other = *turn.state.jobs.find(id);
    return other.preemptor == waiting && is_leaving(other);
  });
  if (others_go) return;
  job->preemptor = JobId{};
  commit(turn, *job);
}

void arm_preemption(Turn& turn, const Job& running) {
  if (running.grace_end != kNever)
    turn.state.timers.arm(std::max(running.grace_end, turn.now), TimerKind::Preemption, running.id);
  else if (running.preempt_eligible > turn.now)
    turn.state.timers.arm(running.preempt_eligible, TimerKind::Preemption, running.id);
}

void on_grace_over(Turn& turn, const Timer& timer) {
  Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || !is_active(*job) || has(job->flags, JobFlag::Completing)) return;
  if (job->grace_end == kNever) want_pass(turn);  // from now on it may be preempted
  else if (job->grace_end > turn.now) arm_preemption(turn, *job);
  else remove(turn, *job);
}

}  // namespace minislurm::core
