// What sacct was asked for. Times, users and states are read later, when `now` and the system's data are at hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/support/job_choices.h"
#include "commands/support/json/document_option.h"
#include "commands/support/start_flags.h"
#include "libcommon/model/job_state.h"
#include "libcommon/model/reason.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacct {

struct Range {
  std::uint64_t low = 0, high = ~std::uint64_t{0};
  bool holds(std::uint64_t value) const { return low <= value && value <= high; }
};

struct Options : options::StandardOptions {
  std::vector<JobChoice> jobs;
  std::vector<std::uint64_t> associations;
  std::vector<Reason> reasons;
  std::vector<const StartFlag*> flags;
  std::vector<std::string> accounts, clusters, constraints, groups, names, nodes, partitions, qos, users, wckeys;
  std::vector<JobState> states;
  bool requeued = false;                   // -s REQUEUED: runs that were put back
  std::optional<std::string> since, until, environment_format, file;
  std::string format;                      // what -o has gathered
  std::optional<Range> node_range, cpu_range;
  std::optional<Minutes> limit_min, limit_max;
  std::string delimiter = "|";
  char unit = 0;
  bool all_users = false, allocations = false, array = false, batch_script = false, brief = false, completion = false,
       duplicates = false, environment = false, expand_patterns = false, help_fields = false, help_reasons = false,
       help_states = false, long_list = false, no_convert = false, no_header = false, parsable = false,
       parsable_open = false, truncate = false;
  int verbose = 0;
  documents::DocumentOption document;
  Tristate whole_het_job = Tristate::Unset;
};

options::OptionSet<Options> option_set();

}  // namespace minislurm::sacct
