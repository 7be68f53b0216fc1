// What sshare was asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::sshare {

struct Options : options::StandardOptions {
  std::optional<std::vector<std::string>> accounts;  // an empty list: none
  std::vector<std::string> users;                    // empty: who asks
  std::optional<std::string> clusters, format;
  bool all = false, users_only = false, partitions = false;
  bool long_list = false, no_header = false, parsable = false, parsable_open = false, help_format = false;
  int verbose = 0;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sshare
