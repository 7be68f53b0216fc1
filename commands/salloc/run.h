// salloc: an allocation, and a command that runs while it lasts.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::salloc {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::salloc
