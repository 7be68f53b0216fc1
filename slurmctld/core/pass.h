// One scheduling pass, and what it decides put into the state.
#pragma once

#include "slurmctld/core/turn.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::core {

void run_pass(Turn& turn);
// What a pass would decide about a job that is not in the queue, after all that are. Nothing changes.
std::optional<sched::Decision> forecast(const ClusterState::Inside& state, const Job& job, Instant now);
// The licences that a job would take now; nullopt: they are not free.
std::optional<std::vector<std::pair<std::string, std::uint32_t>>> free_licenses_for(const ClusterState::Inside& state,
                                                                                  const Job& job);

}  // namespace minislurm::core
