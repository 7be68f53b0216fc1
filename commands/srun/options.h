// srun's options: those it shares with sbatch and salloc, and those of a step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/support/context.h"
#include "libcommon/options/job_options.h"

namespace minislurm::srun {

struct Options : options::JobOptions {
  std::string job;                            // --jobid, or the job srun runs in; empty: none, so make one
  std::optional<std::uint32_t> relative, wait_seconds;
  std::optional<bool> kill_on_bad_exit;
  bool label = false, unbuffered = false, multi_prog = false, pty = false, test_only = false;
  bool overlap = false, exact = false, whole = false, interactive = false;
  bool disable_status = false, quit_on_interrupt = false, preserve_environment = false;
  std::string cpu_bind, task_prolog, task_epilog;
  std::string prolog, epilog;                 // programs of srun's own
  std::optional<std::string> mpi;
  bool no_allocate = false;
  std::optional<std::string> het_group;       // --het-group as written
  std::vector<std::string> command;
};

options::OptionSet<Options> option_set();

// One component of the command line, or the one there is.
struct LinePart {
  options::Scanned inherited, own;            // of those before it, and its own
};

// All sources: environment, then command line. `component`: of the heterogeneous job that srun runs in, whose own
// variables count ("SLURM_NTASKS_HET_GROUP_1"). Errors: as of options::OptionSet.
Status read_options(const Context& context, const options::OptionSet<Options>& set, const LinePart& line,
                    std::optional<std::uint32_t> component, Options& options);

}  // namespace minislurm::srun
