// The Priority* keys of slurm.conf.
#include <gmock/gmock.h>

#include "libcommon/config/load.h"
#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

class PriorityKeys : public testing::Test {
 protected:
  Result<Cluster> load(const std::string& lines) {
    os::Machine machine;
    machine.hostname = machine.short_hostname = "here";
    machine.cpus = {0, 1};
    const std::string first = "ClusterName=c\nNodeName=n[1-4] CPUs=2 RealMemory=4096\n";
    return load_cluster(folder_.write("slurm.conf", first + lines), machine);
  }
  PrioritySettings settings(const std::string& lines) {
    const auto cluster = load(lines);
    EXPECT_TRUE(cluster) << cluster.error().detail;
    return cluster ? cluster->settings.priority : PrioritySettings{};
  }
  std::string shown(const std::string& lines, const std::string& key) {
    const auto cluster = load(lines);
    if (!cluster) return cluster.error().detail;
    for (const auto& pair : cluster->shown_config)
      if (pair.first == key) return pair.second;
    return "not shown";
  }
  Folder folder_;
};

TEST_F(PriorityKeys, HaveSlurmsDefaults) {
  const PrioritySettings read = settings("");
  EXPECT_EQ(read.half_life, Seconds{7 * 86400});
  EXPECT_EQ(read.calc_period, Seconds{300});
  EXPECT_EQ(read.usage_reset, UsageReset::None);
  EXPECT_EQ(shown("", "PriorityFlags"), "");
  EXPECT_EQ(shown("", "PriorityFavorSmall"), "no");
}

TEST_F(PriorityKeys, AreReadAndShown) {
  const PrioritySettings read = settings(
      "PriorityWeightAssoc=5\nPriorityWeightTRES=CPU=1000,Mem=2000\nPriorityFavorSmall=YES\nPriorityMaxAge=1-0\n"
      "PriorityDecayHalfLife=14-0\nPriorityCalcPeriod=1\nPriorityUsageResetPeriod=weekly\nFairShareDampeningFactor=3\n");
  EXPECT_EQ(read.weight_association, 5U);
  EXPECT_EQ(read.weight_tres, "CPU=1000,Mem=2000");
  EXPECT_TRUE(read.favor_small);
  EXPECT_EQ(read.max_age, Seconds{86400});
  EXPECT_EQ(read.half_life, Seconds{14 * 86400});
  EXPECT_EQ(read.calc_period, Seconds{60});
  EXPECT_EQ(read.usage_reset, UsageReset::Weekly);
  EXPECT_EQ(read.dampening, 3U);
  EXPECT_EQ(shown("PriorityUsageResetPeriod=weekly\n", "PriorityUsageResetPeriod"), "WEEKLY");
  EXPECT_EQ(shown("PriorityMaxAge=INFINITE\n", "PriorityMaxAge"), "49710-06:27:16");
}

TEST_F(PriorityKeys, ShowFlagsInSlurmsOrderWithoutUnknownWords) {
  EXPECT_EQ(shown("PriorityFlags=max_tres,bogus,accrue_always,depth_oblivious\n", "PriorityFlags"),
            "ACCRUE_ALWAYS,DEPTH_OBLIVIOUS,NO_FAIR_TREE,MAX_TRES");
  EXPECT_EQ(shown("PriorityFlags=NO_NORMAL_ALL,FAIR_TREE\n", "PriorityFlags"), "NO_NORMAL_ALL");
  EXPECT_EQ(shown("PriorityFlags=NO_NORMAL_QOS,INCR_ONLY\n", "PriorityFlags"), "INCR_ONLY,NO_NORMAL_QOS");
}

TEST_F(PriorityKeys, AreNotShownWithPriorityBasic) {
  EXPECT_EQ(shown("PriorityType=priority/basic\n", "PriorityMaxAge"), "not shown");
  EXPECT_EQ(shown("PriorityType=priority/basic\n", "PriorityWeightAge"), "not shown");
  EXPECT_EQ(shown("PriorityType=priority/basic\n", "PriorityType"), "priority/basic");
}

TEST_F(PriorityKeys, RefuseAPeriodWithoutLength) {
  EXPECT_THAT(shown("PriorityCalcPeriod=0\n", "x"), testing::HasSubstr("PriorityCalcPeriod"));
  EXPECT_THAT(shown("PriorityUsageResetPeriod=HOURLY\n", "x"), testing::HasSubstr("PriorityUsageResetPeriod"));
}

TEST_F(PriorityKeys, WeighAPartitionsResourcesForItsBilling) {
  const auto cluster = load("PartitionName=p Nodes=ALL TRESBillingWeights=CPU=1.5,Mem=0.25G\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_NE(cluster->partitions.at(0).tres.find("billing=16"), std::string::npos) << cluster->partitions.at(0).tres;
  const auto dearest = load("PriorityFlags=MAX_TRES\nPartitionName=p Nodes=ALL TRESBillingWeights=CPU=1.5,Mem=0.25G\n");
  ASSERT_TRUE(dearest) << dearest.error().detail;
  EXPECT_NE(dearest->partitions.at(0).tres.find("billing=12"), std::string::npos) << dearest->partitions.at(0).tres;
}

}  // namespace
}  // namespace minislurm::config
