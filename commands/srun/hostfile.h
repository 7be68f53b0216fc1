// SLURM_HOSTFILE and --distribution=arbitrary: a node for each task, by name.
#pragma once

#include "commands/srun/options.h"
#include "libcommon/base/result.h"

namespace minislurm::srun {

// Turns the file that the variable names into --nodelist, --ntasks and --distribution=arbitrary; a --nodelist on the
// command line goes before it. Errors: Code::Generic with srun's sentences, a line each.
Status apply_hostfile(const Context& context, Options& options);

}  // namespace minislurm::srun
