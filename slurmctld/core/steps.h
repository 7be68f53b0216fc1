// Steps: the batch script and what srun starts. A step is saved before its process exists.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// REQUIRES: a batch job that has just got its allocation and launch number.
void start_batch(Turn& turn, const Job& job);
// Starts the step, or lets the ticket wait while other steps hold what it needs (srun --immediate: Code::NodesBusy).
// Errors are the caller's to answer.
Status create_step(Turn& turn, Ticket ticket, const Caller& caller, Job& job, const wire::StepSpec& spec);
// One step with a part in each of several components of a heterogeneous job. REQUIRES: parts, each with a job of its own.
Status create_het_step(Turn& turn, Ticket ticket, const Caller& caller, const std::vector<wire::StepSpec>& parts);
// After a step has ended, or the job's allocation has become usable.
void retry_waiting_steps(Turn& turn, Job& job);
void refuse_waiting_steps(Turn& turn, JobId job, const Error& error);

// Tells the step to end, unless it has been told.
void end_step(Turn& turn, LiveStep& step, wire::EndCause cause, std::uint32_t signal = 15);
void signal_step(Turn& turn, StepId step, std::uint32_t signal, wire::SignalScope scope);

// What became of a step's process. Reports of another launch of the job are stale and change nothing.
void on_step_started(Turn& turn, StepId id, std::uint32_t launch);
void on_step_ended(Turn& turn, const wire::StepResult& result);
void on_step_lost(Turn& turn, StepId id, std::uint32_t launch);

}  // namespace minislurm::core
