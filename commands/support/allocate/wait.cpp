#include "commands/support/allocate/wait.h"

#include <poll.h>

#include <cerrno>
#include <chrono>

namespace minislurm {

Heard wait_for(PendingCall* call, SignalQueue& signals, int milliseconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (true) {
    Heard heard;
    if (call != nullptr) heard.answer = call->receive();
    if (!heard.answer) heard.signal = signals.next().value_or(0);
    if (!heard.nothing()) return heard;
    int left = kForever;
    if (milliseconds >= 0) {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
      if (rest <= 0) return heard;
      left = static_cast<int>(rest);
    }
    pollfd watched[] = {{signals.descriptor(), POLLIN, 0}, {call != nullptr ? call->descriptor() : -1, POLLIN, 0}};
    if (::poll(watched, 2, left) < 0 && errno != EINTR) {
      heard.answer = Result<std::string>(Error{Code::CommunicationsReceive});
      return heard;
    }
  }
}

}  // namespace minislurm
