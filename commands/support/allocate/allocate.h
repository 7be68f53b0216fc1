// Asks for an allocation and waits until the job has it: what salloc does first, and srun outside of a job.
#pragma once

#include <functional>

#include "commands/support/allocate/signal_queue.h"
#include "commands/support/context.h"
#include "libcommon/model/job.h"
#include "libcommon/wire/messages.h"

namespace minislurm {

enum class AllocationEnd {
  Granted,      // `job` runs
  Refused,      // `error`; nothing was queued, or the controller is gone
  Interrupted,  // a signal came; the job has been cancelled
  Revoked,      // the job ended before it ran
};

struct AllocationOutcome {
  AllocationEnd end = AllocationEnd::Refused;
  Error error;
  Job job;
  std::string cluster_name;
  bool waited = false;  // the user has been told that it waits
};

// Tells the user what salloc and srun both say ("job 12 queued and waiting for resources"); `on_pending` says before
// that what only the one does.
AllocationOutcome allocate(Context& context, SignalQueue& signals, JobSpec spec,
                           const std::function<void(JobId)>& on_pending);

struct KnownJob {
  Job job;
  std::string cluster_name;
};
// The job as it is now.
Result<KnownJob> query_job(ControllerLink& link, JobId job);
// Nothing that can be done about a failure.
void cancel_job(ControllerLink& link, JobId job);
void complete_job(ControllerLink& link, JobId job, ExitCode exit_code);

// What a submission says of where it comes from.
void describe_origin(const Context& context, JobSpec& spec);

// The code to end with when Slurm itself fails, and when an immediate request cannot be met at once:
// SLURM_EXIT_ERROR and SLURM_EXIT_IMMEDIATE, else 1.
int failure_code(const Context& context);
int immediate_failure_code(const Context& context, const Error& error, bool immediate);

// The words of the command line as Slurm keeps them: joined with blanks.
std::string submit_line(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace minislurm
