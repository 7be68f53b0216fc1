// seff: how well a job used its CPUs and its memory.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::seff {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::seff
