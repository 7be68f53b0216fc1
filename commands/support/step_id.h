// One job or one of its steps, as srun --jobid, sattach and sbcast name it: "12", "12_3", "12+0", "12.0", "12.batch".
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"

namespace minislurm {

struct NamedStep {
  JobId job{};
  std::optional<std::uint32_t> array_task;
  std::optional<StepNumber> step;
};

// Errors: Code::Generic with the sentence that ends a command: "Bad job/step specified: TEXT: REASON".
Result<NamedStep> parse_named_step(std::string_view text);

}  // namespace minislurm
