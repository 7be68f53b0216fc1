// sacct: what became of jobs and steps.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sacct {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sacct
