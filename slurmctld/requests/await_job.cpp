#include "slurmctld/core/waiters.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {

Outcome await_job(Context context, wire::AwaitJobRequest request) {
  const Job* job = context.state().jobs.find(request.job);
  if (job != nullptr && !sees_job(context.state(), context.caller, *job)) return bad(Error{Code::InvalidJobId});
  if (const Status waits = core::await_job(context.turn, context.ticket, request.job, request.until); !waits)
    return bad(waits.error());
  return std::nullopt;
}

}  // namespace minislurm::requests
