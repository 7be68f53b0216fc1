// Heterogeneous jobs: all components start at one instant and on nodes of their own, or none does.
#include "slurmctld/sched/het.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

JobSpec tasks(std::uint32_t count, const char* required = "") {
  JobSpec spec;
  spec.ntasks = count;
  spec.required_nodes = required;
  return spec;
}

JobSpec gpus(std::uint32_t count) {
  JobSpec spec = tasks(1);
  spec.gres_per_node = "gres/gpu:" + std::to_string(count);
  return spec;
}

TEST(Het, ComponentsStartTogetherOnNodesOfTheirOwn) {
  test::World world{test::reference_cluster()};
  const auto ids = world.submit_het({tasks(1), tasks(1), tasks(6)});
  world.pass();
  EXPECT_EQ(world.where(ids[0]), "node1");
  EXPECT_EQ(world.where(ids[1]), "node2");
  EXPECT_EQ(world.where(ids[2]), "node[3-4]");
}

TEST(Het, NothingIsHeldForAJobThatCannotStartWholly) {
  test::World world{test::reference_cluster()};
  const JobId busy = world.submit(tasks(4, "node2"), 30);
  world.pass();
  const auto ids = world.submit_het({tasks(4, "node1"), tasks(4, "node2")});
  const JobId other = world.submit(tasks(4, "node1"), 20);
  world.pass();
  EXPECT_FALSE(world.runs(ids[0]));
  EXPECT_FALSE(world.runs(ids[1]));
  EXPECT_EQ(world.job(ids[0]).expected_start, world.now + Minutes{30});
  EXPECT_EQ(world.job(ids[1]).expected_start, world.now + Minutes{30});
  EXPECT_EQ(world.job(ids[0]).expected_nodes, "node1");
  EXPECT_TRUE(world.runs(other)) << "it ends before the planned start";
  world.later(Minutes{30});
  world.end(busy);
  world.end(other);
  world.pass();
  EXPECT_TRUE(world.runs(ids[0]) && world.runs(ids[1]));
}

TEST(Het, AJobThatWouldEndTooLateDoesNotTakeAPlannedComponentsNode) {
  test::World world{test::reference_cluster()};
  world.submit(tasks(4, "node2"), 30);
  world.pass();
  world.submit_het({tasks(4, "node1"), tasks(4, "node2")});
  const JobId late = world.submit(tasks(1, "node1"), 31);
  world.pass();
  EXPECT_FALSE(world.runs(late));
}

TEST(Het, MoreComponentsThanNodesNeverStartAndKeepNobodyFromStarting) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  const auto ids = world.submit_het({tasks(1), tasks(1), tasks(1)});
  const JobId other = world.submit(tasks(8));
  world.pass();
  for (const JobId id : ids) {
    EXPECT_FALSE(world.runs(id));
    EXPECT_EQ(world.reason(id), Reason::Resources);
    EXPECT_EQ(world.job(id).expected_start, kNever);
  }
  EXPECT_TRUE(world.runs(other));
}

TEST(Het, AComponentThatAnyNodeServesLeavesTheRareNodesToTheOthers) {
  Cluster cluster = test::plain_cluster(3, 4, 4000);
  cluster.nodes[0].gres = test::plain_cluster(1, 4, 4000, 0, 2).nodes[0].gres;
  test::World world{std::move(cluster)};
  const auto ids = world.submit_het({tasks(1), gpus(2)});
  world.pass();
  EXPECT_EQ(world.where(ids[1]), "n1");
  EXPECT_TRUE(world.runs(ids[0]));
}

TEST(Het, LicencesOfAllComponentsAreCountedTogether) {
  Cluster cluster = test::reference_cluster();
  test::World world{std::move(cluster)};
  JobSpec both = tasks(1);
  both.licenses = "matlab:2";
  const auto ids = world.submit_het({both, both});
  world.pass();
  EXPECT_FALSE(world.runs(ids[0]) || world.runs(ids[1]));
  EXPECT_THAT((std::vector<Reason>{world.reason(ids[0]), world.reason(ids[1])}), testing::Contains(Reason::Licenses));
}

TEST(Het, TheMainPassLeavesItToTheBackfillPass) {
  test::World world{test::reference_cluster()};
  const auto ids = world.submit_het({tasks(1), tasks(1)});
  const JobId behind = world.submit(tasks(1));
  world.policy.backfill = false;
  world.pass();
  EXPECT_FALSE(world.runs(ids[0]) || world.runs(behind)) << "its partition is kept for it";
  world.policy.backfill = true;
  world.pass();
  EXPECT_TRUE(world.runs(ids[0]) && world.runs(ids[1]) && world.runs(behind));
}

