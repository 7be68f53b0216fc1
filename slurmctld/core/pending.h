// The gates before the queue: held, a dependency, a begin time. A pending job stands in the queue when all are open.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Whether a scheduling pass may start it now.
bool is_candidate(const Job& job, Instant now);
// Works out the reason, the instant of eligibility and the timers of a pending job after anything about it changed;
// the caller commits. Nothing for a job that is not pending. `when`: how soon a pass looks at what can start now.
void settle(Turn& turn, Job& job, PassWish when = PassWish::Now);
// REQUIRES: no finished job.
void hold(Turn& turn, Job& job, bool by_admin);
void release(Turn& turn, Job& job);
// Works out num_tasks, num_cpus, nodes and the requested TRES again from the spec.
Status resize_request(const ClusterState::Inside& state, Job& job);
sched::Hold hold_of(const ClusterState::Inside& state, const Job& job);

}  // namespace minislurm::core
