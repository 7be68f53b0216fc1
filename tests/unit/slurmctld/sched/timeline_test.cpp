// Limits that give way, deadlines, begin times, licences and the policy's numbers on the timeline; and why jobs wait.
#include <gmock/gmock.h>

#include "slurmctld/sched/explain.h"
#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JobSpec whole(std::uint32_t nodes) {
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = nodes;
  spec.exclusive = Exclusive::Node;
  return spec;
}

JobSpec licensed(const std::string& licenses) {
  JobSpec spec;
  spec.licenses = licenses;
  return spec;
}

Cluster licensed_cluster() {
  Cluster cluster = test::plain_cluster(4, 4, 4000);
  cluster.licenses = {License{"matlab", 2, 0, 0}, License{"ansys", 1, 0, 0}};
  return cluster;
}

TEST(Timeline, AFlexibleLimitShrinksToTheHoleAndNoFurther) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  world.submit(whole(1), 20);
  world.pass();
  world.submit(whole(2), 30);  // planned in 20 minutes
  JobSpec flexible = whole(1);
  flexible.time_min = Minutes{5};
  const JobId job = world.submit(flexible, 60);
  world.pass();
  ASSERT_TRUE(world.runs(job));
  EXPECT_EQ(world.job(job).time_limit, Minutes{20});
}

TEST(Timeline, AFlexibleLimitStaysWholeWhereNothingIsInItsWay) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  JobSpec flexible = whole(1);
  flexible.time_min = Minutes{5};
  const JobId job = world.submit(flexible, 60);
  world.pass();
  EXPECT_EQ(world.job(job).time_limit, Minutes{60});
}

TEST(Timeline, AJobOfALongerMinimumThanTheHoleWaits) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  world.submit(whole(1), 20);
  world.pass();
  world.submit(whole(2), 30);
  JobSpec flexible = whole(1);
  flexible.time_min = Minutes{21};
  const JobId job = world.submit(flexible, 60);
  world.pass();
  EXPECT_FALSE(world.runs(job));
}

TEST(Timeline, ADeadlineShortensTheLimit) {
  test::World world{test::plain_cluster(1, 4, 4000)};
  JobSpec spec = whole(1);
  spec.time_min = Minutes{1};
  spec.deadline = world.now + Seconds{200};
  const JobId job = world.submit(spec, 60);
  world.pass();
  ASSERT_TRUE(world.runs(job));
  EXPECT_EQ(world.job(job).time_limit, Minutes{3});
}

TEST(Timeline, AJobIsNotPlannedWhereItWouldMissItsDeadline) {
  test::World world{test::plain_cluster(1, 4, 4000)};
  world.submit(whole(1), 20);
  world.pass();
  JobSpec spec = whole(1);
  spec.deadline = world.now + Minutes{25};
  const JobId late = world.submit(spec, 10), in_time = world.submit(spec, 5);
  world.pass();
  EXPECT_EQ(world.job(late).expected_start, kNever);
  EXPECT_EQ(world.job(in_time).expected_start, world.now + Minutes{20});
}

TEST(Timeline, APlannedJobIsTakenToEndAtTheNextFullResolution) {
  test::World world{test::plain_cluster(1, 4, 4000)};
  world.submit(whole(1), 20);
  world.pass();
  const JobId first = world.submit(whole(1), 10), second = world.submit(whole(1), 10);
  world.pass();
  const Instant end = world.job(first).expected_start + Minutes{10};
  EXPECT_GE(world.job(second).expected_start, end);
  EXPECT_LT(world.job(second).expected_start, end + Minutes{1});
  EXPECT_EQ(world.job(second).expected_start.time_since_epoch().count() % 60, 0);
}

