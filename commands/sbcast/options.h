// sbcast's options.
#pragma once

#include <string>
#include <vector>

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sbcast {

struct Options : options::StandardOptions {
  std::string job, node_list, exclude = "/lib,/usr/lib,/lib64,/usr/lib64";
  bool force = false, preserve = false, no_allocation = false, send_libs = false;
  int verbose = 0;
  std::uint64_t block_size = 8U << 20;          // bytes
  std::uint32_t compress = 0, tree_width = 0, timeout = 0;
  std::vector<std::string> complaints;          // about values that are passed over: errors
  std::vector<std::string> remarks;             // the same, bare
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sbcast
