// Who has to go for whom.
#include <gmock/gmock.h>

#include <random>

#include "slurmctld/sched/node_choice.h"
#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t bit(PreemptBit one) { return static_cast<std::uint32_t>(one); }

Partition tier(const Partition& like, std::string name, std::uint32_t rank) {
  Partition made = like;
  made.name = std::move(name);
  made.is_default = false;
  made.priority_tier = rank;
  return made;
}

// Partitions low, middle and high over the same nodes.
Cluster tiers(std::uint32_t nodes, std::uint32_t cpus, std::uint32_t mode, std::uint64_t gpus = 0) {
  Cluster cluster = test::plain_cluster(nodes, cpus, 1000, 0, gpus);
  const Partition debug = cluster.partitions.front();
  cluster.partitions = {tier(debug, "low", 1), tier(debug, "middle", 3), tier(debug, "high", 9)};
  cluster.partitions[0].is_default = true;
  cluster.settings.preempt.type = PreemptType::PartitionPrio;
  cluster.settings.preempt.mode = mode;
  return cluster;
}

JobSpec wants(const std::string& partition, std::uint32_t cpus, const std::string& nodes = "") {
  JobSpec spec;
  spec.partition = partition;
  spec.cpus_per_task = cpus;
  spec.required_nodes = nodes;
  return spec;
}

struct Outcome {
  std::vector<JobId> removed, suspended;
  JobId by{};
};

Outcome outcome_of(const std::vector<sched::Decision>& decisions) {
  Outcome found;
  for (const sched::Decision& decision : decisions) {
    if (const auto* told = std::get_if<sched::PreemptJobs>(&decision)) {
      found.removed = told->victims;
      found.by = told->job;
    }
    const auto* start = std::get_if<sched::StartJob>(&decision);
    if (start != nullptr && !start->suspends.empty()) {
      found.suspended = start->suspends;
      found.by = start->job;
    }
  }
  return found;
}

class Preempting : public testing::Test {
 protected:
  void begin(Cluster cluster) { world.emplace(std::move(cluster)); }
  // A job that runs, a second after the one before it.
  JobId runs(const JobSpec& spec) {
    world->later(Seconds{1});
    const JobId id = world->submit(spec);
    world->pass();
    EXPECT_TRUE(world->runs(id));
    return id;
  }
  std::vector<JobId> removed_for(const JobSpec& spec) {
    world->later(Seconds{1});
    comer = world->submit(spec);
    return outcome_of(world->pass()).removed;
  }

  std::optional<test::World> world;
  JobId comer{};
};

TEST_F(Preempting, TheOldestOfTheLowestTierGoes) {
  begin(tiers(1, 4, bit(PreemptBit::Cancel)));
  const JobId middle = runs(wants("middle", 1)), first = runs(wants("low", 1));
  runs(wants("low", 2));
  EXPECT_THAT(removed_for(wants("high", 1)), ElementsAre(first));
  EXPECT_NE(middle, first);
}

TEST_F(Preempting, TheYoungestGoesWhereTheSiteWantsIt) {
  Cluster cluster = tiers(1, 4, bit(PreemptBit::Cancel));
  cluster.settings.preempt.youngest_first = true;
  begin(cluster);
  runs(wants("low", 2));
  const JobId last = runs(wants("low", 2));
  EXPECT_THAT(removed_for(wants("high", 1)), ElementsAre(last));
}

TEST_F(Preempting, AJobOfFewNodesGoesBeforeOneOfMany) {
  begin(tiers(2, 4, bit(PreemptBit::Cancel)));
  JobSpec wide = wants("low", 2);
  wide.ntasks = 2;
  wide.min_nodes = wide.max_nodes = 2;
  runs(wide);
  const JobId narrow = runs(wants("low", 2, "n1"));
  EXPECT_THAT(removed_for(wants("high", 1, "n1")), ElementsAre(narrow));
}

TEST_F(Preempting, NobodyGoesInVain) {
  begin(tiers(2, 4, bit(PreemptBit::Cancel)));
  runs(wants("low", 1, "n1"));
  const JobId here = runs(wants("low", 4, "n2"));
  EXPECT_THAT(removed_for(wants("high", 4, "n2")), ElementsAre(here));
}

