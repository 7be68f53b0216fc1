#include "slurmctld/requests/context.h"

namespace minislurm::requests {

Outcome attach_step(Context context, wire::AttachStepRequest request) {
  const Job* job = context.state().jobs.find(request.step.job);
  if (!job) return bad(Error{Code::InvalidJobId});
  if (!context.may_watch(*job)) return bad(Error{Code::AccessDenied});
  const auto found = context.state().steps.find(request.step);
  // A number that has been given away is that of a step that has ended.
  const bool was = is_finished(job->state) || number(request.step.step) < job->next_step;
  if (found == context.state().steps.end()) return bad(Error{was ? Code::AlreadyDone : Code::InvalidJobId});
  context.turn.emit(core::DescribeStep{context.ticket, found->second.step});
  return std::nullopt;
}

}  // namespace minislurm::requests
