// How many jobs of one user, partition or association a pass tries: bf_max_job_user, _part, _assoc and _user_part for
// backfill passes, partition_job_depth for main ones.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"
#include "slurmctld/sched/policy.h"

namespace minislurm::sched {

class TestQuota {
 public:
  explicit TestQuota(const Policy& policy);
  // Counts the job in that partition, once however often it is asked for it in a row. False: one of its numbers is used up.
  bool admits(const Job& job, const Partition& partition);

 private:
  using Counter = std::map<std::pair<std::uint64_t, const Partition*>, std::uint32_t>;
  static bool below(const Counter& counter, std::uint64_t who, const Partition* where, std::uint32_t most);

  std::uint32_t of_user_, of_partition_, of_association_, of_user_in_partition_;
  bool any_;
  Counter users_, partitions_, associations_, users_in_partitions_;
  std::map<const Partition*, bool> last_;  // of the last job, by partition
  JobId last_job_{};
};

}  // namespace minislurm::sched