TEST(Timeline, WithoutLicensesOnItNobodyIsToldAStart) {
  test::World world{licensed_cluster()};
  world.submit(licensed("matlab:2"), 20);
  const JobId job = world.submit(licensed("matlab:1"), 10), other = world.submit(JobSpec{}, 10);
  world.pass();
  EXPECT_EQ(world.reason(job), Reason::Licenses);
  EXPECT_EQ(world.job(job).expected_start, kNever);
  EXPECT_TRUE(world.runs(other));
}

TEST(Timeline, WithLicensesOnItTheHoldersEndIsForeseenAndTheNextIsNotOvertaken) {
  test::World world{licensed_cluster()};
  world.policy.licenses = true;
  world.submit(licensed("matlab:1"), 20);
  world.pass();
  const JobId both = world.submit(licensed("matlab:2"), 10);
  const JobId longer = world.submit(licensed("matlab:1"), 30), shorter = world.submit(licensed("matlab:1"), 20);
  world.pass();
  // Rounded up: what ends then is surely over.
  EXPECT_EQ(world.job(both).expected_start, sched::round_up(world.now + Minutes{20}, Minutes{1}));
  EXPECT_FALSE(world.runs(longer));
  EXPECT_EQ(world.reason(longer), Reason::Licenses);
  EXPECT_TRUE(world.runs(shorter));
}

TEST(Timeline, OfAlternativesTheOneThatIsNotKeptForOthersIsTaken) {
  test::World world{licensed_cluster()};
  world.policy.licenses = true;
  world.submit(licensed("matlab:1"), 20);
  world.pass();
  world.submit(licensed("matlab:2"), 10);
  const JobId either = world.submit(licensed("matlab:1|ansys:1"), 60);
  world.pass();
  ASSERT_TRUE(world.runs(either));
  EXPECT_EQ(world.held_licenses[number(either)].front().name, "ansys");
}

TEST(Timeline, OnlyTheFirstHasAPlaceWithEasyBackfilling) {
  for (const std::uint32_t places : {0U, 1U}) {
    test::World world{test::plain_cluster(4, 4, 4000)};
    world.policy.places_in_partition = places;
    world.submit(whole(2), 20);
    world.submit(whole(1), 60);
    world.pass();
    const JobId first = world.submit(whole(2), 20), second = world.submit(whole(4), 20);
    const JobId narrow = world.submit(whole(1), 61);  // would delay the second only
    world.pass();
    EXPECT_NE(world.job(first).expected_start, kNever);
    EXPECT_EQ(world.job(second).expected_start == kNever, places == 1);
    EXPECT_EQ(world.runs(narrow), places == 1);
  }
}

TEST(Timeline, ThePolicysNumbersBoundWhomAPassTries) {
  test::World world{test::plain_cluster(4, 4, 4000)};
  world.submit(whole(3), 60);
  world.submit(whole(4), 60);
  world.pass();
  world.policy.of_user = 1;
  const JobId passed_over = world.submit(whole(1), 10);
  world.pass();
  EXPECT_FALSE(world.runs(passed_over));  // the wide one has used up the user's number
  world.policy.of_user = 2;
  world.pass();
  EXPECT_TRUE(world.runs(passed_over));
}

TEST(Timeline, WhoIsYoungOrOfLowPriorityKeepsNothingFree) {
  test::World world{test::plain_cluster(4, 4, 4000)};
  world.policy.min_age = Seconds{60};
  world.submit(whole(3), 60);
  world.submit(whole(4), 60);
  world.pass();
  const JobId longer = world.submit(whole(1), 600);
  world.pass();
  EXPECT_TRUE(world.runs(longer));
}

// A forecast's policy over the world's queue, and what it explains.
sched::Explanation explained(test::World& world, JobId id) {
  std::vector<const Job*> pending;
  std::vector<sched::RunningJob> running;
  for (std::uint32_t number = 1; number <= 20; ++number) {
    const JobId one{number};
    if (!world.knows(one)) continue;
    if (world.job(one).state == JobState::Pending) pending.push_back(&world.job(one));
    if (world.runs(one))
      running.push_back({&world.job(one), world.job(one).started + *world.job(one).time_limit, world.held_licenses[number]});
  }
  const std::unordered_map<std::uint32_t, std::uint32_t> arrays;
  sched::Policy policy;
  policy.licenses = true;
  const sched::PassInput input{world.cluster, world.book, world.topology, pending, running, world.reservations,
                               world.free_licenses, arrays, world.now, policy};
  return sched::Explainer(input).explain(world.job(id));
}

