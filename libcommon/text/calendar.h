// Days of the local calendar (TZ): a day on is the same time by the clock, also where clocks were changed in between.
#pragma once

#include <cstdint>

#include "libcommon/base/units.h"

namespace minislurm::text {

Instant days_later(Instant when, std::int32_t days);
// Saturday or Sunday.
bool is_weekend(Instant when);

}  // namespace minislurm::text
