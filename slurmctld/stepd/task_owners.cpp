#include "slurmctld/stepd/task_owners.h"

#include <utility>

namespace minislurm::stepd {

std::vector<std::uint32_t> TaskOwners::assign(const std::vector<os::ProcessInfo>& living) {
  std::vector<std::uint32_t> owners;
  owners.reserve(living.size());
  std::unordered_map<pid_t, Known> seen;
  for (const os::ProcessInfo& process : living) {
    const auto known = known_.find(process.pid);
    // A number may come again: then it is another process.
    const bool same = known != known_.end() &&
                      (known->second.start_ticks == 0 || known->second.start_ticks == process.start_ticks);
    const auto parent = seen.find(process.parent);
    const std::uint32_t task = same                   ? known->second.task
                               : parent != seen.end() ? parent->second.task
                                                      : of(process.session);
    owners.push_back(task);
    seen[process.pid] = {process.start_ticks, task};
  }
  // Tasks that end between two looks are asked for once more, at their end.
  for (const auto& [pid, known] : known_)
    if (known.start_ticks == 0) seen.emplace(pid, known);
  known_ = std::move(seen);
  return owners;
}

std::uint32_t TaskOwners::of(pid_t pid) const {
  const auto known = known_.find(pid);
  return known == known_.end() ? 0 : known->second.task;
}

}  // namespace minislurm::stepd
