#include "slurmctld/sched/plan.h"

#include <gmock/gmock.h>

#include <chrono>

#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

using testing::ElementsAre;

JobSpec whole_nodes(std::uint32_t count, const char* excluded = "", const char* required = "") {
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = count;
  spec.exclusive = Exclusive::Node;
  spec.excluded_nodes = excluded;
  spec.required_nodes = required;
  return spec;
}

JobSpec tasks(std::uint32_t count, const char* partition = "debug") {
  JobSpec spec;
  spec.ntasks = count;
  spec.partition = partition;
  return spec;
}

TEST(Order, JobsThatNameOneNodeAllWaitForResources) {
  test::World world{test::reference_cluster()};
  world.submit(whole_nodes(1, "", "node8"), 1);
  const JobId first = world.submit(whole_nodes(1, "", "node8"), 1);
  const JobId second = world.submit(whole_nodes(1, "", "node8"), 1);
  world.pass();
  EXPECT_EQ(world.reason(first), Reason::Resources);
  EXPECT_EQ(world.reason(second), Reason::Resources);
}

TEST(Order, BehindABlockedJobOthersWaitForPriority) {
  test::World world{test::reference_cluster()};
  world.submit(whole_nodes(8), 60);
  const JobId first = world.submit(whole_nodes(8), 60), second = world.submit(whole_nodes(8), 60);
  world.pass();
  EXPECT_EQ(world.reason(first), Reason::Resources);
  EXPECT_EQ(world.reason(second), Reason::Priority);
  EXPECT_EQ(world.job(first).expected_start, world.now + Minutes{60});
  EXPECT_EQ(world.job(second).expected_start, sched::round_up(world.now + Minutes{120}, world.policy.resolution));
  EXPECT_EQ(world.job(first).expected_nodes, "node[1-8]");
}

TEST(Order, AHigherTierGoesFirst) {
  test::World world{test::reference_cluster()};
  JobSpec low = whole_nodes(4);
  low.required_nodes = "node[1-4]";
  const JobId debug = world.submit(low, 20);
  JobSpec high = whole_nodes(4);
  high.partition = "short";
  const JobId urgent = world.submit(high, 20);
  world.pass();
  EXPECT_TRUE(world.runs(urgent));
  EXPECT_FALSE(world.runs(debug));
}

TEST(Backfill, AShortNarrowJobPassesAWideOneAndALongOneDoesNot) {
  test::World world{test::reference_cluster()};
  const JobId wide1 = world.submit(whole_nodes(5, "node8"), 4);
  world.pass();
  const JobId wide2 = world.submit(whole_nodes(7, "node8"), 2);
  const JobId longnarrow = world.submit(whole_nodes(2, "node8"), 60);
  const JobId shortnarrow = world.submit(whole_nodes(2, "node8"), 1);
  const auto decisions = world.pass();
  EXPECT_TRUE(world.runs(shortnarrow));
  EXPECT_FALSE(world.runs(longnarrow));
  const bool backfilled = std::any_of(decisions.begin(), decisions.end(), [](const sched::Decision& decision) {
    const auto* start = std::get_if<sched::StartJob>(&decision);
    return start != nullptr && start->backfilled;
  });
  EXPECT_TRUE(backfilled);
  world.end(shortnarrow);
  world.end(wide1);
  world.pass();
  world.end(wide2);
  world.pass();
  EXPECT_THAT(world.start_order, ElementsAre(wide1, shortnarrow, wide2, longnarrow));
}

TEST(Backfill, WithoutItTheFirstBlockedJobStopsItsPartition) {
  test::World world{test::reference_cluster()};
  world.policy.backfill = false;
  world.submit(whole_nodes(5), 4);
  world.submit(whole_nodes(8), 4);
  const JobId narrow = world.submit(tasks(1), 1);
  world.pass();
  EXPECT_EQ(world.reason(narrow), Reason::Priority);
}

TEST(Backfill, LeavesOnlyThePlannedCpusOfANodeAlone) {
  test::World world{test::plain_cluster(1, 8, 1000)};
  world.submit(tasks(6), 10);
  const JobId blocked = world.submit(tasks(4), 10);
  const JobId endless = world.submit(tasks(2), 600);
  world.pass();
  EXPECT_FALSE(world.runs(blocked));
  EXPECT_TRUE(world.runs(endless));
  world.later(Minutes{10});
  world.end(JobId{1});
  world.pass();
  EXPECT_TRUE(world.runs(blocked));
}

TEST(Reservations, KeepTheirNodesForThoseWhoNameThem) {
  test::World world{test::reference_cluster()};
  Reservation held;
  held.name = "res1";
  held.nodes = {"node3", "node4"};
  held.start = world.now;
  held.end = world.now + Minutes{10};
  world.reservations = {held};
  JobSpec inside = tasks(1);
  inside.reservation = "res1";
  EXPECT_EQ(world.nodes_of_new(inside), "node3");
  JobSpec named = tasks(1);
  named.required_nodes = "node4";
  JobSpec wide;
  wide.min_nodes = wide.max_nodes = 7;
  const JobId outside = world.submit(named), seven = world.submit(wide), small = world.submit(tasks(1));
  world.pass();
  EXPECT_EQ(world.reason(outside), Reason::ReqNodeNotAvailReserved);
  EXPECT_EQ(world.reason(seven), Reason::ReqNodeNotAvailReserved);
  EXPECT_EQ(world.where(small), "node1");
}

