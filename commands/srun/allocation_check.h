// What srun finds wrong with a request for a step before it asks for it, from the job that it is to run in. Pure.
#pragma once

#include <string>
#include <vector>

#include "libcommon/model/job.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// In srun's words, a line each; none: the controller is to decide.
std::vector<std::string> objections(const Job& job, const wire::StepSpec& spec);

}  // namespace minislurm::srun
