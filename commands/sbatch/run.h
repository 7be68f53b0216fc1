// sbatch: queues a batch script and prints the job's id.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sbatch {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sbatch
