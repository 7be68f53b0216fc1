#include "commands/support/usage_texts.h"

#include <gtest/gtest.h>

namespace minislurm {
namespace {

constexpr UnitStyle kAsItFits{}, kAsItIs{0, false}, kInK{'K', true}, kInG{'G', true};

TEST(WithUnit, GoesToALargerUnitOnlyWhereNothingIsLost) {
  EXPECT_EQ(with_unit(95518720, 0, kAsItFits), "93280K");
  EXPECT_EQ(with_unit(97305941, 0, kAsItFits), "97305941");
  EXPECT_EQ(with_unit(1024, 'M', kAsItFits), "1G");
  EXPECT_EQ(with_unit(0, 'M', kAsItFits), "0");
  EXPECT_EQ(with_unit(95518720, 0, kAsItIs), "95518720");
  EXPECT_EQ(with_unit(600, 'M', kAsItIs), "600M");
  EXPECT_EQ(with_unit(600, 'M', kInK), "614400K");
  EXPECT_EQ(with_unit(600, 'M', kInG), "0.59G");
}

TEST(SmallSize, ShowsFractionsOfAMebibyte) {
  EXPECT_EQ(small_size(63779.0 / 1048576, 'M', kAsItFits), "0.06M");
  EXPECT_EQ(small_size(20.5, 'M', kAsItFits), "20.50M");
  EXPECT_EQ(small_size(0, 'M', kAsItFits), "0");
  EXPECT_EQ(small_size(34238, 0, kAsItFits), "34238");
  EXPECT_EQ(small_size(1, 0, kAsItFits), "1.00M");
}

TEST(Frequency, CountsByThousands) {
  EXPECT_EQ(frequency(2596000, kAsItFits), "2.60M");
  EXPECT_EQ(frequency(2596000, kAsItIs), "2596K");
  EXPECT_EQ(frequency(0, kAsItFits), "0");
}

TEST(UsageLists, AStepThatWasNeverMeasuredHasItsEnergyAlone) {
  Step step;
  EXPECT_EQ(usage_in(step, Which::Average, kAsItFits), "");
  step.state = JobState::Completed;
  EXPECT_EQ(usage_in(step, Which::Average, kAsItFits), "energy=0");
  EXPECT_EQ(usage_in(step, Which::Most, kAsItFits), "");
  EXPECT_EQ(usage_out(step, Which::Total, kAsItFits), "energy=0");
  EXPECT_EQ(usage_in_nodes(step, Which::Most), "");
}

TEST(UsageLists, SpeakOfTheTasksThatTheExtremesAreOf) {
  Step step;
  step.num_tasks = 3;
  for (const auto& [name, tasks] : {std::pair{"node1", 2U}, {"node2", 1U}}) {
    NodeAllocation node;
    node.node = name;
    node.tasks = tasks;
    step.allocation.nodes.push_back(node);
  }
  Usage& used = step.usage;
  used.tasks = 3;
  used.sum_cpu_usec = 4'500'000;
  used.max_cpu_usec = {3'000'000, 2};
  used.sum_rss_kib = 285076;
  used.max_rss_kib = 102136;
  used.max_rss_task = 1;
  EXPECT_EQ(usage_in(step, Which::Average, kAsItFits),
            "cpu=00:00:01,energy=0,fs/disk=0,mem=97305941,pages=0,vmem=0");
  EXPECT_EQ(usage_in(step, Which::Most, kAsItFits), "cpu=00:00:03,energy=0,fs/disk=0,mem=102136K,pages=0,vmem=0");
  EXPECT_EQ(usage_in_nodes(step, Which::Most),
            "cpu=node2,energy=node2,fs/disk=node1,mem=node1,pages=node1,vmem=node1");
  EXPECT_EQ(usage_in_tasks(step, Which::Most), "cpu=2,fs/disk=0,mem=1,pages=0,vmem=0");
}

}  // namespace
}  // namespace minislurm
