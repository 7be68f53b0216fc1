#include "slurmctld/exec/sample_period.h"

#include <gtest/gtest.h>

namespace minislurm::exec {
namespace {

TEST(SamplePeriod, ReadsANumberAloneOrBehindTask) {
  EXPECT_EQ(parse_task_period("5", 30), 5U);
  EXPECT_EQ(parse_task_period("energy=60,task=7", 30), 7U);
  EXPECT_EQ(parse_task_period("energy=60", 30), 30U);
  EXPECT_EQ(parse_task_period("0", 30), 0U);
  EXPECT_EQ(parse_task_period("nonsense", 30), 30U);
}

TEST(SamplePeriod, TheJobsOwnGoesBeforeTheConfigurations) {
  Cluster cluster;
  JobSpec spec;
  EXPECT_EQ(sample_period(spec, cluster), 30U);
  cluster.shown_config.emplace_back("JobAcctGatherFrequency", "1");
  EXPECT_EQ(sample_period(spec, cluster), 1U);
  spec.kept.emplace_back("acctg-freq", "task=4");
  EXPECT_EQ(sample_period(spec, cluster), 4U);
}

}  // namespace
}  // namespace minislurm::exec
