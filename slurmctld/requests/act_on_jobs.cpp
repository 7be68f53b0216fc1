#include <algorithm>
#include <csignal>
#include <iterator>

#include "slurmctld/core/job_end.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/requests/each_target.h"

namespace minislurm::requests {
namespace {

Code hold(Context context, Job& job) {
  if (is_finished(job.state)) return Code::AlreadyDone;
  core::hold(context.turn, job, context.caller.is_operator);
  return Code::Success;
}

Code user_hold(Context context, Job& job) {
  if (is_finished(job.state)) return Code::AlreadyDone;
  core::hold(context.turn, job, false);
  return Code::Success;
}

Code release(Context context, Job& job) {
  if (is_finished(job.state)) return Code::AlreadyDone;
  if (job.held_by_admin && !context.caller.is_operator) return Code::AccessDenied;
  core::release(context.turn, job);
  return Code::Success;
}

Code requeue(Context context, Job& job) {
  if (has(job.flags, JobFlag::Completing)) return Code::TransitionStateNoUpdate;
  if (job.state == JobState::Pending) return Code::JobPending;
  if (job.spec.kind != JobKind::Batch) return Code::BatchOnly;
  if (!core::may_requeue(context.state(), job)) return Code::Disabled;
  return core::requeue_job(context.turn, job, wire::EndCause::Requeued, core::kRequeueDelay) ? Code::Success : Code::AlreadyDone;
}

Code requeue_hold(Context context, Job& job) {
  const Code code = requeue(context, job);
  if (code == Code::Success) core::hold(context.turn, job, context.caller.is_operator);
  return code;
}

Code stop_or_go(Context context, Job& job, JobEvent event, std::uint32_t signal) {
  if (!context.caller.is_operator) return Code::AccessDenied;
  if (job.state == JobState::Pending) return Code::JobPending;
  if (is_finished(job.state)) return Code::AlreadyDone;
  const auto to = next(job.state, event);
  if (!to || has(job.flags, JobFlag::Completing)) return Code::TransitionStateNoUpdate;
  if (event == JobEvent::Resumed) job.suspended_for += context.now() - job.suspended_at;
  job.suspended_at = context.now();
  job.state = *to;
  core::commit(context.turn, job);
  for (const StepId id : context.state().steps_of(job.id)) core::signal_step(context.turn, id, signal, wire::SignalScope::All);
  return Code::Success;
}

Code suspend(Context context, Job& job) { return stop_or_go(context, job, JobEvent::Suspended, SIGSTOP); }

Code resume(Context context, Job& job) {
  const Code code = stop_or_go(context, job, JobEvent::Resumed, SIGCONT);
  if (code != Code::Success) return code;
  core::arm_running(context.turn, job);
  core::retry_waiting_steps(context.turn, job);
  return code;
}

// Before all other waiting jobs of its owner.
Code top(Context context, Job& job) {
  if (!context.caller.is_operator) return Code::Disabled;
  if (job.state != JobState::Pending) return Code::JobNotPending;
  if (job.priority == 0) return Code::JobHeld;
  std::uint32_t highest = 0;
  for (const core::QueueKey& key : context.state().jobs.queue())
    if (key.id != job.id && context.state().jobs.find(key.id)->user == job.user) highest = std::max(highest, key.priority);
  if (job.priority <= highest && highest < 0xfffffffe) job.priority = highest + 1;
  job.spec.priority = job.priority;
  core::commit(context.turn, job);
  core::want_pass(context.turn);
  return Code::Success;
}

struct Row {
  wire::JobAction action;
  Code (*act)(Context, Job&);
};

constexpr Row kRows[] = {
    {wire::JobAction::Hold, &hold},       {wire::JobAction::UserHold, &user_hold},
    {wire::JobAction::Release, &release}, {wire::JobAction::Requeue, &requeue},
    {wire::JobAction::RequeueHold, &requeue_hold}, {wire::JobAction::Suspend, &suspend},
    {wire::JobAction::Resume, &resume},   {wire::JobAction::Top, &top},
};

Code act_on_target(Context context, const Row& row, const Target& target) {
  const Job* job = context.state().jobs.find(target.job);
  if (!job) return Code::InvalidJobId;
  if (!context.may_change(*job)) return Code::AccessDenied;
  Code code = Code::Success;
  for (const JobId id : take_apart(context.turn, target)) {
    Job& one = *context.state().jobs.find(id);
    const Code outcome = row.act(context, one);
    if (outcome == Code::Success) continue;
    core::commit(context.turn, one);  // it may have been taken out of its array
    code = outcome;
  }
  return code;
}

}  // namespace

Outcome act_on_jobs(Context context, wire::ActOnJobsRequest request) {
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.action == request.action; });
  if (row == std::end(kRows)) return bad(Error{Code::CommunicationsReceive});
  return act_on_each_target(context, request.jobs, [&](const Target& target, const wire::JobSelector&) {
    return act_on_target(context, *row, target);
  });
}

}  // namespace minislurm::requests
