// A program that srun itself runs before or after its step: --prolog and --epilog.
#pragma once

#include <string>

namespace minislurm::srun {

struct LocalRun {
  bool exited = true;  // false: a signal ended it
  int status = 0;
};

// With the step's variables, "A=b\0", and srun's own streams. A program that is nowhere has nothing to say: status 0.
LocalRun run_local(const std::string& program, const std::string& environment);

}  // namespace minislurm::srun
