// srun --multi-prog: which task runs what. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::exec {

// Lines "RANKS PROGRAM ARGUMENT...": ranks "0", "1-2,5" or "*" (those without a line of their own so far); in arguments
// %t is the task's rank and %o its position within the line's ranks, %% a percent sign. '#' opens a comment.
// The answer has one argv per task. Errors: Code::Generic: a line that cannot be read, a task without a program.
Result<std::vector<std::vector<std::string>>> parse_multi_prog(std::string_view config, std::uint32_t tasks);

}  // namespace minislurm::exec
