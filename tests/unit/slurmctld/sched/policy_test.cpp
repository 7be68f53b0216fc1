#include "slurmctld/sched/policy.h"

#include <gmock/gmock.h>

namespace minislurm::sched {
namespace {

Settings with(const std::string& parameters) {
  Settings settings;
  settings.scheduler_parameters = parameters;
  return settings;
}

TEST(Policy, WordsAndNumbersAreReadWhateverStandsBetweenThem) {
  const Policy policy = policy_of(with("bf_continue,BF_MAX_JOB_USER=3,bf_window=60,bf_licenses,bf_job_part_count_reserve=1"));
  EXPECT_EQ(policy.of_user, 3U);
  EXPECT_EQ(policy.window, Seconds{3600});
  EXPECT_TRUE(policy.licenses);
  EXPECT_EQ(policy.places_in_partition, 1U);
}

TEST(Policy, WhatIsOutOfItsRangeIsToldAndItsDefaultCounts) {
  const Settings settings = with("bf_window=0,bf_max_job_test=many,bf_resolution=30,default_queue_depth");
  EXPECT_EQ(policy_of(settings).window, Seconds{86400});
  EXPECT_EQ(policy_of(settings).looked_at, 500U);
  EXPECT_EQ(policy_of(settings).resolution, Seconds{30});
  EXPECT_THAT(complaints(settings), testing::ElementsAre(testing::HasSubstr("bf_window=0"), testing::HasSubstr("bf_max_job_test=many"),
                                                         testing::HasSubstr("default_queue_depth")));
}

TEST(Policy, AnIntervalBelowZeroMeansNever) {
  EXPECT_FALSE(rhythm_of(with("bf_interval=-1")).backfills);
  EXPECT_FALSE(rhythm_of(with("sched_interval=-1")).full_pass.has_value());
  EXPECT_TRUE(rhythm_of(with("")).backfills);
}

TEST(Policy, WithoutAnIntervalOnlyALongQueueWaits) {
  EXPECT_EQ(backfill_interval(with(""), 100), Seconds{0});
  EXPECT_EQ(backfill_interval(with(""), 101), Seconds{1});
  EXPECT_EQ(backfill_interval(with("bf_interval=30"), 1), Seconds{30});
}

}  // namespace
}  // namespace minislurm::sched
