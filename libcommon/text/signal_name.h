// Signals by name and number: "TERM", "SIGTERM", "usr1", "15".
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"

namespace minislurm::text {

// Errors: Code::Generic, 'Invalid signal: x'.
Result<int> parse_signal(std::string_view text);
// "TERM"; a number without a name is written as digits.
std::string signal_name(int number);

}  // namespace minislurm::text
