// sbcast: puts a file on every node of a job. The nodes here are one machine, so one copy serves them all; what is
// checked and said is as if there were many.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sbcast {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sbcast
