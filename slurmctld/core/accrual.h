// Which waiting jobs grow older in the queue: GrpJobsAccrue, MaxJobsAccrue and the like let so many at once have a rising
// age factor; the others stand still until one of those has started or gone. Source: sacctmgr(1) and "Resource Limits".
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Whether there is any such limit, and limits are enforced.
bool limits_accrual(const ClusterState::Inside& state);
// Lets those of the queue begin that may, in its order.
void begin_accrual(Turn& turn);

}  // namespace minislurm::core
