#include <time.h>

#include "commands/support/posix_context.h"

namespace minislurm {

bool PosixContext::pause(Seconds span) {
  out().flush();
  if (!out()) return false;  // nobody reads on
  const timespec wanted{static_cast<time_t>(span.count()), 0};
  return ::clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, nullptr) == 0;
}

}  // namespace minislurm
