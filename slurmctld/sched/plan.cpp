#include "slurmctld/sched/plan.h"

#include <algorithm>

#include "slurmctld/sched/pass.h"

namespace minislurm::sched {

Instant switches_wait_until(const Job& job, const Settings& settings) {
  if (job.spec.switches.value_or(0) == 0) return kNever;
  const Instant since = job.eligible != kNever ? job.eligible : job.submitted;
  const Seconds most = settings.max_switch_wait, asked = job.spec.switch_wait;
  return since + (asked.count() > 0 ? std::min(asked, most) : most);
}

std::vector<Decision> plan(const PassInput& input) { return Pass{input}.run(); }

}  // namespace minislurm::sched
