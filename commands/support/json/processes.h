// Documents of what runs here: scontrol listpids, listjobs and liststeps --json.
#pragma once

#include <string>
#include <vector>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

std::string pids_document(const std::vector<wire::ListedProcess>& processes, const DocumentOptions& options);
std::string listed_jobs_document(const std::vector<JobId>& jobs, const DocumentOptions& options);
std::string listed_steps_document(const std::vector<StepId>& steps, const DocumentOptions& options);

}  // namespace minislurm::documents
