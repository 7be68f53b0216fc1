#include "slurmctld/sched/plan.h"

#include "slurmctld/sched/pass.h"

namespace minislurm::sched {

std::vector<Decision> plan(const PassInput& input) { return Pass{input}.run(); }

}  // namespace minislurm::sched
