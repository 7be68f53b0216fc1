#include <algorithm>

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {
namespace {

bool is_normal(StepNumber step) { return number(step) < number(StepNumber::Interactive); }

// Of a job without a step's number: all, or the lowest one that srun started.
std::vector<StepId> wanted(std::vector<StepId> steps, const std::optional<StepNumber>& only, bool all) {
  std::sort(steps.begin(), steps.end(), [](const StepId& left, const StepId& right) {
    const auto key = [](const StepId& id) { return std::make_pair(is_normal(id.step), number(id.step)); };
    return key(left) < key(right);
  });
  if (only) {
    std::erase_if(steps, [&only](const StepId& id) { return id.step != *only; });
  } else if (!all) {
    std::erase_if(steps, [](const StepId& id) { return !is_normal(id.step); });
    if (steps.size() > 1) steps.resize(1);
  }
  return steps;
}

}  // namespace

// Which steps run; what they use is not known here and is added on the way out.
Outcome query_step_usage(Context context, wire::QueryStepUsageRequest request) {
  const core::ClusterState::Inside& state = context.state();
  wire::StepsReply reply;
  reply.now = context.now();
  reply.cluster_name = state.cluster.settings.cluster_name;
  bool known = false;
  for (const wire::JobSelector& selector : request.jobs)
    for (const Target& target : select(state, selector).targets) {
      const Job& job = *state.jobs.find(target.job);
      if (!context.may_watch(job)) return bad(Error{Code::AccessDenied});
      known = true;
      if (!target.tasks.empty()) continue;
      for (const StepId id : wanted(state.steps_of(job.id), selector.step, request.all_steps))
        reply.steps.push_back(state.steps.at(id).step);
      reply.jobs.push_back(job);
    }
  if (!known && request.jobs.size() == 1) return bad(Error{Code::InvalidJobId});
  return good(reply);
}

}  // namespace minislurm::requests
