#include "slurmctld/core/job_end.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {

// salloc or srun gives back what it got; also what it still waits for.
Outcome complete_job(Context context, wire::CompleteJobRequest request) {
  Job* job = context.state().jobs.find(request.job);
  if (!job) return bad(Error{Code::InvalidJobId});
  if (!context.may_watch(*job)) return bad(Error{Code::AccessDenied});
  if (is_finished(job->state)) return good(wire::Empty{});
  if (job->state == JobState::Pending) {
    core::cancel_pending(context.turn, *job, context.caller.user);
    return good(wire::Empty{});
  }
  core::end_job(context.turn, *job, core::ending_of_exit(request.exit_code));
  return good(wire::Empty{});
}

}  // namespace minislurm::requests
