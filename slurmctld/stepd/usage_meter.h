// Measures what the step's tasks use: at samples, when asked, and once more when a process ends.
//
// A process's counts hold those of the children it has waited for, so a task's use is that of its living processes and
// of those that slurmstepd itself has waited for. A step that ends before its first sample counts as not measured, as
// in Slurm: usage().tasks is 0 then, though what its end has told is there.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <map>
#include <string_view>
#include <vector>

#include "libcommon/os/process_tree.h"
#include "slurmctld/stepd/task_owners.h"
#include "slurmctld/stepd/usage.h"

namespace minislurm::stepd {

struct IoCounts {
  std::uint64_t read = 0, written = 0;  // bytes
};
// The content of /proc/PID/io.
IoCounts parse_io(std::string_view text);
// The clock of the first CPU in the content of /proc/cpuinfo, in kHz; 0: not said.
std::uint64_t parse_cpu_khz(std::string_view text);

class UsageMeter {
 public:
  UsageMeter();
  void task_started(pid_t pid, std::uint32_t task) { owners_.add_task(pid, task); }
  // Memory only, at the price of nothing: `living` is known already.
  void look(const std::vector<os::ProcessInfo>& living);
  // Everything. `regular`: from now on the step counts as measured.
  void sample(const std::vector<os::ProcessInfo>& living, bool regular);
  // The process has ended and has not been waited for yet; then, what waiting for it has told.
  void ending(pid_t pid);
  void ended(pid_t pid, const rusage& used);
  // `living`: those whose CPU time the kernel has not added to slurmstepd's yet.
  Usage usage(const std::vector<os::ProcessInfo>& living) const;

 private:
  std::map<std::uint32_t, TaskUse> gone_;  // by task: of its processes that have been waited for here
  TaskOwners owners_;
  UsageBook book_;
  std::uint64_t own_rss_kib_, cpu_khz_ = 0;
  bool measured_ = false;
};

}  // namespace minislurm::stepd
