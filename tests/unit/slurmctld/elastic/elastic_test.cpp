// Who gets what is idle, who gives what others need; and the same over random jobs.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "slurmctld/elastic/grow.h"
#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/shrink.h"
#include "slurmctld/elastic/size.h"

namespace minislurm::elastic {
namespace {

Grower grower(std::uint32_t id, std::uint32_t priority, std::uint32_t now, std::uint32_t most, std::uint32_t spare) {
  Grower made;
  made.id = JobId{id};
  made.priority = priority;
  made.now = {now, 0, 1, {}};
  made.most = {most, 0, 1, {}};
  made.parts = {{0, 1, now, {spare, 0, {}}}};
  return made;
}

std::uint32_t gained(const std::vector<Growth>& grown, std::uint32_t id) {
  for (const Growth& one : grown)
    if (one.id == JobId{id}) return one.gains.front().what.cpus;
  return 0;
}

TEST(Grow, GivesIdleCpusByPriorityAndDistance) {
  const Grower jobs[] = {grower(1, 199, 1, 11, 12), grower(2, 99, 1, 11, 12)};
  const auto grown = grow(jobs);
  EXPECT_EQ(gained(grown, 1), 8U);
  EXPECT_EQ(gained(grown, 2), 4U);
}

TEST(Grow, WhoIsFartherFromHisMaximumGetsMore) {
  const Grower jobs[] = {grower(1, 99, 1, 3, 6), grower(2, 99, 1, 9, 6)};
  const auto grown = grow(jobs);
  EXPECT_EQ(gained(grown, 1), 1U);
  EXPECT_EQ(gained(grown, 2), 5U);
}

TEST(Grow, NobodyGetsMoreThanHisMaximum) {
  const Grower jobs[] = {grower(1, 1, 2, 4, 100)};
  EXPECT_EQ(gained(grow(jobs), 1), 2U);
}

Giver giver(std::uint32_t id, std::uint32_t priority, std::uint32_t now, std::uint32_t least) {
  Giver made;
  made.id = JobId{id};
  made.priority = priority;
  made.now = {now, 0, 1, {}};
  made.least = {least, 0, 1, {}};
  made.parts = {{0, 1, {now, 0, {}}}};
  return made;
}

TEST(Shrink, TheLowestPriorityGivesFirstAndNoMoreThanIsNeeded) {
  std::vector<Giver> givers{giver(1, 50, 4, 1), giver(2, 10, 4, 1)};
  sort_givers(givers);
  const auto given = give({{0, {4, 0, {}}}}, givers);
  ASSERT_TRUE(given);
  ASSERT_EQ(given->size(), 2U);
  EXPECT_EQ((*given)[0].id, JobId{2});
  EXPECT_EQ((*given)[0].losses[0].what.cpus, 3U);
  EXPECT_EQ((*given)[1].losses[0].what.cpus, 1U);
}

TEST(Shrink, NothingIsGivenWhereAllIsNotEnough) {
  const std::vector<Giver> givers{giver(1, 50, 4, 2)};
  EXPECT_FALSE(give({{0, {3, 0, {}}}}, givers));
}

TEST(Size, TheMeanOfCpusAndMemoryIsWhatCounts) {
  EXPECT_EQ(percent_text(utilization({2, 8, Mebibytes{250}, Mebibytes{1000}})), "25.0%");
  EXPECT_EQ(percent_text(utilization({2, 8, {}, {}})), "25.0%");
  EXPECT_EQ(utilization({0, 0, {}, {}}), 1000U);
}

TEST(Size, BoundsThatContradictTheRequestAreExplained) {
  ElasticSpec spec;
  spec.min_cpus = 4;
  EXPECT_EQ(check_bounds(spec, {2, 0, 1, {}}).error().detail,
            "Elastic job: it asks for 2 CPUs, less than its minimum of 4");
  spec.min_cpus = 1;
  spec.max_cpus = 2;
  EXPECT_EQ(check_bounds(spec, {3, 0, 1, {}}).error().detail,
            "Elastic job: it asks for 3 CPUs, more than its maximum of 2");
  EXPECT_TRUE(check_bounds(spec, {2, 0, 1, {}}));
}

TEST(Parts, CpusThatAStepHasForItselfAreGivenLast) {
  NodeAllocation part;
  part.node = "n";
  part.cpus = {0, 1, 2, 3, 4, 5};
  EXPECT_EQ(cpus_to_give(part, 2, 1, {4, 5}), (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(cpus_to_give(part, 2, 2, {}), (std::vector<std::uint32_t>{4, 5})) << "whole cores";
}

TEST(Parts, AStepThatHadAllHasAllAndNobodyIsLeftWithoutCpus) {
  const auto on = [](std::vector<std::uint32_t> cpus) {
    NodeAllocation part;
    part.node = "n";
    part.cpus = std::move(cpus);
    return Allocation{{part}};
  };
  EXPECT_EQ(follow(on({0, 1}), on({0, 1}), on({0, 1, 2})).nodes[0].cpus.size(), 3U);
  EXPECT_EQ(follow(on({1, 2}), on({0, 1, 2, 3}), on({0, 1})).nodes[0].cpus, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(follow(on({3}), on({0, 1, 2, 3}), on({0, 1})).nodes[0].cpus, (std::vector<std::uint32_t>{0, 1}));
}

// What must hold whatever the jobs: sums, bounds, units, and that nothing which could be given was left out.
void check_growth(const std::vector<Grower>& jobs, std::mt19937& random) {
  (void)random;
  std::map<std::uint32_t, Amount> dealt;
  for (const Growth& one : grow(jobs)) {
    const Grower& job = jobs[static_cast<std::size_t>(number(one.id)) - 1];
    ElasticSize size = job.now;
    for (const Gain& gain : one.gains) {
      size.cpus += gain.what.cpus;
      size.gpus += gain.what.gpus;
      size.memory += gain.what.memory;
      dealt[gain.node].cpus += gain.what.cpus;
      dealt[gain.node].gpus += gain.what.gpus;
      dealt[gain.node].memory += gain.what.memory;
      for (const Grower::Part& part : job.parts)
        if (part.node == gain.node) {
          ASSERT_EQ(gain.what.cpus % part.unit, 0U);
          ASSERT_LE(gain.what.cpus, part.spare.cpus);
        }
    }
    ASSERT_LE(size.cpus, job.most.cpus);
    ASSERT_LE(size.gpus, job.most.gpus);
    ASSERT_LE(size.memory, job.most.memory);
  }
  for (const auto& [node, sum] : dealt) {
    Amount largest;
    for (const Grower& job : jobs)
      for (const Grower::Part& part : job.parts)
        if (part.node == node) {
          largest.cpus = std::max(largest.cpus, part.spare.cpus);
          largest.memory = std::max(largest.memory, part.spare.memory);
        }
    ASSERT_LE(sum.cpus, largest.cpus) << "given twice";
    ASSERT_LE(sum.memory.count, largest.memory.count);
  }
}

void check_shrinking(const std::vector<Giver>& givers, const std::vector<Need>& needs) {
  const auto given = give(needs, givers);
  std::map<std::uint32_t, Amount> sums;
  for (const Need& need : needs) sums[need.node];
  if (!given) return;
  std::map<std::uint32_t, std::uint32_t> unit;
  for (const Shrinkage& one : *given) {
    const auto giver = std::find_if(givers.begin(), givers.end(), [&](const Giver& job) { return job.id == one.id; });
    ElasticSize size = giver->now;
    for (const Loss& loss : one.losses) {
      size.cpus -= loss.what.cpus;
      size.memory -= loss.what.memory;
      size.gpus -= loss.what.gpus;
      sums[loss.node].cpus += loss.what.cpus;
      sums[loss.node].memory += loss.what.memory;
      for (const Giver::Part& part : giver->parts) {
        if (part.node == loss.node) unit[loss.node] = std::max(unit[loss.node], part.unit);
      }
    }
    ASSERT_GE(size.cpus, giver->least.cpus);
    ASSERT_GE(size.memory, giver->least.memory);
    ASSERT_GE(size.gpus, giver->least.gpus);
  }
  for (const Need& need : needs) {
    ASSERT_GE(sums[need.node].cpus, need.what.cpus);
    ASSERT_LT(sums[need.node].cpus, need.what.cpus + std::max(1U, unit[need.node])) << "more than is needed";
    ASSERT_EQ(sums[need.node].memory, need.what.memory);
  }
}

TEST(ElasticProperty, SumsAndBoundsHoldOverRandomJobs) {
  constexpr std::uint32_t kSeed = 20261123;
  std::mt19937 random(kSeed);
  const auto upto = [&](std::uint32_t most) { return static_cast<std::uint32_t>(random() % (most + 1)); };
  for (int round = 0; round < 20'000; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const std::uint32_t nodes = 1 + upto(3), unit = 1 + upto(1);
    std::vector<Amount> spare(nodes);
    for (Amount& one : spare) one = {upto(16) * unit, upto(4), Mebibytes{upto(4000)}};
    std::vector<Grower> growers;
    std::vector<Giver> givers;
    for (std::uint32_t id = 1, count = 1 + upto(5); id <= count; ++id) {
      Grower job;
      Giver giving;
      job.id = giving.id = JobId{id};
      job.priority = giving.priority = upto(1000);
      const std::uint32_t first = upto(nodes - 1), wide = 1 + upto(nodes - 1 - first);
      for (std::uint32_t node = first; node < first + wide; ++node) {
        const Amount has{(1 + upto(7)) * unit, upto(2), Mebibytes{upto(1000)}};
        const Amount own{spare[node].cpus / unit > 0 ? upto(spare[node].cpus / unit) * unit : 0, upto(spare[node].gpus),
                         Mebibytes{upto(static_cast<std::uint32_t>(spare[node].memory.count))}};
        job.parts.push_back({node, unit, has.cpus, own});
        giving.parts.push_back({node, unit, has});
        job.now.cpus += has.cpus;
        job.now.gpus += has.gpus;
        job.now.memory += has.memory;
      }
      job.now.nodes = job.most.nodes = wide;
      job.most.cpus = job.now.cpus + upto(32);
      job.most.gpus = job.now.gpus + upto(4);
      job.most.memory = job.now.memory + Mebibytes{upto(5000)};
      giving.now = job.now;
      giving.least = {upto(job.now.cpus), upto(job.now.gpus), wide, Mebibytes{upto(static_cast<std::uint32_t>(job.now.memory.count))}};
      growers.push_back(job);
      givers.push_back(giving);
    }
    check_growth(growers, random);
    sort_givers(givers);
    std::vector<Need> needs;
    for (std::uint32_t node = 0; node < nodes; ++node) needs.push_back({node, {upto(12), 0, Mebibytes{upto(600)}}});
    check_shrinking(givers, needs);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace minislurm::elastic
