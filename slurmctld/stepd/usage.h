// What the step's processes used: those that ended and were waited for, by the kernel's own sums, and those that live.
#pragma once

#include <string_view>
#include <vector>

#include "libcommon/model/step.h"
#include "libcommon/os/process_tree.h"

namespace minislurm::stepd {

struct IoCounts {
  std::uint64_t read = 0, written = 0;  // bytes
};
// The content of /proc/PID/io.
IoCounts parse_io(std::string_view text);

Usage usage_now(const std::vector<os::ProcessInfo>& living);

}  // namespace minislurm::stepd
