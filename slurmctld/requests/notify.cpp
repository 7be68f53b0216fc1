#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

// A message for a job: kept in the log, where it can be found by the job's id.
Outcome notify(Context context, wire::NotifyRequest request) {
  constexpr std::size_t kLongest = 4096;
  const Selection selection = select(context.state(), request.job);
  if (selection.targets.empty()) return bad(Error{Code::InvalidJobId});
  for (const Target& target : selection.targets) {
    const Job& job = *context.state().jobs.find(target.job);
    if (!context.may_change(job)) return bad(Error{Code::AccessDenied});
    if (is_finished(job.state)) return bad(Error{Code::AlreadyDone});
    context.turn.emit(core::Note{"job", "JobId=" + to_string(job.id) + " is told: " + request.message.substr(0, kLongest)});
  }
  return good(wire::Empty{});
}

}  // namespace minislurm::requests
