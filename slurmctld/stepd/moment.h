// The time of a line that stepd writes.
#pragma once

#include <chrono>

#include "slurmctld/stepd/notices.h"

namespace minislurm::stepd {

inline Moment moment_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace minislurm::stepd
