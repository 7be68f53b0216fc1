// The options that stand before (or behind) scontrol's verb and hold for it.
#pragma once

#include <string>

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::scontrol {

struct Options : options::StandardOptions {
  bool all = false, details = false, one_line = false, hide = false, quiet = false, future = false, local = false;
  bool json = false, yaml = false;
  int verbose = 0;
  std::string data_parser, clusters, user;

  bool document() const { return json || yaml; }
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::scontrol