std::vector<std::string> texts(const sched::Explanation& explanation) {
  std::vector<std::string> lines;
  for (const sched::Obstacle& one : explanation.obstacles) lines.push_back(one.text);
  return lines;
}

TEST(Explain, CountsTheNodesThatHaveRoomAndNamesWhoEndsBefore) {
  test::World world{test::plain_cluster(4, 4, 4000)};
  world.submit(whole(3), 20);
  world.pass();
  const JobId job = world.submit(whole(2), 10);
  const sched::Explanation why = explained(world, job);
  EXPECT_THAT(texts(why), Contains("partition debug: 1 of 4 nodes have room, 2 needed"));
  EXPECT_EQ(why.earliest, world.now + Minutes{20});
  ASSERT_EQ(why.blockers.size(), 1U);
  EXPECT_EQ(why.blockers[0].who, "JobId=1");
  EXPECT_EQ(why.blockers[0].by, world.now + Minutes{20});
}

TEST(Explain, NamesEveryThingThatIsMissing) {
  Cluster cluster = licensed_cluster();
  test::World world{cluster};
  JobSpec holder = licensed("matlab:1");
  holder.min_nodes = holder.max_nodes = 4;
  holder.memory_per_node = Mebibytes{3000};
  world.submit(holder, 20);
  world.pass();
  JobSpec spec = licensed("matlab:2");
  spec.memory_per_node = Mebibytes{2000};
  const sched::Explanation why = explained(world, world.submit(spec, 10));
  EXPECT_THAT(texts(why), Contains("license matlab: 1 of 2 free, 2 needed"));
  EXPECT_THAT(texts(why), Contains("partition debug: 0 of 4 nodes have room, 1 needed"));
  EXPECT_THAT(texts(why), Contains("memory: 2000M per node not free on n[1-4]"));
}

TEST(Explain, NamesThoseWhoArePlannedBeforeAndTheReservation) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  world.submit(whole(1), 20);
  world.pass();
  const JobId wide = world.submit(whole(2), 30);
  const JobId narrow = world.submit(whole(1), 60);
  EXPECT_THAT(texts(explained(world, narrow)), Contains("planned before it: JobId=" + to_string(wide)));
  Reservation maintenance;
  maintenance.name = "maint";
  maintenance.nodes = {"n1", "n2"};
  maintenance.start = world.now + Minutes{30};
  maintenance.end = world.now + Minutes{90};
  world.reservations = {maintenance};
  EXPECT_THAT(texts(explained(world, narrow)), Contains(HasSubstr("reservation maint: n[1-2] from ")));
}

TEST(Explain, SaysNothingOfAJobThatCanStart) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  EXPECT_THAT(texts(explained(world, world.submit(whole(1), 60))), IsEmpty());
}

TEST(Explain, AnswersWhatIsWrongWithThePartition) {
  test::World world{test::plain_cluster(2, 4, 4000)};
  world.cluster.partitions[0].max_time = Minutes{30};
  world.cluster.partitions[0].state = PartitionState::Down;
  EXPECT_THAT(texts(explained(world, world.submit(whole(3), 60))),
              ElementsAre("partition debug: State=DOWN",
                          "partition debug: TimeLimit=01:00:00 is more than MaxTime=00:30:00",
                          "partition debug: 3 nodes needed, 2 is the most that it gives",
                          "partition debug: 2 of 2 nodes have room, 3 needed"));
}

}  // namespace
}  // namespace minislurm
