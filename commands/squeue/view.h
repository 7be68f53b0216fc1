// What the columns of squeue's tables are texts of: a line, and what all lines have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/table/column.h"

namespace minislurm::squeue {

struct JobLine {
  const Job* job = nullptr;
  std::optional<std::uint32_t> task;  // with --array: the one task of a waiting array that this line is about
  std::string_view partition;         // with --priority: the one of several; else the job's list
  Instant now{};                      // of the answer, for orders by time that passes
};

struct StepLine {
  const Step* step = nullptr;
  const Job* job = nullptr;  // that it belongs to; nullptr where the reply left it out
};

struct View {
  Instant now{};
  std::string cluster_name;
  std::string time_format;            // SLURM_TIME_FORMAT
  std::size_t task_list_limit = 64;   // SLURM_BITSTR_LEN
  bool no_convert = false;
  bool expand_patterns = false;
};

using JobColumn = table::Column<JobLine, View>;
using StepColumn = table::Column<StepLine, View>;

// Every letter of -o and every name of -O; a letter and a name with the same text share a row.
std::span<const JobColumn> job_columns();
std::span<const StepColumn> step_columns();
// Those that --helpformat and --helpFormat list, in that order.
std::span<const JobColumn> listed_job_columns();

}  // namespace minislurm::squeue
