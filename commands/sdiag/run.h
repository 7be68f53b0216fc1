// sdiag: what the controller has been doing.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sdiag {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sdiag
