// The scheduling passes, and what they decide put into the state. See sched/plan.h.
#pragma once

#include "slurmctld/core/turn.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::core {

void run_pass(Turn& turn);      // the main pass; asks for a backfill pass where jobs are left waiting
void run_backfill(Turn& turn);
// What a pass would decide about a job that is not in the queue, after all that are. Nothing changes.
std::optional<sched::Decision> forecast(const ClusterState::Inside& state, const Job& job, Instant now);
// The licences that a job would take now; nullopt: they are not free.
std::optional<std::vector<std::pair<std::string, std::uint32_t>>> free_licenses_for(const ClusterState::Inside& state,
                                                                                  const Job& job);

}  // namespace minislurm::core
