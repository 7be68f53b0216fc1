// Memory sizes: "100" (MB), "1024K", "1G", "8GB". Units are powers of 1024.
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::text {

// A number and one of K M G T P, in either case, with or without a B behind; alone it counts MB. K rounds up.
// Errors: Code::InvalidTaskMemory, the detail being the text.
Result<Mebibytes> parse_memory(std::string_view text);
// The largest unit that divides it: "200M", "1G", "1536M"; zero is "0".
std::string format_memory(Mebibytes size);
// Without a unit: "200".
std::string format_memory_plain(Mebibytes size);

}  // namespace minislurm::text
