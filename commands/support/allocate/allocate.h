// Asks for an allocation and waits until the job has it: what salloc does first, and srun outside of a job.
#pragma once

#include <functional>
#include <vector>

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
  std::vector<Job> components;  // of a heterogeneous job: all, `job` the first among them
};

// Tells the user what salloc and srun both say ("job 12 queued and waiting for resources"); `on_pending` says before
// that what only the one does. Several specifications: a heterogeneous job. REQUIRES: at least one.
AllocationOutcome allocate(Context& context, SignalQueue& signals, std::vector<JobSpec> specs,
                           const std::function<void(JobId)>& on_pending);

struct KnownJob {
  Job job;
  std::string cluster_name;
  std::vector<Job> components;  // as of AllocationOutcome
};
// The job as it is now.
Result<KnownJob> query_job(ControllerLink& link, JobId job);
// Nothing that can be done about a failure.
void cancel_job(ControllerLink& link, JobId job);
void complete_job(ControllerLink& link, JobId job, ExitCode exit_code);

}  // namespace minislurm
