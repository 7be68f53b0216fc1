// What sdiag was asked for.
#pragma once

#include "commands/sdiag/text.h"
#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sdiag {

struct Options : options::StandardOptions {
  RpcOrder order = RpcOrder::Count;
  bool reset = false;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sdiag
