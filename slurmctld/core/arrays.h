// A waiting array is one job; here its tasks become jobs of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// REQUIRES: the task waits in the array. The job of that task: a new id, or for the last one the array's own.
// The array's rest is committed, the task is not.
Job& split_task(Turn& turn, Job& array, std::uint32_t task);
// Waiting tasks that will never run leave no record of their own, as in Slurm; at least one stays.
void drop_tasks(Turn& turn, Job& array, const std::vector<std::uint32_t>& tasks);

}  // namespace minislurm::core
