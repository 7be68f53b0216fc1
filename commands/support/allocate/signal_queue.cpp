#include "commands/support/allocate/signal_queue.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

namespace minislurm {

SignalQueue::SignalQueue(std::initializer_list<int> signals) {
  sigset_t mask;
  ::sigemptyset(&mask);
  for (const int signal : signals) ::sigaddset(&mask, signal);
  ::sigprocmask(SIG_BLOCK, &mask, &previous_);
  fd_.reset(::signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
}

SignalQueue::~SignalQueue() {
  while (next()) {
  }
  ::sigprocmask(SIG_SETMASK, &previous_, nullptr);
}

std::optional<int> SignalQueue::next() {
  signalfd_siginfo info{};
  ssize_t got = 0;
  do {
    got = ::read(fd_.get(), &info, sizeof info);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof info)) return std::nullopt;
  return static_cast<int>(info.ssi_signo);
}

}  // namespace minislurm
