// Requests that wait for a job: answered when it has started, or has ended.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Answers at once when the job has got that far. Errors: Code::InvalidJobId.
Status await_job(Turn& turn, Ticket ticket, JobId job, wire::Until until);
// After a change of the job's state.
void answer_waiters(Turn& turn, const Job& job);
void forget_ticket(Turn& turn, Ticket ticket);

}  // namespace minislurm::core