TEST_F(Preempting, EqualAndHigherTiersAreLeftAlone) {
  begin(tiers(1, 4, bit(PreemptBit::Cancel)));
  runs(wants("middle", 4));
  EXPECT_THAT(removed_for(wants("middle", 1)), IsEmpty());
  EXPECT_THAT(removed_for(wants("low", 1)), IsEmpty());
}

TEST_F(Preempting, WhereNotEvenAllOfThemAreEnoughNobodyGoes) {
  begin(tiers(1, 4, bit(PreemptBit::Cancel)));
  runs(wants("middle", 2));
  runs(wants("low", 2));
  EXPECT_THAT(removed_for(wants("middle", 3)), IsEmpty());
}

TEST_F(Preempting, APartitionThatSaysOffIsLeftAlone) {
  Cluster cluster = tiers(1, 4, bit(PreemptBit::Cancel));
  cluster.partitions[0].preempt_mode = "OFF";
  begin(cluster);
  runs(wants("low", 4));
  EXPECT_THAT(removed_for(wants("high", 1)), IsEmpty());
}

TEST_F(Preempting, AYoungJobIsExemptForAWhile) {
  Cluster cluster = tiers(1, 4, bit(PreemptBit::Cancel));
  cluster.settings.preempt.exempt_time = Seconds{60};
  begin(cluster);
  const JobId young = runs(wants("low", 4));
  EXPECT_THAT(removed_for(wants("high", 1)), IsEmpty());
  world->later(Seconds{59});
  EXPECT_THAT(outcome_of(world->pass()).removed, ElementsAre(young));
}

TEST_F(Preempting, NobodyElseTakesTheRoomThatIsMade) {
  begin(tiers(1, 4, bit(PreemptBit::Cancel)));
  const JobId low = runs(wants("low", 4));
  EXPECT_THAT(removed_for(wants("middle", 4)), ElementsAre(low));
  const JobId first = comer;
  world->job(first).priority = 1;
  const JobId other = world->submit(wants("middle", 4));
  EXPECT_THAT(outcome_of(world->pass()).removed, IsEmpty()) << "it has been told already";
  world->end(low);
  world->pass();
  EXPECT_TRUE(world->runs(first));
  EXPECT_FALSE(world->runs(other));
}

TEST_F(Preempting, ThoseWhoWouldBeSuspendedKeepMemoryAndDevices) {
  begin(tiers(1, 4, bit(PreemptBit::Suspend) | bit(PreemptBit::Gang), 2));
  JobSpec low = wants("low", 3);
  low.gres_per_node = "gres/gpu:2";
  low.memory_per_node = Mebibytes{600};
  runs(low);
  JobSpec greedy = wants("high", 2);
  greedy.gres_per_node = "gres/gpu:1";
  EXPECT_FALSE(world->runs(world->submit(greedy)));
  JobSpec large = wants("high", 2);
  large.memory_per_node = Mebibytes{500};
  world->submit(large);
  world->pass();
  EXPECT_FALSE(world->runs(JobId{2}));
  EXPECT_FALSE(world->runs(JobId{3}));
  JobSpec small = wants("high", 2);
  small.memory_per_node = Mebibytes{400};
  const JobId fits = world->submit(small);
  EXPECT_THAT(outcome_of(world->pass()).suspended, ElementsAre(JobId{1}));
  EXPECT_TRUE(world->runs(fits));
}

Qos qos(const std::string& name, std::vector<std::string> preempts, const std::string& mode = "",
        std::uint32_t priority = 0) {
  Qos made;
  made.name = name;
  made.preempt = std::move(preempts);
  made.preempt_mode = mode;
  made.priority = priority;
  return made;
}

