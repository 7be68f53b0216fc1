#include "slurmctld/sched/test_quota.h"

namespace minislurm::sched {

TestQuota::TestQuota(const Policy& policy)
    : of_user_(policy.backfill ? policy.of_user : 0),
      of_partition_(policy.backfill ? policy.of_partition : policy.main_partition_depth),
      of_association_(policy.backfill ? policy.of_association : 0),
      of_user_in_partition_(policy.backfill ? policy.of_user_in_partition : 0),
      any_(of_user_ != 0 || of_partition_ != 0 || of_association_ != 0 || of_user_in_partition_ != 0) {}

bool TestQuota::below(const Counter& counter, std::uint64_t who, const Partition* where, std::uint32_t most) {
  if (most == 0) return true;
  const auto found = counter.find({who, where});
  return found == counter.end() || found->second < most;
}

bool TestQuota::admits(const Job& job, const Partition& partition) {
  if (!any_) return true;
  if (last_job_ != job.id) {
    last_job_ = job.id;
    last_.clear();
  }
  const auto [known, added] = last_.emplace(&partition, false);
  if (!added) return known->second;
  const std::uint64_t user = number(job.user);
  if (!below(users_, user, nullptr, of_user_) || !below(partitions_, 0, &partition, of_partition_) ||
      !below(associations_, job.association, nullptr, of_association_) ||
      !below(users_in_partitions_, user, &partition, of_user_in_partition_)) {
    return false;
  }
  ++users_[{user, nullptr}];
  ++partitions_[{0, &partition}];
  ++associations_[{job.association, nullptr}];
  ++users_in_partitions_[{user, &partition}];
  return known->second = true;
}

}  // namespace minislurm::sched
