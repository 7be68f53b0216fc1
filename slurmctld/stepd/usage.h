// A step's use, put together from that of its tasks: sums, the most, the least, and whose they are. Pure.
#pragma once

#include <cstdint>
#include <map>

#include "libcommon/model/step.h"

namespace minislurm::stepd {

// What one task's processes, those included that have ended, have used so far and hold now.
struct TaskUse {
  std::uint64_t cpu_usec = 0, pages = 0, read_bytes = 0, written_bytes = 0;  // pages: major faults
  std::uint64_t rss_kib = 0, vm_kib = 0;
};

// CPU time beyond what processes were seen to use: of those that nobody waited for. It counts as the step's, and as the
// first task's where each task's is asked for.
void add_unseen_cpu(Usage& usage, std::uint64_t user_usec, std::uint64_t system_usec);

class UsageBook {
 public:
  // Of each number the most that was ever seen of the task stays.
  void keep(std::uint32_t task, const TaskUse& now);
  // Everything but `tasks`, the CPU times and the frequency, which are not the sum over tasks.
  Usage sum() const;
  std::uint32_t tasks() const { return static_cast<std::uint32_t>(most_.size()); }

 private:
  std::map<std::uint32_t, TaskUse> most_;  // by rank, so that of equal tasks the first one is named
};

}  // namespace minislurm::stepd
