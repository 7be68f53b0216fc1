// sattach: shows a running step's output where it is called, and sends it input.
#pragma once

#include <string>
#include <vector>

#include "commands/sattach/watching.h"
#include "commands/support/context.h"

namespace minislurm::sattach {

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors = {});

}  // namespace minislurm::sattach
