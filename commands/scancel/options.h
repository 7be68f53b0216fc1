// scancel's options and what they mean together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::scancel {

struct Options : options::StandardOptions {
  std::string account, name, partition, qos, reservation, user, wckey, state, nodes, signal, sibling, clusters;
  std::string admin_comment;
  bool me = false, batch = false, full = false, interactive = false, quiet = false, hurry = false, cron = false;
  bool ctld = false;
  int verbose = 0;

  // Without ids, at least one of these says which jobs.
  bool has_filter() const {
    return me || !account.empty() || !name.empty() || !partition.empty() || !qos.empty() || !reservation.empty() ||
           !user.empty() || !wckey.empty() || !state.empty() || !nodes.empty();
  }
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::scancel
