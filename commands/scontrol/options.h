// The options that stand before (or behind) scontrol's verb and hold for it.
#pragma once

#include <string>

#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::scontrol {

struct Options : options::StandardOptions {
  bool all = false, details = false, one_line = false, hide = false, quiet = false, future = false, local = false;
  int verbose = 0;
  std::string clusters, user;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::scontrol
