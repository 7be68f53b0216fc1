// squeue: what waits and what runs.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::squeue {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::squeue
