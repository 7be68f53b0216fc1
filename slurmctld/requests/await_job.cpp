#include "slurmctld/core/waiters.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {

Outcome await_job(Context context, wire::AwaitJobRequest request) {
  if (const Status waits = core::await_job(context.turn, context.ticket, request.job, request.until); !waits)
    return bad(waits.error());
  return std::nullopt;
}

}  // namespace minislurm::requests
