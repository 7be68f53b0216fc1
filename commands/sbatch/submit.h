// What sbatch and the controller say to each other, and what the user hears of it.
#pragma once

#include "commands/sbatch/options.h"
#include "commands/support/context.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sbatch {

// Submits, prints, waits where that is asked for. The exit code; `failure` is the one for Slurm's own errors.
int submit(Context& context, const SbatchOptions& options, const wire::SubmitRequest& request, int failure);

}  // namespace minislurm::sbatch
