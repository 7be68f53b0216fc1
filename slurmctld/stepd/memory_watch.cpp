#include "slurmctld/stepd/memory_watch.h"

#include <algorithm>

namespace minislurm::stepd {

bool MemoryWatch::sample(const std::vector<os::ProcessInfo>& processes,
                         const std::function<std::uint64_t(const os::ProcessInfo&)>& share_kib) {
  std::uint64_t resident = 0, vm = 0;
  for (const os::ProcessInfo& process : processes) {
    resident += os::resident_kib(process);
    vm += process.vm_bytes / 1024;
  }
  max_vm_kib_ = std::max(max_vm_kib_, vm);
  std::uint64_t held = resident;
  if (limited() && resident > limit_kib_) {
    held = 0;
    for (const os::ProcessInfo& process : processes) held += share_kib(process);
  }
  max_rss_kib_ = std::max(max_rss_kib_, held);
  return limited() && held > limit_kib_;
}

}  // namespace minislurm::stepd
