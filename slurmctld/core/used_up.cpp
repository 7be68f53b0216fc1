#include "slurmctld/core/used_up.h"

#include <algorithm>

#include "slurmctld/core/job_end.h"
#include "slurmctld/core/start_limits.h"

namespace minislurm::core {
namespace {

// Slurm looks at the limits of running jobs so often.
constexpr Seconds kPeriod{30};

bool runs_out(const Limits& limits) {
  return limits.count_of(Limit::GrpWall).has_value() || limits.tres_of(Limit::GrpTresMins) != nullptr;
}

bool something_runs_out(const ClusterState::Inside& state) {
  if (!enforces(state, kEnforceLimits) || state.jobs.active().empty()) return false;
  const Accounting& book = state.accounting;
  return std::any_of(book.associations.begin(), book.associations.end(),
                     [](const Association& one) { return runs_out(one.limits); }) ||
         std::any_of(book.qos.begin(), book.qos.end(), [](const Qos& qos) { return runs_out(qos.limits); });
}

}  // namespace

void arm_used_up(Turn& turn) {
  if (turn.state.used_up_armed || !something_runs_out(turn.state)) return;
  turn.state.used_up_armed = true;
  turn.state.timers.arm(turn.now + kPeriod, TimerKind::UsedUp);
}

void end_used_up(Turn& turn) {
  ClusterState::Inside& state = turn.state;
  state.used_up_armed = false;
  if (!something_runs_out(state)) return;
  const accounting::LimitBook book = limit_book(state, turn.now);
  std::vector<JobId> over;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    if (job.state != JobState::Running || has(job.flags, JobFlag::Completing)) continue;
    if (book.why_end(counted(state, job, state.partition_of(job), job.tres_allocated)) != Reason::None)
      over.push_back(id);
  }
  for (const JobId id : over) {
    Ending ending;
    ending.event = JobEvent::LimitReached;
    ending.cause = wire::EndCause::TimeLimit;
    ending.reason = Reason::TimeLimit;
    end_job(turn, *state.jobs.find(id), ending);
  }
  arm_used_up(turn);
}

}  // namespace minislurm::core
