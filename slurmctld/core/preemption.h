// Preemption put into the state: who could be preempted, and how those who are chosen go. A job that is requeued or
// cancelled goes in two moves where its partition or QOS gives it a grace time: it is warned, and goes when that is over.
// Job::preemptor says for whom: of one that goes or stands still the other's id, of one that waits for them its own.
#pragma once

#include <vector>

#include "slurmctld/core/turn.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::core {

sched::PreemptRules preempt_rules(const ClusterState::Inside& state);
// Everybody who holds resources; none where nobody is ever preempted.
std::vector<sched::Victim> holders(const ClusterState::Inside& state, Instant now);

void preempt(Turn& turn, const sched::PreemptJobs& decision);
// Those that stand still from now on for the job that has just started.
void suspend_for(Turn& turn, const sched::StartJob& start, JobId started);
// After a pass that has left the job waiting: do others still go for it?
void forget_room(Turn& turn, JobId waiting);

// The end of the grace time and that of the exemption, where they are still to come.
void arm_preemption(Turn& turn, const Job& running);
void on_grace_over(Turn& turn, const Timer& timer);

}  // namespace minislurm::core
