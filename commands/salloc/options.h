// salloc's options: those it shares with sbatch and srun, and its own.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"
#include "libcommon/options/job_options.h"

namespace minislurm::salloc {

enum class Bell { AfterWaiting, Always, Never };

struct Options : options::JobOptions {
  bool no_shell = false;
  int kill_signal = 0;  // --kill-command; 0: SIGHUP
  Bell bell = Bell::AfterWaiting;
  std::vector<std::string> command;
};

options::OptionSet<Options> option_set();

// Environment, then command line, for each component of a heterogeneous job; what concerns the command is the first's.
// `components` holds those read so far, also where there is an error. Errors: as of options::OptionSet.
Status read_options(const Context& context, const options::OptionSet<Options>& set,
                    const std::vector<std::string>& arguments, std::vector<Options>& components);

}  // namespace minislurm::salloc
