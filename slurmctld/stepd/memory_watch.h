// Whether a step's processes hold too much memory. Judged by what is resident and shared proportionally, never by the
// size of address spaces.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/os/process_tree.h"

namespace minislurm::stepd {

inline constexpr std::uint64_t kMemoryPeriod = 100;  // milliseconds between two looks

class MemoryWatch {
 public:
  // 0: no limit.
  explicit MemoryWatch(Mebibytes limit) : limit_kib_(limit.count * 1024) {}
  // True: the processes hold more than the limit. Exact shares are asked for only when the cheap upper bound, the sum
  // of resident sizes, is over: for a large process they cost the kernel a walk of its memory.
  bool sample(const std::vector<os::ProcessInfo>& processes,
              const std::function<std::uint64_t(const os::ProcessInfo&)>& share_kib);
  // When to look again, in milliseconds: the sooner, the nearer the last sample came to the limit.
  std::uint64_t next_look() const;
  bool limited() const { return limit_kib_ > 0; }

 private:
  std::uint64_t limit_kib_, held_kib_ = 0;
};

}  // namespace minislurm::stepd
