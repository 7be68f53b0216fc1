// What seff was asked for.
#pragma once

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::seff {

struct Options : options::StandardOptions {
  bool data = false;  // -d
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::seff
