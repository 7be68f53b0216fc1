// How a job came to be started, as sacct's Flags say it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "libcommon/model/job.h"

namespace minislurm {

struct StartFlag {
  std::string_view name;           // "SchedMain"
  std::string_view document_name;  // "STARTED_ON_SCHEDULE"
  bool (*is_set)(const Job& job);
};

// All there are, in Slurm's order.
std::span<const StartFlag> start_flags();
std::vector<const StartFlag*> start_flags_of(const Job& job);
// Case-insensitive; nullptr: no such flag.
const StartFlag* find_start_flag(std::string_view name);

}  // namespace minislurm
