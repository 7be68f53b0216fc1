// The environment that a batch job starts with: what --export, --export-file and --get-user-env leave of the caller's,
// and what sbatch itself adds.
#pragma once

#include <string>

#include "commands/sbatch/options.h"
#include "commands/support/context.h"

namespace minislurm::sbatch {

// "A=b\0C=d\0", sorted by name. SLURM_GET_USER_ENV=1 among it asks the controller for the login environment.
// Errors: Code::Generic.
Result<std::string> job_environment(const Context& context, const Options& options);

}  // namespace minislurm::sbatch
