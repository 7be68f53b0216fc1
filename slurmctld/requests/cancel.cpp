#include <csignal>

#include "libcommon/model/step_flag.h"
#include "slurmctld/core/arrays.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/requests/each_target.h"

namespace minislurm::requests {
namespace {

void end_one(Context context, core::LiveStep& live) {
  live.step.cancelled_by = context.caller.user;
  live.step.flags |= kStepKilledOnRequest;
  core::end_step(context.turn, live, wire::EndCause::Cancelled, SIGKILL);
}

Code cancel_step(Context context, const Job& job, StepNumber number, std::uint32_t signal) {
  const auto found = context.state().steps.find(StepId{job.id, number});
  if (found == context.state().steps.end()) return job.state == JobState::Pending ? Code::JobPending : Code::AlreadyDone;
  core::LiveStep& live = found->second;
  if (signal != 0) {
    const auto scope = number == StepNumber::Batch ? wire::SignalScope::All : wire::SignalScope::Tasks;
    core::signal_step(context.turn, found->first, signal, scope);
    return Code::Success;
  }
  end_one(context, live);
  // The parts of a step over several components have one number, and go together.
  if (number < StepNumber::Interactive && core::is_het(job))
    for (const std::uint32_t id : job.het_set)
      if (const auto part = context.state().steps.find(StepId{JobId{id}, number}); part != context.state().steps.end())
        end_one(context, part->second);
  return Code::Success;
}

Code cancel_waiting(Context context, Job& job, const std::vector<std::uint32_t>& tasks, std::uint32_t signal) {
  if (signal != 0 && signal != SIGKILL && signal != SIGTERM) return Code::JobPending;
  if (tasks.empty() || tasks == job.array_pending) core::cancel_pending(context.turn, job, context.caller.user);
  else core::drop_tasks(context.turn, job, tasks);
  return Code::Success;
}

// Without -b or -f a signal goes to the steps, not to the batch script and its children.
Code signal_running(Context context, const Job& job, const wire::CancelRequest& request) {
  for (const StepId id : context.state().steps_of(job.id)) {
    const bool batch = id.step == StepNumber::Batch;
    if (batch && request.batch_only)
      core::signal_step(context.turn, id, request.signal, wire::SignalScope::BatchShell);
    else if (batch && request.full)
      core::signal_step(context.turn, id, request.signal, wire::SignalScope::All);
    else if (!batch && !request.batch_only)
      core::signal_step(context.turn, id, request.signal, wire::SignalScope::Tasks);
  }
  return Code::Success;
}

Code cancel_running(Context context, Job& job, const wire::CancelRequest& request) {
  const bool ends = request.signal == 0 || (request.signal == SIGKILL && !request.batch_only);
  if (!ends) return signal_running(context, job, request);
  if (request.signal == SIGKILL)
    for (const StepId id : context.state().steps_of(job.id))
      core::signal_step(context.turn, id, SIGKILL, wire::SignalScope::All);
  core::Ending ending;
  ending.event = JobEvent::Cancelled;
  ending.cause = wire::EndCause::Cancelled;
  ending.exit_code = ExitCode{0, request.signal == 0 ? std::uint32_t{SIGTERM} : request.signal};
  ending.by = context.caller.user;
  return core::end_job(context.turn, job, ending) ? Code::Success : Code::AlreadyDone;
}

Code cancel_one(Context context, const Target& target, const wire::JobSelector& selector, const wire::CancelRequest& request) {
  Job* job = context.state().jobs.find(target.job);
  if (!job) return Code::InvalidJobId;
  if (!context.may_change(*job)) return Code::AccessDenied;
  if (is_finished(job->state)) return Code::AlreadyDone;
  if (!request.admin_comment.empty()) {
    if (!context.caller.is_operator) return Code::AccessDenied;
    job->spec.admin_comment = request.admin_comment;
  }
  if (selector.step) return cancel_step(context, *job, *selector.step, request.signal);
  if (job->state == JobState::Pending) return cancel_waiting(context, *job, target.tasks, request.signal);
  return cancel_running(context, *job, request);
}

}  // namespace

Outcome cancel(Context context, wire::CancelRequest request) {
  const auto act = [&](const Target& target, const wire::JobSelector& selector) {
    return cancel_one(context, target, selector, request);
  };
  return act_on_each_target(context, request.jobs, HetScope::WholeQueued, act);
}

}  // namespace minislurm::requests
