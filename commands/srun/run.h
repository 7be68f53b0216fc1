// srun: runs tasks in a job, or in one that it makes for them.
#pragma once

#include <string>
#include <vector>

#include "commands/srun/session.h"

namespace minislurm::srun {

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors = {});

}  // namespace minislurm::srun
