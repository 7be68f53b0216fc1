#include "slurmctld/stepd/memory_watch.h"

namespace minislurm::stepd {

bool MemoryWatch::sample(const std::vector<os::ProcessInfo>& processes,
                         const std::function<std::uint64_t(const os::ProcessInfo&)>& share_kib) const {
  if (!limited()) return false;
  std::uint64_t held = 0;
  for (const os::ProcessInfo& process : processes) held += os::resident_kib(process);
  if (held <= limit_kib_) return false;
  held = 0;
  for (const os::ProcessInfo& process : processes) held += share_kib(process);
  return held > limit_kib_;
}

}  // namespace minislurm::stepd
