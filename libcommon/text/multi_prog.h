// srun --multi-prog: which task runs what. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

// Lines "RANKS PROGRAM ARGUMENT...": ranks "0", "1-2,5" or "*" (those without a line of their own so far); in arguments
// %t is the task's rank and %o its position within the line's ranks (behind "*" the rank again). An argument ends at a
// blank unless it stands in single quotes; double quotes are nothing special. '#' at a line's start opens a comment, a
// backslash at its end continues it.
// The answer has one argv per task. Errors: Code::Generic with Slurm's sentences, a line each; `file` is named in them.
Result<std::vector<std::vector<std::string>>> parse_multi_prog(std::string_view config, std::uint32_t tasks,
                                                               const std::string& file);

}  // namespace minislurm::text
