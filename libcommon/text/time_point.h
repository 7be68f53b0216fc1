// Points in time: the notations of --begin, --deadline and sacct's -S and -E, read and written in local time (TZ).
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::text {

// What a clock time without a date means once it is over: the next one (--begin), or still the one of today (sacct).
enum class TimeSense { Future, Past };

// HH:MM[:SS] [AM|PM], MMDD[YY], MM/DD[/YY], MM.DD[.YY], YYYY-MM-DD[THH:MM[:SS]], today, tomorrow, midnight, noon,
// elevenses, fika, teatime, now[+|-count[seconds|minutes|hours|days|weeks]], uts<seconds since 1970>.
// A date and a time of day may stand together, a blank between them.
// Errors: Code::Generic, "Invalid time specification (pos=N): TEXT".
Result<Instant> parse_time_point(std::string_view text, Instant now, TimeSense sense = TimeSense::Future);

// "2026-11-23T12:00:00"; kNever is "Unknown". `format` is the value of SLURM_TIME_FORMAT: empty or "standard" for the
// above, "relative" (to `now`), or a strftime format.
std::string format_time_point(Instant when, std::string_view format = {}, Instant now = kNever);

}  // namespace minislurm::text
