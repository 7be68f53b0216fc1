// The programs that srun itself runs before and after a step.
#pragma once

#include <string>

#include "commands/srun/options.h"

namespace minislurm::srun {

struct OwnPrograms {
  std::string prolog, epilog;  // empty: none
};

// --prolog and --epilog, or SrunProlog and SrunEpilog of the controller's configuration, which is asked only for what
// the options do not say.
OwnPrograms own_programs(Context& context, const Options& options);

}  // namespace minislurm::srun
