// What -i, -o and -e mean: srun's own streams, a file that srun writes, or the step's business. Pure.
#pragma once

#include <string>

#include "commands/srun/options.h"

namespace minislurm::srun {

struct StreamChoice {
  enum class Kind {
    Srun,      // srun's own stream
    Step,      // the step sees to it: a file, nothing, one task's alone
    SrunFile,  // srun writes it: lines with labels of all tasks in one file
  };
  Kind kind = Kind::Srun;
  std::string value;  // as given

  // What the step is told; empty: all of it goes through srun.
  std::string for_step() const { return kind == Kind::Step ? value : std::string(); }
};

struct StepStreams {
  StreamChoice input, output, error;
};

// stderr goes where stdout goes, unless it is given a place of its own.
StepStreams choose_streams(const Options& options);

}  // namespace minislurm::srun