class PreemptingByQos : public Preempting {
 protected:
  void SetUp() override {
    Cluster cluster = tiers(1, 4, bit(PreemptBit::Requeue));
    cluster.settings.preempt.type = PreemptType::Qos;
    begin(cluster);
    world->qos = {qos("low", {}, "", 50), qos("normal", {}, "", 10), qos("high", {"low", "normal"}),
                  qos("equals", {}, "within"), qos("picky", {"low"}, "priority")};
  }
  JobSpec of(const std::string& name, std::uint32_t cpus) {
    JobSpec spec = wants("low", cpus);
    spec.qos = name;
    return spec;
  }
};

TEST_F(PreemptingByQos, OnlyThoseOnItsListGoTheLowestPriorityFirst) {
  runs(of("high", 1));
  runs(of("low", 1));
  const JobId normal = runs(of("normal", 2));
  EXPECT_THAT(removed_for(of("high", 1)), ElementsAre(normal));
}

TEST_F(PreemptingByQos, ItsOwnKindGoesOnlyWithWithinAndOnlyForAHigherPriority) {
  runs(of("high", 4));
  EXPECT_THAT(removed_for(of("high", 1)), IsEmpty());
  world->end_all();
  const JobId equal = runs(of("equals", 4));
  world->submit(of("equals", 1));
  EXPECT_THAT(outcome_of(world->pass()).removed, IsEmpty());
  world->job(JobId{4}).priority = world->job(equal).priority + 1;
  EXPECT_THAT(outcome_of(world->pass()).removed, ElementsAre(equal));
}

TEST_F(PreemptingByQos, WithPriorityAlsoTheJobsPriorityHasToBeHigher) {
  const JobId low = runs(of("low", 4));
  EXPECT_THAT(removed_for(of("picky", 1)), IsEmpty());
  world->job(comer).priority = world->job(low).priority + 1;
  EXPECT_THAT(outcome_of(world->pass()).removed, ElementsAre(low));
}

// Random clusters, running jobs and comers.

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(engine_() % below); }
  bool chance(std::uint32_t one_in) { return roll(one_in) == 0; }

 private:
  std::mt19937 engine_;
};

JobSpec random_spec(Dice& dice, const std::string& partition) {
  JobSpec spec;
  spec.partition = partition;
  spec.ntasks = 1 + dice.roll(5);
  if (dice.chance(3)) spec.cpus_per_task = 1 + dice.roll(2);
  if (dice.chance(6)) spec.min_nodes = spec.max_nodes = 1 + dice.roll(2);
  if (dice.chance(3)) spec.memory_per_node = Mebibytes{100 + dice.roll(700)};
  if (dice.chance(5)) spec.gres_per_node = "gres/gpu:1";
  if (dice.chance(8)) spec.exclusive = Exclusive::Node;
  if (dice.chance(8)) spec.required_nodes = "n1";
  return spec;
}

Cluster random_cluster(Dice& dice) {
  constexpr std::uint32_t kModes[] = {bit(PreemptBit::Cancel), bit(PreemptBit::Requeue),
                                      bit(PreemptBit::Suspend) | bit(PreemptBit::Gang)};
  Cluster cluster = tiers(1 + dice.roll(4), 2 + dice.roll(4), kModes[dice.roll(3)], 2);
  PreemptSettings& settings = cluster.settings.preempt;
  if (dice.chance(3)) settings.exempt_time = Seconds{3};
  if (dice.chance(4)) settings.min_exempt_priority = 1'000'000 - dice.roll(8);
  settings.youngest_first = dice.chance(4);
  settings.strict_order = dice.chance(4);
  settings.reorder_count = dice.roll(4);
  if (dice.chance(5)) cluster.partitions[1].preempt_mode = "OFF";
  return cluster;
}

class Checker {
 public:
  explicit Checker(test::World& world) : world_(world), rules_(world.cluster.settings, world.qos) {}

