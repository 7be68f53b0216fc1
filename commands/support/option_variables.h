// The variables that tell a job, and the commands in it, what options it was asked for with. Pure.
#pragma once

#include "commands/support/submission.h"

namespace minislurm {

// Of sbatch and salloc alike. Sizes are not here: they depend on what the job has got.
Variables option_variables(const options::JobOptions& options);

}  // namespace minislurm
