// Whom a signal goes to. `targets` is pure; `signal_all` reaches also those that are forked meanwhile.
#pragma once

#include <functional>
#include <vector>

#include "libcommon/os/process_tree.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// `batch_shell`: the batch script's process, 0 when the step is none.
std::vector<os::ProcessInfo> targets(const std::vector<os::ProcessInfo>& below, wire::SignalScope scope,
                                     pid_t batch_shell);

// Sends the signal once to each target below this process. True when somebody was there to get it.
bool signal_all(int signal, wire::SignalScope scope, pid_t batch_shell);

}  // namespace minislurm::stepd
