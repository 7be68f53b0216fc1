// sbatch's options: those of every job, and its own.
#pragma once

#include <optional>
#include <string>

#include "libcommon/options/job_options.h"

namespace minislurm::sbatch {

struct Options : options::JobOptions {
  std::optional<std::string> wrap;
  std::string export_file;
  bool wait = false, parsable = false, test_only = false, get_user_env = false;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sbatch
