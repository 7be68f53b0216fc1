// What an elastic job has used so far: the sum over its sizes.
#pragma once

#include <algorithm>

#include "libcommon/model/job.h"

namespace minislurm {

// CPUs times seconds from its start until then. REQUIRES: spec.elastic.wanted, and it has started.
inline Seconds cpu_time_until(const Job& job, Instant until) {
  const Seconds present = std::max(Seconds{0}, Seconds{until - job.elastic.present_since});
  return Seconds{static_cast<Seconds::rep>(job.elastic.cpu_seconds)} + present * job.allocation.cpu_count();
}

}  // namespace minislurm
