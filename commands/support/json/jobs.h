// Documents of queued and running jobs and of their steps: squeue --json, scontrol show job|step --json.
#pragma once

#include <span>
#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

// Keys: jobs, last_backfill, last_update.
std::string jobs_document(const wire::JobsReply& reply, const DocumentOptions& options);
// squeue --only-job-state: ids and states alone.
std::string job_states_document(const wire::JobsReply& reply, const DocumentOptions& options);
// Keys: steps, last_update.
std::string steps_document(const wire::StepsReply& reply, const DocumentOptions& options);

}  // namespace minislurm::documents
