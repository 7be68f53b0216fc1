// Jobs that share CPUs take turns.
#include "slurmctld/sched/gang.h"

#include <gmock/gmock.h>

#include <deque>
#include <map>
#include <random>
#include <set>

namespace minislurm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Seconds kSlice{30};

// Jobs on one node or two, and the turns they get.
class Turns {
 public:
  JobId add(std::vector<std::uint32_t> cpus, std::uint32_t tier = 1, bool takes_turns = true) {
    Job job;
    job.id = JobId{static_cast<std::uint32_t>(jobs_.size() + 1)};
    job.state = JobState::Running;
    job.started = now;
    NodeAllocation part;
    part.node = "n1";
    part.cpus = std::move(cpus);
    job.allocation.nodes.push_back(part);
    jobs_.push_back({std::move(job), tier, takes_turns});
    turn(false, jobs_.back().job.id);
    return jobs_.back().job.id;
  }
  void end(JobId id) {
    job(id).state = JobState::Completed;
    turn(false);
  }
  void slice() {
    now += kSlice;
    turn(true);
  }
  void turn(bool slice_over, JobId comer = {}) {
    std::vector<sched::GangMember> members;
    for (const Member& one : jobs_)
      if (!is_finished(one.job.state)) members.push_back({&one.job, one.tier, one.takes_turns, false, false, one.job.id == comer});
    const sched::GangTurn next = sched::next_turn(members, slice_over);
    for (const JobId id : next.stop) change(id, JobState::Running, JobState::Suspended);
    for (const JobId id : next.go) change(id, JobState::Suspended, JobState::Running);
    goes_on = next.goes_on;
  }
  std::vector<JobId> running() const {
    std::vector<JobId> ids;
    for (const Member& one : jobs_)
      if (one.job.state == JobState::Running) ids.push_back(one.job.id);
    return ids;
  }
  Job& job(JobId id) { return jobs_[number(id) - 1].job; }

  struct Member {
    Job job;
    std::uint32_t tier;
    bool takes_turns;
  };
  const std::deque<Member>& all() const { return jobs_; }

  Instant now{Seconds{1000}};
  bool goes_on = false;

 private:
  void change(JobId id, JobState from, JobState to) {
    EXPECT_EQ(job(id).state, from);
    job(id).state = to;
    job(id).suspended_at = now;
  }

  std::deque<Member> jobs_;
};

TEST(Gang, TwoJobsOnTheSameCpusAlternate) {
  Turns turns;
  const JobId first = turns.add({0, 1}), second = turns.add({0, 1});
  EXPECT_THAT(turns.running(), ElementsAre(first));
  EXPECT_TRUE(turns.goes_on);
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(second));
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(first));
}

TEST(Gang, WhoFindsItsCpusUntakenRunsBesideTheOthers) {
  Turns turns;
  const JobId a = turns.add({0, 1, 2, 3}), b = turns.add({0, 1}), c = turns.add({2, 3}), d = turns.add({0, 1});
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(b, c));
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(c, d));
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(a));
}

TEST(Gang, AHigherTierIsNeverCutShort) {
  Turns turns;
  const JobId low = turns.add({0, 1}, 1), high = turns.add({1, 2}, 5);
  EXPECT_THAT(turns.running(), ElementsAre(high));
  EXPECT_FALSE(turns.goes_on) << "no end of a slice helps";
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(high));
  turns.end(high);
  EXPECT_THAT(turns.running(), ElementsAre(low));
}

TEST(Gang, WhoeverEndsGivesItsSliceToThoseWhoWait) {
  Turns turns;
  const JobId first = turns.add({0}), second = turns.add({0});
  turns.end(first);
  EXPECT_THAT(turns.running(), ElementsAre(second));
  EXPECT_FALSE(turns.goes_on);
}

TEST(Gang, APartitionWithoutTurnsKeepsItsCpus) {
  Turns turns;
  const JobId own = turns.add({0}, 1, false), other = turns.add({0}, 1);
  turns.slice();
  EXPECT_THAT(turns.running(), ElementsAre(own));
  turns.end(own);
  EXPECT_THAT(turns.running(), ElementsAre(other));
}

TEST(Gang, WithoutSharedCpusNobodyStops) {
  Turns turns;
  turns.add({0});
  turns.add({1});
  EXPECT_FALSE(turns.goes_on);
  EXPECT_EQ(turns.running().size(), 2U);
}

void expect_one_each(const Turns& turns) {
  std::set<std::uint32_t> taken;
  for (const Turns::Member& one : turns.all()) {
    if (one.job.state != JobState::Running) continue;
    for (const std::uint32_t cpu : one.job.allocation.nodes.front().cpus)
      EXPECT_TRUE(taken.insert(cpu).second) << "two jobs on CPU " << cpu;
  }
}

TEST(RandomGang, NoCpuHasTwoJobsAndEverybodyOfATierGetsATurn) {
  for (std::uint32_t seed = 1; seed <= 10000; ++seed) {
    std::mt19937 dice{seed};
    Turns turns;
    const std::uint32_t jobs = 2 + static_cast<std::uint32_t>(dice() % 7);
    for (std::uint32_t made = 0; made < jobs; ++made) {
      std::vector<std::uint32_t> cpus;
      for (std::uint32_t cpu = 0; cpu < 6; ++cpu)
        if (dice() % 3 == 0) cpus.push_back(cpu);
      if (cpus.empty()) cpus.push_back(static_cast<std::uint32_t>(dice() % 6));
      turns.add(cpus, 1 + (dice() % 4 == 0 ? 1 : 0));
      expect_one_each(turns);
      if (dice() % 3 == 0) turns.slice();
      const auto known = static_cast<std::uint32_t>(turns.all().size());
      if (dice() % 9 == 0) turns.end(JobId{1 + static_cast<std::uint32_t>(dice()) % known});
    }
    // As many slices as there are jobs: the first in the line always runs.
    std::set<JobId> ran;
    for (std::uint32_t slice = 0; slice < jobs; ++slice) {
      turns.slice();
      expect_one_each(turns);
      for (const JobId id : turns.running()) ran.insert(id);
    }
    std::set<std::uint32_t> higher;
    for (const Turns::Member& one : turns.all())
      if (one.tier > 1 && !is_finished(one.job.state))
        for (const std::uint32_t cpu : one.job.allocation.nodes.front().cpus) higher.insert(cpu);
    for (const Turns::Member& one : turns.all()) {
      if (is_finished(one.job.state)) continue;
      bool shadowed = false;
      for (const std::uint32_t cpu : one.job.allocation.nodes.front().cpus)
        shadowed = shadowed || (one.tier == 1 && higher.count(cpu) != 0);
      if (!shadowed) {
        EXPECT_TRUE(ran.count(one.job.id)) << "job " << number(one.job.id);
      }
    }
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace minislurm
