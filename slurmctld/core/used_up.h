// Running jobs whose accounts or QOS have used up what they may (GrpTRESMins, GrpWall): as in Slurm they end as if their
// own time limit had been reached. With AccountingStorageEnforce=safe jobs start only where that cannot happen.
// Source: "Resource Limits" of Slurm's documentation.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Ends those that are due; sets the timer for the next look, where there is such a limit.
void end_used_up(Turn& turn);
// To be called when a job has started.
void arm_used_up(Turn& turn);

}  // namespace minislurm::core
