// One wait for whichever comes first: a late answer of the controller, a signal, the end of some time.
#pragma once

#include <optional>
#include <string>

#include "commands/support/allocate/signal_queue.h"
#include "libcommon/link/controller_link.h"

namespace minislurm {

struct Heard {
  std::optional<Result<std::string>> answer;
  int signal = 0;
  bool nothing() const { return !answer && signal == 0; }  // the time is over
};

inline constexpr int kForever = -1;

// `call` may be null: then only signals and time count.
Heard wait_for(PendingCall* call, SignalQueue& signals, int milliseconds = kForever);

}  // namespace minislurm
