// scancel: ends or signals jobs and steps, named by id or chosen by filters.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::scancel {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::scancel
