// What the fields of sacct's table are texts of: a job, or one of its steps.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "commands/support/usage_texts.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/table/column.h"

namespace minislurm::sacct {

struct Line {
  const Job* job = nullptr;
  const Step* step = nullptr;         // nullptr: the line of the job
  std::vector<const Step*> steps;     // of a job's line: what its sums are made of
};

struct View {
  Instant now{};
  Instant since{}, until{};           // --truncate: times are cut to these; kNever: not
  std::string cluster_name, time_format;
  char unit = 0;                      // --units; 0: the one that fits
  bool convert = true;                // not --noconvert
  bool keeps_comments = false;        // AccountingStoreFlags has job_comment
  bool expand_patterns = false;       // of output files' names
  UnitStyle units() const { return {unit, convert}; }
};

using Field = table::Column<Line, View>;

// Every field, in the order of --helpformat, then those of our own. A negative width means left-justified.
std::span<const Field> fields();
// Without those that real Slurm does not have.
std::span<const Field> listed_fields();

}  // namespace minislurm::sacct
