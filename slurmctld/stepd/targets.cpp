#include "slurmctld/stepd/targets.h"

#include <unistd.h>

#include <csignal>
#include <set>
#include <utility>

namespace minislurm::stepd {

std::vector<os::ProcessInfo> targets(const std::vector<os::ProcessInfo>& below, wire::SignalScope scope,
                                     pid_t batch_shell) {
  std::vector<os::ProcessInfo> chosen;
  for (const os::ProcessInfo& process : below) {
    if (!process.alive()) continue;
    const bool shell = batch_shell != 0 && process.pid == batch_shell;
    if (shell && scope == wire::SignalScope::Tasks) continue;
    if (!shell && scope == wire::SignalScope::BatchShell) continue;
    chosen.push_back(process);
  }
  return chosen;
}

bool signal_all(int signal, wire::SignalScope scope, pid_t batch_shell) {
  // Only a signal that stops or ends its receivers is worth a second look for those forked during the first: others
  // would reach a process that was started in answer to them.
  const int most_rounds = signal == SIGKILL || signal == SIGSTOP ? 32 : 1;
  std::set<std::pair<pid_t, std::uint64_t>> reached;
  for (int round = 0; round < most_rounds; ++round) {
    bool someone_new = false;
    for (const os::ProcessInfo& process : targets(os::descendants(::getpid()), scope, batch_shell)) {
      if (!reached.emplace(process.pid, process.start_ticks).second) continue;
      someone_new = true;
      os::send_signal(process, signal);
    }
    if (!someone_new) break;
  }
  return !reached.empty();
}

}  // namespace minislurm::stepd
