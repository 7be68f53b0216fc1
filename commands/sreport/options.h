// What sreport was asked for on its command line; at its prompt some of it changes.
#pragma once

#include <string>
#include <vector>

#include "commands/sreport/time_format.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"
#include "libcommon/table/sacct_format.h"

namespace minislurm::sreport {

struct Options : options::StandardOptions {
  bool no_header = false, quiet = false;
  int verbose = 0;
  table::SacctStyle style = table::SacctStyle::Columns;
  std::string time_format;         // as written; empty: minutes
  std::string clusters;
  std::vector<std::string> tres;   // as written; empty: CPUs
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sreport
