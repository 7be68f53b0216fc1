// A step whose job grows or shrinks: the CPUs that its processes may run on, whatever they have forked meanwhile, its
// memory limit, and the signal that says so.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/stepd/task_owners.h"

namespace minislurm::stepd {

using CpuSet = std::vector<std::uint32_t>;  // ascending, of the machine's numbers

// What a task may use when its step, which had `before`, has `now`: all where it was bound to nothing less, else what is
// left of its own, and where nothing is, all. Pure.
CpuSet task_cpus(const CpuSet& own, const CpuSet& before, const CpuSet& now);
// What a thread gets that has chosen `chosen` for itself, when its task had `before` and has `now`. Pure.
CpuSet thread_cpus(const CpuSet& chosen, const CpuSet& before, const CpuSet& now);
// Whether the process catches that signal, from the text of /proc/PID/status. Pure.
bool catches(const std::string& status, int signal);

class Resizer {
 public:
  explicit Resizer(const wire::StepLaunch& launch);
  // Changes the launch record: CPUs of each task, memory limit. True: it is newer than all before.
  bool take(const wire::ResizeRequest& request, wire::StepLaunch& launch);
  // What the step's tasks may use together, ascending; empty: one of them is bound to nothing.
  CpuSet step_cpus() const;
  // Every thread of every process below this one, until nobody is new. `tasks`: processes and ranks.
  void pin_all(const std::vector<std::pair<pid_t, std::uint32_t>>& tasks);
  // After a resize, milliseconds until they are looked after again: soon, then less and less often; 0: no more.
  std::uint64_t first_look() { return look_ = 10; }
  std::uint64_t next_look() { return look_ = look_ < 1000 ? look_ * 4 : 0; }

 private:
  struct Task {
    std::string node;
    CpuSet own, before, now;  // as launched; before the last resize; since
    std::set<CpuSet> former;  // all that it ever had: who has one of these has not chosen it
  };
  bool pin_threads(pid_t pid, const Task& task) const;

  std::map<std::string, CpuSet> nodes_;  // as launched: what the step's tasks have there together
  std::map<std::uint32_t, Task> tasks_;  // by rank
  TaskOwners owners_;
  std::uint32_t number_ = 0;
  std::uint64_t look_ = 0;
};

// To each process of the step that catches it, so that none dies of it.
void signal_catchers(int signal);

}  // namespace minislurm::stepd
