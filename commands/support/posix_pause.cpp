#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "commands/support/posix_context.h"

namespace minislurm {

bool PosixContext::pause(Seconds span) {
  out().flush();
  if (!out()) return false;  // nobody reads on
  const timespec wanted{static_cast<time_t>(span.count()), 0};
  return ::clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, nullptr) == 0;
}

bool PosixContext::wait_for_input(Seconds span) {
  if (in().rdbuf()->in_avail() > 0) return true;
  pollfd waiting{STDIN_FILENO, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(span.count() * 1000)) != 0;
}

}  // namespace minislurm
