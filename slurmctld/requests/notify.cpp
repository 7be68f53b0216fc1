#include "slurmctld/core/steps.h"
#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

// A message for a job: into the standard error of its batch script, or to those who watch its steps.
Outcome notify(Context context, wire::NotifyRequest request) {
  constexpr std::size_t kLongest = 4096;
  const Selection selection = select(context.state(), request.job);
  if (selection.targets.empty()) return bad(Error{Code::InvalidJobId});
  for (const Target& target : selection.targets) {
    const Job& job = *context.state().jobs.find(target.job);
    if (!context.may_watch(job)) return bad(Error{Code::AccessDenied});
    if (is_finished(job.state)) return bad(Error{Code::InvalidJobId});
    if (job.state == JobState::Pending) return bad(Error{Code::Disabled});
    const std::string text = request.message.substr(0, kLongest);
    for (const StepId id : context.state().steps_of(job.id)) {
      const bool batch = id.step == StepNumber::Batch;
      if (batch == (job.spec.kind == JobKind::Batch)) context.turn.emit(core::NotifyStep{id, text});
    }
    context.turn.emit(core::Note{"job", "JobId=" + to_string(job.id) + " is told: " + text});
  }
  return good(wire::Empty{});
}

}  // namespace minislurm::requests
