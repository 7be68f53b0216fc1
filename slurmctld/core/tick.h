// What happens when time passes: limits, warnings, begin times, deadlines, reservations, forgetting old jobs.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Handles every timer that is due.
void run_timers(Turn& turn);

}  // namespace minislurm::core
