#include "slurmctld/core/steps.h"
#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

Outcome create_step(Context context, wire::StepSpec request) {
  wire::JobSelector selector;
  selector.job = request.job;
  if (request.array_task) selector.tasks.push_back(*request.array_task);
  Job* job = nullptr;
  if (const Job* named = context.state().jobs.find(request.job); named && !request.array_task) {
    job = context.state().jobs.find(request.job);
  } else {
    const Selection selection = select(context.state(), selector);
    if (!selection.targets.empty()) job = context.state().jobs.find(selection.targets.front().job);
  }
  if (!job) return bad(Error{Code::InvalidJobId});
  if (!context.may_run_in(*job)) return bad(Error{Code::AccessDenied});
  request.job = job->id;
  if (const Status made = core::create_step(context.turn, context.ticket, context.caller, *job, request); !made)
    return bad(made.error());
  return std::nullopt;
}

}  // namespace minislurm::requests