  void expect_right(const Outcome& outcome, const sched::FreeResources& before) {
    const Job& comer = world_.job(outcome.by);
    const Partition& where = partition(comer);
    std::vector<JobId> all = outcome.removed;
    all.insert(all.end(), outcome.suspended.begin(), outcome.suspended.end());
    for (const JobId id : all) {
      const Job& victim = world_.job(id);
      EXPECT_LT(partition(victim).priority_tier, where.priority_tier);
      EXPECT_NE(rules_.outcome(victim, &partition(victim)), sched::PreemptOutcome::None);
      if (const auto least = world_.cluster.settings.preempt.min_exempt_priority) {
        EXPECT_LT(victim.priority, *least);
      }
      if (outcome.suspended.empty()) {
        EXPECT_LE(victim.started + world_.cluster.settings.preempt.exempt_time, world_.now);
      }
    }
    EXPECT_TRUE(fits(comer, before, all, std::nullopt)) << "what becomes free is not enough";
    for (const JobId spared : all) EXPECT_FALSE(fits(comer, before, all, spared)) << "one goes in vain";
  }

 private:
  const Partition& partition(const Job& job) const {
    for (const Partition& one : world_.cluster.partitions)
      if (one.name == job.partition) return one;
    return world_.cluster.partitions.front();
  }

  bool fits(const Job& comer, sched::FreeResources free, const std::vector<JobId>& victims, std::optional<JobId> spared) {
    for (const JobId id : victims) {
      if (spared == id) continue;
      Allocation gives = world_.book.held(id)->what;
      const Job& victim = world_.job(id);
      if (rules_.outcome(victim, &partition(victim)) == sched::PreemptOutcome::Suspend)
        for (NodeAllocation& part : gives.nodes) {
          part.memory = {};
          part.gres.clear();
        }
      free.give_back(gives, world_.book.held(id)->how);
    }
    const Partition& where = partition(comer);
    std::vector<std::uint32_t> members;
    for (std::uint32_t node = 0; node < free.node_count(); ++node) members.push_back(node);
    auto request = sched::resolve(comer.spec, where, world_.cluster.settings);
    const sched::Placer placer{std::move(*request), where, members, world_.cluster, comer.user};
    return placer.place(free, {}, world_.topology).has_value();
  }

  test::World& world_;
  sched::PreemptRules rules_;
};

void end_waiting(test::World& world) {
  for (std::uint32_t id = 1; id <= 20; ++id)
    if (world.knows(JobId{id}) && world.job(JobId{id}).state == JobState::Pending) world.end(JobId{id});
}

// Nobody but the comer may start in what its victims leave.
void expect_start(test::World& world, const Outcome& outcome, std::uint32_t seed) {
  if (outcome.removed.empty()) return;
  for (const JobId id : outcome.removed) world.end(id);
  world.pass();
  EXPECT_TRUE(world.runs(outcome.by)) << "seed " << seed;
}

TEST(RandomPreemption, NobodyGoesInVainNorWhoIsAsHighNorWhoIsExempt) {
  std::size_t removed = 0, suspended = 0;
  for (std::uint32_t seed = 1; seed <= 20000; ++seed) {
    Dice dice{seed};
    test::World world{random_cluster(dice)};
    constexpr const char* kPartitions[] = {"low", "middle", "low", "high"};
    for (std::uint32_t jobs = 2 + dice.roll(9); jobs > 0; --jobs) {
      world.submit(random_spec(dice, kPartitions[dice.roll(2)]));
      world.later(Seconds{dice.roll(2)});
    }
    world.cluster.settings.preempt.type = PreemptType::None;  // while they settle
    for (int turn = 0; turn < 4; ++turn) world.pass();
    world.cluster.settings.preempt.type = PreemptType::PartitionPrio;
    end_waiting(world);
    for (int comers = 0; comers < 3; ++comers) {
      const sched::FreeResources before = world.book.free();
      world.submit(random_spec(dice, kPartitions[1 + dice.roll(3)]));
      const Outcome outcome = outcome_of(world.pass());
      if (number(outcome.by) == 0) {
        end_waiting(world);
        continue;
      }
      removed += outcome.removed.size();
      suspended += outcome.suspended.size();
      Checker{world}.expect_right(outcome, before);
      expect_start(world, outcome, seed);
      ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
      break;
    }
  }
  EXPECT_GT(removed, 4000U);
  EXPECT_GT(suspended, 1000U);
}

}  // namespace
}  // namespace minislurm
