// Documents of queued and running jobs and of their steps: squeue --json, scontrol show job|step --json.
#pragma once

#include <string>
#include <vector>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

// Keys: jobs, last_backfill, last_update.
// `nodes`: of the cluster, for the sockets and cores that a job holds; may be left out.
std::string jobs_document(const wire::JobsReply& reply, const DocumentOptions& options,
                          const std::vector<Node>& nodes = {});
// squeue --only-job-state: ids and states alone.
std::string job_states_document(const wire::JobsReply& reply, const DocumentOptions& options);
// Keys: steps, last_update.
std::string steps_document(const wire::StepsReply& reply, const DocumentOptions& options);

}  // namespace minislurm::documents
