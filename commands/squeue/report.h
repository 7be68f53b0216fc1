// One look at the queue: asks the controller and prints what the options call for.
#pragma once

#include "commands/squeue/options.h"
#include "commands/support/context.h"

namespace minislurm::squeue {

// The exit code.
int report(const Options& options, Context& context);

}  // namespace minislurm::squeue
