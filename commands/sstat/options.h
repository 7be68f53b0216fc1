// What sstat was asked for.
#pragma once

#include <string>
#include <vector>

#include "commands/support/job_choices.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sstat {

struct Options : options::StandardOptions {
  std::vector<JobChoice> jobs;
  std::string format;             // what -o has gathered
  bool all_steps = false, help_fields = false, no_convert = false, no_header = false, parsable = false,
       parsable_open = false, pids = false;
  int verbose = 0;
};

// Adds to the jobs. Errors: options::kFatalMix.
Status add_jobs(Options& to, std::string_view list);

options::OptionSet<Options> option_set();

}  // namespace minislurm::sstat
