// The scheduling passes, and what they decide put into the state. See sched/plan.h.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "slurmctld/core/turn.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::core {

void run_pass(Turn& turn);      // the main pass; asks for a backfill pass where jobs are left waiting
// The same, or a timer for it where sched_min_interval is not over.
void run_pass_in_time(Turn& turn);
void run_backfill(Turn& turn);
// The first jobs of the queue, no more than can be started or looked at in one pass.
std::vector<const Job*> first_of_queue(const ClusterState::Inside& state, const sched::Policy& policy, Instant now);
// Calls `work` with what a pass over those jobs works on. `asked`: see sched::PassInput.
void with_pass_input(const ClusterState::Inside& state, std::span<const Job* const> pending, Instant now,
                     const sched::Policy& policy, const Job* asked,
                     const std::function<void(const sched::PassInput&)>& work);
// The policy of somebody who wants to know, however far ahead it is, about each of so many jobs.
sched::Policy far_sighted(const Settings& settings, std::size_t jobs);
// What a pass would decide about a job that is not in the queue, after all that are. Nothing changes.
std::optional<sched::Decision> forecast(const ClusterState::Inside& state, const Job& job, Instant now);

}  // namespace minislurm::core
