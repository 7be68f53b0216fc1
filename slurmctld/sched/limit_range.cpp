#include "slurmctld/sched/limit_range.h"

#include <algorithm>

namespace minislurm::sched {

LimitRange limits_of(const Job& job, const Partition& partition) {
  LimitRange range;
  range.most = job.time_limit ? *job.time_limit : partition.default_time.value_or(partition.max_time);
  range.least = job.spec.time_min && *job.spec.time_min < range.most ? *job.spec.time_min : range.most;
  return range;
}

std::optional<LimitRange> limits_at(LimitRange range, Instant deadline, Instant start) {
  if (deadline == kNever || range.least == kUnlimited) return range;
  if (start + range.least > deadline) return std::nullopt;
  const auto left = std::chrono::floor<Minutes>(deadline - start);
  range.most = std::max(range.least, std::min(range.most, left));
  return range;
}

Instant last_start(const Job& job) {
  if (job.spec.deadline == kNever) return kNever;
  const std::optional<Minutes> least = job.spec.time_min && (!job.time_limit || *job.spec.time_min < *job.time_limit)
                                           ? job.spec.time_min
                                           : job.time_limit;
  if (!least || *least == kUnlimited) return job.spec.deadline;
  return job.spec.deadline - *least;
}

}  // namespace minislurm::sched
