// What sacctmgr was asked for on its command line; at its prompt some of it changes.
#pragma once

#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"
#include "libcommon/table/sacct_format.h"

namespace minislurm::sacctmgr {

struct Options : options::StandardOptions {
  bool immediate = false, no_header = false, quiet = false, read_only = false, associations = false;
  int verbose = 0;
  table::SacctStyle style = table::SacctStyle::Columns;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sacctmgr
