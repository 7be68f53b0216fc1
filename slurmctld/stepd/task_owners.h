// Which task a process of the step belongs to: the one it descends from, also after its parents have ended and it has
// become slurmstepd's own child. Pure.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "libcommon/os/process_tree.h"

namespace minislurm::stepd {

class TaskOwners {
 public:
  void add_task(pid_t pid, std::uint32_t task) { known_[pid] = {0, task}; }
  // REQUIRES: parents before children. One task for each process.
  std::vector<std::uint32_t> assign(const std::vector<os::ProcessInfo>& living);
  // Of a process that ends: by what was seen of it alive; one that nobody saw counts for the first task.
  std::uint32_t of(pid_t pid) const;
  void forget(pid_t pid) { known_.erase(pid); }

 private:
  struct Known {
    std::uint64_t start_ticks;  // 0: a task that has not been seen yet
    std::uint32_t task;
  };
  std::unordered_map<pid_t, Known> known_;
};

}  // namespace minislurm::stepd
