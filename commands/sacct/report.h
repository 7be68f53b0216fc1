// Asks the controller for the history and prints what the options call for.
#pragma once

#include "commands/sacct/options.h"
#include "commands/support/context.h"

namespace minislurm::sacct {

// The exit code.
int report(const Options& options, Context& context);

}  // namespace minislurm::sacct
