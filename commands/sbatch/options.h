// sbatch's options: those of every job, and its own.
#pragma once

#include <optional>
#include <string>

#include "libcommon/options/help.h"
#include "libcommon/options/job_options.h"

namespace minislurm::sbatch {

struct SbatchOptions : options::JobOptions {
  std::optional<std::string> wrap;
  std::string export_file;
  bool wait = false, parsable = false, test_only = false, get_user_env = false;
};

options::OptionSet<SbatchOptions> option_set();
options::HelpText help_text();

}  // namespace minislurm::sbatch
