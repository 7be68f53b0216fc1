// What sinfo was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sinfo {

struct Options : options::StandardOptions {
  std::vector<std::string> partitions, nodes;
  bool nodes_given = false;
  bool format_on_line = false;  // by -o or -O, not by the environment
  bool states_given = false;
  std::string states;
  std::optional<std::string> format, long_format, sort;
  std::uint32_t iterate = 0;
  bool all = false, dead = false, exact = false, future = false, help_format = false, help_long_format = false,
       help_states = false,
       list_reasons = false, long_list = false, no_header = false, node_oriented = false, reservations = false,
       responding = false, summarize = false;
  int verbose = 0;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sinfo
