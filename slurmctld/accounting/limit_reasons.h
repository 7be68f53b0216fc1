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

// What counts fades or runs out by itself: a job that waits for this may start later though nothing else has happened.
bool passes_with_time(Reason reason);

}  // namespace minislurm::accounting
