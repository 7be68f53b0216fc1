// Jobs that stand still, by an operator's word or because it is the turn of others. Time that a job stands still does not
// count against its limit.
#pragma once

#include <set>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// False where the job's state does not allow it. Who stands still by a turn and is then suspended by an operator waits
// for the operator.
bool suspend_job(Turn& turn, Job& job, bool by_operator);
bool resume_job(Turn& turn, Job& job);
// What it holds: one that an operator has suspended leaves its CPUs to others, but not its memory and devices.
Allocation held_by(const Job& job);

// Gang scheduling (PreemptMode=GANG): who stands still and who goes on, after jobs have started, ended or been stopped.
// See sched/gang.h. `comers`: who has just started. `slice_over`: it is the turn of those who waited.
void take_turns(Turn& turn, bool slice_over, const std::set<JobId>& comers = {});
void on_slice_over(Turn& turn);

}  // namespace minislurm::core
