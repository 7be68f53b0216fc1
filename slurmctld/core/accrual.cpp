#include "slurmctld/core/accrual.h"

#include <algorithm>

#include "slurmctld/core/priorities.h"
#include "slurmctld/core/start_limits.h"

namespace minislurm::core {
namespace {

bool has_accrue_limit(const Limits& limits) {
  constexpr Limit kLimits[] = {Limit::GrpJobsAccrue, Limit::MaxJobsAccrue, Limit::MaxJobsAccruePerUser,
                               Limit::MaxJobsAccruePerAccount};
  return std::any_of(std::begin(kLimits), std::end(kLimits),
                     [&](Limit limit) { return limits.count_of(limit).has_value(); });
}

}  // namespace

bool limits_accrual(const ClusterState::Inside& state) {
  if (!enforces(state, kEnforceLimits)) return false;
  const Accounting& book = state.accounting;
  return std::any_of(book.associations.begin(), book.associations.end(),
                     [](const Association& one) { return has_accrue_limit(one.limits); }) ||
         std::any_of(book.qos.begin(), book.qos.end(), [](const Qos& qos) { return has_accrue_limit(qos.limits); });
}

void begin_accrual(Turn& turn) {
  ClusterState::Inside& state = turn.state;
  if (!limits_accrual(state)) return;
  accounting::LimitBook book(state.accounting, false);
  std::vector<Job*> standing;
  for (const QueueKey& key : state.jobs.queue()) {
    Job* job = state.jobs.find(key.id);
    accounting::CountedJob counts = counted(state, *job, state.partition_of(*job), {});
    if (job->accrue == kNever) standing.push_back(job);
    else book.count_accruing(counts, counts.tasks);
  }
  for (Job* job : standing) {
    const accounting::CountedJob counts = counted(state, *job, state.partition_of(*job), {});
    const std::uint32_t tasks = book.may_accrue(counts);
    if (tasks == 0) continue;  // an array grows older as soon as one of its tasks may
    job->accrue = turn.now;
    book.count_accruing(counts, tasks);
    commit(turn, *job);
  }
}

}  // namespace minislurm::core
