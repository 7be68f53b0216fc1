// What sprio was asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sprio {

struct Options : options::StandardOptions {
  std::optional<std::vector<wire::JobSelector>> jobs;         // an empty list: none
  std::optional<std::vector<std::string>> users, partitions;  // likewise
  std::string jobs_text, users_text, partitions_text;         // as written
  std::optional<std::string> clusters, format;
  bool format_on_line = false;                                // by -o, not by the environment
  std::optional<std::string> sort;
  bool help_format = false, long_list = false, no_header = false, normalized = false, sibling = false, weights = false;
  int verbose = 0;
};

options::OptionSet<Options> option_set();

// -j takes its value attached or as the next argument, if that is no option: makes it attached.
std::vector<std::string> attach_optional_values(const std::vector<std::string>& arguments);

}  // namespace minislurm::sprio
