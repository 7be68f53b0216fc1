// sstat's fields: texts of one running step.
#pragma once

#include <span>
#include <string>

#include "commands/support/usage_texts.h"
#include "libcommon/table/column.h"

namespace minislurm::sstat {

struct Line {
  Step step;
  std::string nodes, pids;
};

using Field = table::Column<Line, UnitStyle>;

// Every field, in the order of --helpformat. A negative width means left-justified.
std::span<const Field> fields();

}  // namespace minislurm::sstat
