// sattach's options.
#pragma once

#include <cstdint>
#include <optional>

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sattach {

struct Options : options::StandardOptions {
  std::optional<std::uint32_t> input_task, output_task, error_task;  // the only one of each stream; none: all
  bool label = false, layout = false, pty = false;
  int quiet = 0, verbose = 0;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sattach
