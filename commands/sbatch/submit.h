// What sbatch and the controller say to each other, and what the user hears of it.
#pragma once

#include "commands/sbatch/options.h"
#include "commands/support/context.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sbatch {

// Submits, prints, waits where that is asked for. The exit code.
int submit(Context& context, const Options& options, const wire::SubmitRequest& request);

}  // namespace minislurm::sbatch
