// The processes of a step that runs: its tasks, and what they started.
#pragma once

#include <string>
#include <vector>

#include "libcommon/wire/messages.h"

namespace minislurm::exec {

// Tasks with their ranks, the others without; empty where the step's process is gone or its folder says nothing.
std::vector<wire::ListedProcess> processes_of(const std::string& spool_dir, StepId id);

}  // namespace minislurm::exec
