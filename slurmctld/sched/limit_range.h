// How long a job would run where it starts: its time limit, or as little as --time-min lets it have, and no longer than
// its --deadline leaves. A limit is settled at the start and does not grow afterwards, as in Slurm.
#pragma once

#include <optional>

#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"

namespace minislurm::sched {

struct LimitRange {
  Minutes most{0}, least{0};
  bool flexible() const { return least < most; }
};
// The job's, or the partition's default.
LimitRange limits_of(const Job& job, const Partition& partition);
// What is left of it for a start at that instant; nullopt: the job cannot end in time any more. `deadline` kNever: none.
std::optional<LimitRange> limits_at(LimitRange range, Instant deadline, Instant start);
// The last instant at which a job with a deadline may start, in whatever partition; kNever: there is no last one.
Instant last_start(const Job& job);

}  // namespace minislurm::sched
