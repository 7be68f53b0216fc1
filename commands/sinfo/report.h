// One look at the nodes: asks the controller and prints what the options call for.
#pragma once

#include "commands/sinfo/options.h"
#include "commands/support/context.h"

namespace minislurm::sinfo {

// The exit code.
int report(const Options& options, Context& context);

}  // namespace minislurm::sinfo
