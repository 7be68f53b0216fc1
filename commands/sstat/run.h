// sstat: what running steps have used by now.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sstat {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sstat
