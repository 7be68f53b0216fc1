#include "slurmctld/core/submission.h"

#include "slurmctld/core/job_end.h"
#include "slurmctld/core/steps.h"

namespace minislurm::core {
namespace {

void forget_waiters(Turn& turn, JobId job) {
  const auto found = turn.state.waiters.find(job);
  if (found == turn.state.waiters.end()) return;
  for (const JobWaiter& waiter : found->second) answer(turn, waiter.ticket, Error{Code::InvalidJobId});
  turn.state.waiters.erase(found);
}

void forget_job(Turn& turn, JobId id) {
  ClusterState::Inside& state = turn.state;
  Job* job = state.jobs.find(id);
  if (!job) return;
  for (const StepId step : state.steps_of(id)) state.steps.erase(step);
  refuse_waiting_steps(turn, id, Error{Code::InvalidJobId});
  if (is_active(*job)) release_resources(turn, *job);
  for (auto& [target, waiting] : state.dependents) waiting.erase(id);
  for (auto& [name, waiting] : state.singletons) waiting.erase(id);
  forget_waiters(turn, id);
  state.jobs.remove(id);
}

}  // namespace

void forget_submission(Turn& turn, JobId submission) {
  for (const JobId id : turn.state.jobs.members(submission)) forget_job(turn, id);
  forget_waiters(turn, submission);
  std::erase_if(turn.state.dependents, [](const auto& entry) { return entry.second.empty(); });
  std::erase_if(turn.state.singletons, [](const auto& entry) { return entry.second.empty(); });
  want_pass(turn);
}

}  // namespace minislurm::core
