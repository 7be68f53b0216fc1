// sprio: what the priorities of waiting jobs are made of.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sprio {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sprio
