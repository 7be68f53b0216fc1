// Each factor of priority/multifactor, and priority/basic.
#include "slurmctld/sched/priority.h"

#include <gtest/gtest.h>

#include "tests/support/cluster_builder.h"

namespace minislurm::sched {
namespace {

constexpr Instant kNow{Seconds{1'700'000'000}};

class Priority : public ::testing::Test {
 protected:
  Priority() {
    cluster.settings.weight_partition = 0;
    job.partition = "debug";
    job.submitted = job.eligible = job.accrue = kNow;
  }
  PriorityRules rules() { return PriorityRules(cluster, accounting, shares); }
  std::uint32_t priority() { return rules().priority(job, kNow); }
  void flag(PriorityFlag one) { cluster.settings.priority.flags |= static_cast<std::uint32_t>(one); }

  Cluster cluster = test::reference_cluster();  // 8 nodes of 4 CPUs
  Accounting accounting;
  std::unordered_map<std::uint32_t, double> shares;
  Job job;
};

TEST_F(Priority, WeighsThePartitionAgainstTheOneOfTheHighestFactor) {
  cluster.settings.weight_partition = 1000;
  EXPECT_EQ(priority(), 100U);
  job.partition = "short";
  EXPECT_EQ(priority(), 1000U);
  flag(PriorityFlag::NoNormalPartition);
  EXPECT_EQ(priority(), 10000U);
}

TEST_F(Priority, OfAJobInSeveralPartitionsIsTheHighest) {
  cluster.settings.weight_partition = 1000;
  job.partition = "debug,short";
  EXPECT_EQ(priority(), 1000U);
  EXPECT_EQ(rules().weighted(job, rules().factors(job, "debug", kNow)), 100U);
}

TEST_F(Priority, NeverFallsBelowOneHoweverNiceAJobIs) {
  cluster.settings.weight_partition = 1000;
  job.spec.nice = 10;
  EXPECT_EQ(priority(), 90U);
  job.spec.nice = 100;
  EXPECT_EQ(priority(), 1U);
  job.spec.nice = -50;
  job.site_factor = 7;
  EXPECT_EQ(priority(), 157U);
}

TEST_F(Priority, GivenByHandStands) {
  job.spec.priority = 900000;
  job.spec.nice = 5;
  EXPECT_EQ(priority(), 900000U);
}

TEST_F(Priority, GrowsWithAgeUpToPriorityMaxAge) {
  cluster.settings.weight_age = 1000;
  cluster.settings.priority.max_age = Seconds{100};
  EXPECT_EQ(rules().priority(job, kNow + Seconds{50}), 500U);
  EXPECT_EQ(rules().priority(job, kNow + Seconds{500}), 1000U);
  job.accrue = job.eligible = kNever;  // a dependency
  EXPECT_EQ(rules().priority(job, kNow + Seconds{50}), 1U);
  flag(PriorityFlag::AccrueAlways);
  EXPECT_EQ(rules().priority(job, kNow + Seconds{50}), 500U);
}

TEST_F(Priority, FavorsLargeJobsOrSmallOnes) {
  cluster.settings.weight_size = 10000;
  job.min_nodes = 4;
  job.num_cpus = 4;
  EXPECT_EQ(priority(), 3125U);  // the mean of a half and an eighth
  cluster.settings.priority.favor_small = true;
  EXPECT_EQ(priority(), 6875U);
}

TEST_F(Priority, WeighsSizeAgainstTimeWhereAskedTo) {
  cluster.settings.weight_size = 10000;
  flag(PriorityFlag::SmallRelativeToTime);
  job.min_nodes = job.num_cpus = 4;
  job.time_limit = Minutes{10};
  EXPECT_EQ(priority(), 500U);  // the 16 CPUs of four nodes for each of ten minutes, of 32
  job.time_limit.reset();
  EXPECT_EQ(priority(), 1U);    // the partition has no limit either
}

TEST_F(Priority, CountsTheAssociationOrTheNearestOneAboveIt) {
  cluster.settings.priority.weight_association = 1000;
  accounting.associations.resize(4);
  const std::uint32_t priorities[] = {0, 100, 50, 0};
  for (std::uint32_t at = 0; at < 4; ++at) {
    accounting.associations[at].id = at + 1;
    accounting.associations[at].parent = at == 3 ? 2 : at;
    accounting.associations[at].priority = priorities[at];
  }
  const std::uint32_t expected[] = {1, 1000, 500, 1000};
  for (std::uint32_t at = 0; at < 4; ++at) {
    job.association = at + 1;
    EXPECT_EQ(priority(), expected[at]) << at;
  }
  flag(PriorityFlag::NoNormalAssociation);
  job.association = 3;
  EXPECT_EQ(priority(), 50000U);
}

TEST_F(Priority, CountsTheQos) {
  cluster.settings.weight_qos = 1000;
  accounting.qos.resize(2);
  accounting.qos[0].name = "normal";
  accounting.qos[1].name = "high";
  accounting.qos[0].priority = 30;
  accounting.qos[1].priority = 100;
  job.spec.qos = "normal";
  EXPECT_EQ(priority(), 300U);
  job.spec.qos = "high";
  EXPECT_EQ(priority(), 1000U);
  job.spec.qos = "nosuch";
  EXPECT_EQ(priority(), 1U);
}

TEST_F(Priority, CountsTheFairShareOfTheAssociation) {
  cluster.settings.weight_fair_share = 1000;
  shares[5] = 0.25;
  EXPECT_EQ(priority(), 1U);
  job.association = 5;
  EXPECT_EQ(priority(), 250U);
}

TEST_F(Priority, CountsResourcesAgainstWhatThePartitionHas) {
  cluster.settings.priority.weight_tres = "CPU=1000,Mem=2000,GRES/gpu=3000,bad,License/x=oops";
  cluster.partitions[0].tres = "cpu=32,mem=32000M,node=8,billing=32,gres/gpu=8";
  job.tres_request = "cpu=3,mem=300M,node=1,billing=3,gres/gpu=1";
  const PriorityFactors factors = rules().factors(job, "debug", kNow);
  ASSERT_EQ(factors.tres.size(), 3U);
  EXPECT_EQ(factors.tres[0].first, "cpu");
  EXPECT_DOUBLE_EQ(factors.tres[0].second, 3.0 / 32);
  EXPECT_EQ(priority(), 487U);  // 93.75 + 18.75 + 375
  flag(PriorityFlag::NoNormalTres);
  EXPECT_EQ(priority(), 606000U);
}

TEST(BasicPriority, CountsDown) {
  const Job job;
  EXPECT_EQ(basic_priority(job, std::nullopt), 4294901759U);
  EXPECT_EQ(basic_priority(job, 4294901759U), 4294901758U);
}

}  // namespace
}  // namespace minislurm::sched
