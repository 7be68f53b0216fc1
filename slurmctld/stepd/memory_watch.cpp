#include "slurmctld/stepd/memory_watch.h"

#include <algorithm>

namespace minislurm::stepd {

bool MemoryWatch::sample(const std::vector<os::ProcessInfo>& processes,
                         const std::function<std::uint64_t(const os::ProcessInfo&)>& share_kib) {
  held_kib_ = 0;
  if (!limited()) return false;
  std::uint64_t held = 0;
  for (const os::ProcessInfo& process : processes) held += os::resident_kib(process);
  held_kib_ = held;
  if (held <= limit_kib_) return false;
  held = 0;
  for (const os::ProcessInfo& process : processes) held += share_kib(process);
  held_kib_ = held;
  return held > limit_kib_;
}

std::uint64_t MemoryWatch::next_look() const {
  constexpr std::uint64_t kLongest = 100, kShortest = 10;
  const std::uint64_t room = limit_kib_ - std::min(held_kib_, limit_kib_), half = std::max<std::uint64_t>(limit_kib_ / 2, 1);
  return std::clamp(kLongest * room / half, kShortest, kLongest);
}

}  // namespace minislurm::stepd
