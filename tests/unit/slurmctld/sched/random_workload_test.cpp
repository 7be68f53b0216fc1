// Random clusters and queues, played to their end: what must hold after every pass.
#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(engine_() % below); }
  bool chance(std::uint32_t one_in) { return roll(one_in) == 0; }

 private:
  std::mt19937 engine_;
};

JobSpec random_spec(Dice& dice) {
  JobSpec spec;
  if (dice.chance(3)) {
    spec.min_nodes = spec.max_nodes = 1 + dice.roll(4);
  } else {
    spec.ntasks = 1 + dice.roll(9);
  }
  if (dice.chance(4)) spec.cpus_per_task = 1 + dice.roll(3);
  if (dice.chance(4)) spec.exclusive = Exclusive::Node;
  if (dice.chance(3)) spec.memory_per_cpu = Mebibytes{50 + dice.roll(300)};
  if (dice.chance(8)) spec.memory_per_node = Mebibytes{dice.roll(900)};
  if (dice.chance(5)) spec.gres_per_node = "gres/gpu:" + std::to_string(1 + dice.roll(2));
  if (dice.chance(9)) spec.gres_per_job = "gres/gpu:" + std::to_string(1 + dice.roll(4));
  if (spec.ntasks && dice.chance(9)) spec.gres_per_task = "gres/gpu:1";
  if (dice.chance(9)) spec.contiguous = true;
  if (spec.ntasks && dice.chance(9)) spec.spread_job = true;
  if (dice.chance(9)) spec.excluded_nodes = "n1";
  return spec;
}

// Nothing is owned twice, no node gives more than it has, an exclusive job is alone.
void expect_sound(const test::World& world) {
  std::set<std::pair<std::string, std::uint32_t>> cpus, gpus;
  std::map<std::string, std::uint64_t> memory;
  std::map<std::string, std::pair<std::uint32_t, bool>> holders;
  for (const Job* job : world.running_jobs()) {
    std::uint32_t tasks = 0;
    for (const NodeAllocation& node : job->allocation.nodes) {
      EXPECT_FALSE(node.cpus.empty());
      for (const std::uint32_t cpu : node.cpus) EXPECT_TRUE(cpus.emplace(node.node, cpu).second) << node.node;
      for (const GresAllocation& gres : node.gres) {
        EXPECT_EQ(gres.indexes.size(), gres.count);
        for (const std::uint32_t index : gres.indexes) EXPECT_TRUE(gpus.emplace(node.node, index).second) << node.node;
      }
      memory[node.node] += node.memory.count;
      auto& [count, alone] = holders[node.node];
      ++count;
      alone = alone || job->spec.exclusive == Exclusive::Node;
      tasks += node.tasks;
    }
    EXPECT_GE(tasks, job->spec.ntasks.value_or(0));
  }
  for (const auto& [name, used] : memory) EXPECT_LE(used, world.cluster.nodes.front().memory.count) << name;
  for (const auto& [name, holder] : holders) EXPECT_TRUE(!holder.second || holder.first == 1) << name;
  for (const auto& [name, cpu] : cpus) EXPECT_LT(cpu, world.cluster.nodes.front().cpus) << name;
}

// The first of the waiting jobs never starts later than was first foreseen for it.
class Promises {
 public:
  void note(const test::World& world, const std::vector<sched::Decision>& decisions) {
    for (const sched::Decision& decision : decisions) {
      if (const auto* start = std::get_if<sched::StartJob>(&decision)) {
        const auto promised = promised_.find(start->job);
        EXPECT_TRUE(promised == promised_.end() || world.now <= promised->second) << to_string(start->job);
      }
    }
    for (const sched::Decision& decision : decisions) {
      const auto* keep = std::get_if<sched::KeepWaiting>(&decision);
      if (keep == nullptr) continue;
      if (keep->expected_start) promised_.emplace(keep->job, *keep->expected_start);
      break;
    }
  }
  std::size_t count() const { return promised_.size(); }

 private:
  std::map<JobId, Instant> promised_;
};

void end_what_is_due(test::World& world, Dice& dice) {
  Instant next = Instant::max();
  for (const Job* job : world.running_jobs()) next = std::min(next, job->started + *job->time_limit);
  if (next == Instant::max()) return;
  world.now = std::max(world.now, next);
  std::vector<JobId> over;
  for (const Job* job : world.running_jobs()) {
    if (job->started + *job->time_limit <= world.now || dice.chance(6)) over.push_back(job->id);
  }
  for (const JobId id : over) world.end(id);
}

TEST(RandomWorkload, NothingIsOwnedTwiceAndNoPromiseIsBroken) {
  std::size_t started = 0, promises = 0;
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Dice dice{seed};
    test::World world{test::plain_cluster(2 + dice.roll(7), 2 + dice.roll(6), 1000, dice.roll(4), 2)};
    Promises kept;
    for (int turn = 0; turn < 25; ++turn) {
      for (std::uint32_t more = dice.roll(4); more > 0 && turn < 15; --more) {
        world.submit(random_spec(dice), 1 + dice.roll(60));
      }
      kept.note(world, world.pass());
      expect_sound(world);
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", turn " << turn;
      end_what_is_due(world, dice);
    }
    started += world.start_order.size();
    promises += kept.count();
  }
  EXPECT_GT(started, 20000U);
  EXPECT_GT(promises, 2000U);
}

TEST(RandomWorkload, AnEmptyBookIsEmptyAgain) {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    Dice dice{seed};
    test::World world{test::plain_cluster(5, 4, 1000, 2, 2)};
    for (int job = 0; job < 12; ++job) world.submit(random_spec(dice), 10);
    world.pass();
    world.end_all();
    for (std::uint32_t node = 0; node < 5; ++node) {
      EXPECT_EQ(world.book.free().free_cpus(node), 4U);
      EXPECT_EQ(world.book.free().free_memory(node), Mebibytes{1000});
      EXPECT_EQ(world.book.free().free_gres(node, "gpu", ""), 2U);
      EXPECT_EQ(world.book.free().jobs(node), 0U);
    }
  }
}

}  // namespace
}  // namespace minislurm
