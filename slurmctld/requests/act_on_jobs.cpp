#include <algorithm>
#include <iterator>

#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/suspension.h"
#include "slurmctld/requests/array_outcome.h"
#include "slurmctld/requests/het_scope.h"
#include "slurmctld/requests/job_codes.h"

namespace minislurm::requests {
namespace {

Code hold(Context context, Job& job) {
  if (is_finished(job.state)) return kAlreadyFinished;
  core::hold(context.turn, job, context.caller.is_operator);
  return Code::Success;
}

Code user_hold(Context context, Job& job) {
  if (is_finished(job.state)) return kAlreadyFinished;
  core::hold(context.turn, job, false);
  return Code::Success;
}

Code release(Context context, Job& job) {
  if (is_finished(job.state)) return kAlreadyFinished;
  if (job.held_by_admin && !context.caller.is_operator) return Code::AccessDenied;
  core::release(context.turn, job);
  return Code::Success;
}

Code requeue(Context context, Job& job) {
  if (has(job.flags, JobFlag::Completing)) return Code::TransitionStateNoUpdate;
  if (job.state == JobState::Pending) return Code::JobPending;
  if (job.spec.kind != JobKind::Batch) return Code::BatchOnly;
  if (!core::may_requeue(context.state(), job)) return Code::Disabled;
  return core::requeue_job(context.turn, job, wire::EndCause::Requeued, core::kRequeueDelay) ? Code::Success
                                                                                             : Code::AlreadyDone;
}

Code requeue_hold(Context context, Job& job) {
  const Code code = requeue(context, job);
  if (code != Code::Success) return code;
  for (Job* other : core::followers(context.state(), job)) core::hold(context.turn, *other, context.caller.is_operator);
  core::hold(context.turn, job, context.caller.is_operator);
  job.reason_detail = "job requeued in held state";
  core::commit(context.turn, job);
  return code;
}

Code may_stop_or_go(Context context, const Job& job) {
  if (!context.caller.is_operator && !coordinates(context.state(), context.caller, job.spec.account)) return Code::AccessDenied;
  if (job.state == JobState::Pending) return Code::JobPending;
  return is_finished(job.state) ? Code::AlreadyDone : Code::Success;
}

Code suspend(Context context, Job& job) {
  if (const Code code = may_stop_or_go(context, job); code != Code::Success) return code;
  if (!core::suspend_job(context.turn, job, true)) return Code::TransitionStateNoUpdate;
  core::take_turns(context.turn, false);
  return Code::Success;
}

Code resume(Context context, Job& job) {
  if (const Code code = may_stop_or_go(context, job); code != Code::Success) return code;
  if (job.state != JobState::Suspended) return kNotSuspended;
  if (!core::resume_job(context.turn, job)) return Code::TransitionStateNoUpdate;
  core::take_turns(context.turn, false);
  return Code::Success;
}

struct Row {
  wire::JobAction action;
  Code (*act)(Context, Job&);
  HetScope scope;
};

constexpr Row kRows[] = {
    {wire::JobAction::Hold, &hold, HetScope::Each},
    {wire::JobAction::UserHold, &user_hold, HetScope::Each},
    {wire::JobAction::Release, &release, HetScope::Each},
    {wire::JobAction::Requeue, &requeue, HetScope::Leader},
    {wire::JobAction::RequeueHold, &requeue_hold, HetScope::Leader},
    {wire::JobAction::Suspend, &suspend, HetScope::Whole},
    {wire::JobAction::Resume, &resume, HetScope::Whole},
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

// "incomplete": jobs that have not ended, and run.
bool is_passed_over(const wire::ActOnJobsRequest& request, const Job& job) {
  return request.incomplete && (is_finished(job.state) || job.state == JobState::Pending);
}

void mark_special(Context context, const Target& target) {
  Job* job = context.state().jobs.find(target.job);
  if (job == nullptr) return;
  job->flags = with(job->flags, JobFlag::SpecialExit);
  core::commit(context.turn, *job);
}

}  // namespace

Outcome act_on_jobs(Context context, wire::ActOnJobsRequest request) {
  if (request.action == wire::JobAction::Top) return top_jobs(context, request.jobs);
  const auto* row =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.action == request.action; });
  if (row == std::end(kRows)) return bad(Error{Code::CommunicationsReceive});
  wire::OutcomeList reply;
  for (const wire::JobSelector& selector : request.jobs) {
    if (const Code refused = refused_component(context.state(), selector, row->scope); refused != Code::Success) {
      reply.codes.push_back(refused);
      continue;
    }
    const bool array = ArrayOutcome::applies(context.state(), selector);
    Selection selection = select(context.state(), selector);
    keep_leader(context.state(), row->scope, selection);
    Code code = selection.all_known ? Code::Success : Code::InvalidJobId;
    ArrayOutcome outcome;
    for (const Target& target : selection.targets) {
      const Job before = *context.state().jobs.find(target.job);
      const bool acts = !is_passed_over(request, before);
      const Code one = acts ? act_on_target(context, *row, target) : Code::Success;
      if (acts && one == Code::Success && request.special_exit) mark_special(context, target);
      outcome.add(before, target, one);
      if (code == Code::Success) code = one;
    }
    outcome.add_unknown(selector);
    if (array) {
      for (wire::NamedCode& line : outcome.lines(selector.job)) reply.refused.push_back(std::move(line));
      code = Code::Success;
    }
    reply.codes.push_back(code);
  }
  return good(reply);
}

}  // namespace minislurm::requests
