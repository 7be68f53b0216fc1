// What squeue was asked for. Lists are kept as written where what is wrong with them is said later, beside an answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/support/json/document_option.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"
#include "libcommon/wire/messages.h"

namespace minislurm::squeue {

struct Options : options::StandardOptions {
  std::vector<std::string> accounts, licenses, names, nodes, partitions, qos, reservations, users;
  std::vector<wire::JobSelector> jobs, steps;
  std::string states;                          // empty: those that have not ended
  std::optional<std::string> format, long_format;
  bool reading_environment = true;
  bool format_on_line = false;                 // by -o or -O, not by the environment
  std::optional<std::string> sort;
  std::uint32_t iterate = 0;                   // seconds; 0: once
  std::optional<Seconds> running_over, running_under;
  // Given, be it with an empty value: then nothing is shown.
  bool states_given = false, users_given = false, jobs_given = false;
  bool all = false, array = false, expand_patterns = false, help_format = false, help_long_format = false,
       help_states = false,
       long_list = false, me = false, no_convert = false, no_header = false, not_me = false,
       only_state = false, per_partition = false, show_steps = false, start = false;
  int verbose = 0;
  documents::DocumentOption document;
};

options::OptionSet<Options> option_set();

// -j and -s take their value attached or as the next argument, if that is no option: makes it attached.
std::vector<std::string> attach_optional_values(const std::vector<std::string>& arguments);

}  // namespace minislurm::squeue
