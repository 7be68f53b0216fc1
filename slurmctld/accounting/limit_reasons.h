// Which reason a job waits for when a limit does not let it start. Source: "Job Reason Codes" of Slurm's documentation.
#pragma once

#include <string_view>

#include "libcommon/model/limits.h"
#include "libcommon/model/reason.h"

namespace minislurm::accounting {

enum class LimitOwner { Association, Qos };

Reason reason_of(LimitOwner owner, Limit limit);
// Of one resource: "cpu", "mem", "gres/gpu:tesla", "license/matlab".
Reason reason_of(LimitOwner owner, Limit limit, std::string_view resource);

}  // namespace minislurm::accounting
