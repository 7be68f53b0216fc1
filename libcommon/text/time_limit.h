// Spans of time: the notations of --time and the three ways Slurm prints them.
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::text {

// minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes, days-hours:minutes:seconds.
// Seconds round up to a minute. UNLIMITED, INFINITE, -1 and zero are kUnlimited. Errors: Code::InvalidTimeLimit.
Result<Minutes> parse_time_limit(std::string_view text);
// The same notations to the second (a lone number counts minutes): --switches=N@time. Zero stays zero.
Result<Seconds> parse_duration(std::string_view text);
// The same, but a lone number counts seconds: KillWait, --signal=NAME@seconds.
Result<Seconds> parse_seconds(std::string_view text);

// squeue and sinfo: "0:05", "5:00", "1:30:00", "2-03:00:00". A negative span is "INVALID".
std::string format_duration(Seconds span);
// A limit in the same way; `unlimited` is the word for none (sinfo says "infinite").
std::string format_minutes(Minutes limit, std::string_view unlimited = "UNLIMITED");
// scontrol and sacct: "00:10:00", "1-00:00:00".
std::string format_duration_padded(Seconds span);
std::string format_minutes_padded(Minutes limit, std::string_view unlimited = "UNLIMITED");

}  // namespace minislurm::text