TEST(Reservations, AFutureOneLetsOnlyJobsThatEndBefore) {
  test::World world{test::reference_cluster()};
  Reservation later;
  later.name = "res2";
  later.nodes = {"node1"};
  later.start = world.now + Minutes{60};
  later.end = later.start + Minutes{30};
  world.reservations = {later};
  EXPECT_EQ(world.nodes_of_new(tasks(1), 61), "node2");
  EXPECT_EQ(world.nodes_of_new(tasks(1), 60), "node1");
}

TEST(Licenses, AJobWaitsForThemWithoutBlockingOthers) {
  test::World world{test::reference_cluster()};
  JobSpec both = tasks(1);
  both.licenses = "matlab:2";
  EXPECT_EQ(world.nodes_of_new(both), "node1");
  world.free_licenses["matlab"] = 0;
  JobSpec more = tasks(1);
  more.licenses = "matlab:1,ansys";
  const JobId waiting = world.submit(more);
  EXPECT_EQ(world.nodes_of_new(tasks(1)), "node1");
  EXPECT_EQ(world.reason(waiting), Reason::Licenses);
}

TEST(Licenses, OnePassDoesNotGiveThemTwice) {
  test::World world{test::reference_cluster()};
  JobSpec both = tasks(1);
  both.licenses = "matlab:2";
  const JobId first = world.submit(both), second = world.submit(both);
  world.pass();
  EXPECT_TRUE(world.runs(first));
  EXPECT_EQ(world.reason(second), Reason::Licenses);
}

TEST(Arrays, StartManyTasksInOnePassUpToTheThrottle) {
  test::World world{test::reference_cluster()};
  const JobId master = world.submit(tasks(1));
  world.job(master).array_job = master;
  world.job(master).array_pending = {1, 2, 3, 4, 5};
  world.job(master).array_throttle = 3;
  const auto decisions = world.pass();
  std::vector<std::uint32_t> started;
  for (const sched::Decision& decision : decisions) {
    if (const auto* start = std::get_if<sched::StartJob>(&decision)) started.push_back(*start->array_task);
  }
  EXPECT_THAT(started, ElementsAre(1U, 2U, 3U));
  EXPECT_EQ(world.reason(master), Reason::JobArrayTaskLimit);
  EXPECT_THAT(world.job(master).array_pending, ElementsAre(4U, 5U));
}

TEST(Reasons, SayWhatThePartitionRefuses) {
  test::World world{test::reference_cluster()};
  const JobId closed = world.submit(tasks(1, "closed"));
  const JobId long_one = world.submit(tasks(1, "tiny"), 99);
  const JobId too_many = world.submit(tasks(999));
  JobSpec wide;
  wide.min_nodes = wide.max_nodes = 99;
  const JobId too_wide = world.submit(wide);
  const JobId small = world.submit(tasks(1));
  world.pass();
  EXPECT_EQ(world.reason(closed), Reason::PartitionDown);
  EXPECT_EQ(world.reason(long_one), Reason::PartitionTimeLimit);
  EXPECT_EQ(world.reason(too_many), Reason::PartitionNodeLimit);
  EXPECT_EQ(world.reason(too_wide), Reason::PartitionNodeLimit);
  EXPECT_TRUE(world.runs(small));
}

TEST(Reasons, NameARequiredNodeThatIsDrained) {
  test::World world{test::reference_cluster()};
  world.cluster.nodes[5].drain = true;
  JobSpec spec = tasks(1);
  spec.required_nodes = "node6";
  const JobId id = world.submit(spec);
  world.pass();
  EXPECT_EQ(world.reason(id), Reason::ReqNodeNotAvail);
}

TEST(Partitions, AListIsTriedByTierThenInOrder) {
  test::World world{test::reference_cluster()};
  world.nodes_of_new(whole_nodes(4, "node[5-8]"));
  const JobId id = world.submit(tasks(1, "debug,short"), 20);
  world.pass();
  EXPECT_EQ(world.job(id).partition, "debug");
  world.end_all();
  const JobId next = world.submit(tasks(1, "debug,short"), 20);
  world.pass();
  EXPECT_EQ(world.job(next).partition, "short");
}

TEST(Scale, APassOverALongQueueThatStartsNothingIsShort) {
  test::World world{test::plain_cluster(1000, 16, 64000, 50)};
  world.submit(whole_nodes(1000), 60);
  world.pass();
  std::vector<Job> jobs(20'000);
  std::vector<const Job*> pending;
  for (std::uint32_t at = 0; at < jobs.size(); ++at) {
    jobs[at].id = JobId{100 + at};
    jobs[at].partition = "debug";
    jobs[at].spec = tasks(1 + at % 40);
    jobs[at].time_limit = Minutes{30 + at % 3};
    pending.push_back(&jobs[at]);
  }
  const Job& wide = world.job(JobId{1});
  const std::vector<sched::RunningJob> running{{&wide, wide.started + Minutes{60}}};
  const std::unordered_map<std::uint32_t, std::uint32_t> none;
  const auto before = std::chrono::steady_clock::now();
  const auto decisions = sched::plan({world.cluster, world.book, world.topology, pending, running, {},
                                      world.free_licenses, none, world.now, world.policy});
  const auto spent = std::chrono::steady_clock::now() - before;
  EXPECT_EQ(decisions.size(), world.policy.looked_at);
  EXPECT_LT(spent, std::chrono::seconds{2});
}

}  // namespace
}  // namespace minislurm