// --- Random workloads ---

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(engine_() % below); }
  bool chance(std::uint32_t one_in) { return roll(one_in) == 0; }

 private:
  std::mt19937 engine_;
};

JobSpec random_spec(Dice& dice, std::uint32_t nodes) {
  JobSpec spec;
  if (dice.chance(3)) spec.min_nodes = spec.max_nodes = 1 + dice.roll(nodes);
  else spec.ntasks = 1 + dice.roll(6);
  if (dice.chance(4)) spec.cpus_per_task = 1 + dice.roll(2);
  if (dice.chance(5)) spec.exclusive = Exclusive::Node;
  if (dice.chance(5)) spec.gres_per_node = "gres/gpu:1";
  if (dice.chance(6)) spec.required_nodes = "n" + std::to_string(1 + dice.roll(nodes));
  return spec;
}

using Group = std::vector<JobId>;

// All of them run since one instant, on nodes that no two share; or none has started.
void expect_whole(test::World& world, const Group& group) {
  std::set<std::string> nodes;
  for (const JobId id : group) {
    const Job& job = world.job(id);
    EXPECT_EQ(job.state == JobState::Pending, world.job(group.front()).state == JobState::Pending) << to_string(id);
    if (job.state != JobState::Running) continue;
    EXPECT_EQ(job.started, world.job(group.front()).started) << to_string(id);
    for (const std::string& name : job.allocation.node_names()) EXPECT_TRUE(nodes.insert(name).second) << name;
  }
}

void expect_no_overlap(const test::World& world) {
  std::set<std::pair<std::string, std::uint32_t>> cpus;
  std::map<std::string, std::uint64_t> gpus;
  for (const Job* job : world.running_jobs())
    for (const NodeAllocation& node : job->allocation.nodes) {
      for (const std::uint32_t cpu : node.cpus) EXPECT_TRUE(cpus.emplace(node.node, cpu).second) << node.node;
      for (const GresAllocation& gres : node.gres) gpus[node.node] += gres.count;
    }
  for (const auto& [name, count] : gpus) EXPECT_LE(count, 2U) << name;
}

class Workload {
 public:
  explicit Workload(std::uint32_t seed)
      : dice_(seed), nodes_(2 + dice_.roll(5)), world_(test::plain_cluster(nodes_, 2 + dice_.roll(3), 4000, 2, 2)) {}

  void play() {
    const std::uint32_t rounds = 4 + dice_.roll(4);
    for (std::uint32_t round = 0; round < rounds; ++round) {
      submit();
      look();
      end_some();
      world_.later(Minutes{1 + dice_.roll(20)});
    }
    for (std::uint32_t round = 0; round < 40 && look(); ++round) {
      world_.later(Minutes{60});
      world_.end_all_running();
    }
    for (const Group& group : groups_) expect_whole(world_, group);
  }
  std::size_t started() const { return started_; }

 private:
  void submit() {
    for (std::uint32_t left = 1 + dice_.roll(3); left > 0; --left) {
      if (dice_.chance(2)) {
        world_.submit(random_spec(dice_, nodes_), 1 + dice_.roll(50));
        continue;
      }
      std::vector<JobSpec> specs;
      for (std::uint32_t part = 2 + dice_.roll(3); part > 0; --part) specs.push_back(random_spec(dice_, nodes_));
      groups_.push_back(world_.submit_het(specs, 1 + dice_.roll(50)));
    }
  }

  // A pass of each kind; whether anything runs after them.
  bool look() {
    for (const bool backfill : {false, true}) {
      world_.policy.backfill = backfill;
      for (const sched::Decision& decision : world_.pass())
        if (const auto* start = std::get_if<sched::StartJob>(&decision); start && number(world_.job(start->job).het_job) != 0)
          ++started_;
      expect_no_overlap(world_);
      for (const Group& group : groups_) expect_whole(world_, group);
    }
    return !world_.running_jobs().empty();
  }

  // Components end one by one or all together, as they may once they run.
  void end_some() {
    std::vector<JobId> running;
    for (const Job* job : world_.running_jobs()) running.push_back(job->id);
    for (const JobId id : running)
      if (dice_.chance(3)) world_.end(id);
  }

  Dice dice_;
  std::uint32_t nodes_;
  test::World world_;
  std::vector<Group> groups_;
  std::size_t started_ = 0;
};

TEST(HetProperty, InRandomWorkloadsAllComponentsStartAtOnceOrNoneAndNothingIsOwnedTwice) {
  constexpr std::uint32_t kCases = 10'000;
  std::size_t started = 0;
  for (std::uint32_t seed = 1; seed <= kCases; ++seed) {
    Workload workload{seed};
    workload.play();
    started += workload.started();
    if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(started, kCases) << "components; most workloads have some that start";
}

}  // namespace
}  // namespace minislurm
