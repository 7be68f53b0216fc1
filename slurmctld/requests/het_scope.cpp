#include "slurmctld/requests/het_scope.h"

#include "slurmctld/core/het.h"
#include "slurmctld/requests/job_codes.h"

namespace minislurm::requests {

Code refused_component(const core::ClusterState::Inside& state, const wire::JobSelector& selector, HetScope scope) {
  if (scope == HetScope::Each || selector.step) return Code::Success;
  const bool by_offset = selector.het_offset.value_or(0) > 0;
  for (const Target& target : select(state, selector).targets) {
    const Job& job = *state.jobs.find(target.job);
    if (!core::follows_het(job) || (job.het_job == selector.job && !by_offset)) continue;
    if (scope == HetScope::Leader) return by_offset ? Code::InvalidJobId : kNotHetJobLeader;
    if (scope == HetScope::Whole || job.state == JobState::Pending) return kNotWholeHetJob;
  }
  return Code::Success;
}

void keep_leader(const core::ClusterState::Inside& state, HetScope scope, Selection& selection) {
  if (scope != HetScope::Leader) return;
  std::erase_if(selection.targets, [&](const Target& target) {
    const Job* job = state.jobs.find(target.job);
    return job && core::follows_het(*job);
  });
}

}  // namespace minislurm::requests
