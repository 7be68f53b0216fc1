// Advanced reservations: who gets in, who stays out, and what happens when one begins, ends, comes back or goes.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

#include "libcommon/text/time_point.h"
#include "slurmctld/core/reservations.h"

namespace minislurm::test {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

class Reserving : public ::testing::Test {
 protected:
  explicit Reserving(Cluster cluster = reference_cluster()) : h(std::move(cluster)) {
    h.as.user_name = "root";
    h.as.group_name = "root";
  }
  // Minutes from now; a name, and what else it is to have.
  wire::Reply reserve(const std::string& name, int from, int minutes, Keys more) {
    Keys keys{{"ReservationName", name},
              {"StartTime", text::format_time_point(h.now + Minutes{from})},
              {"Duration", std::to_string(minutes)}};
    bool has_users = false;
    for (const auto& pair : more) has_users |= pair.first == "Users" || pair.first == "Accounts";
    if (!has_users) keys.emplace_back("Users", "root");
    keys.insert(keys.end(), more.begin(), more.end());
    return h.update(wire::Entity::Reservation, keys, wire::UpdateVerb::Create);
  }
  wire::Reply change(const std::string& name, const std::string& key, const std::string& value) {
    return h.update(wire::Entity::Reservation, {{"ReservationName", name}, {key, value}});
  }
  wire::Reply remove(const std::string& name) {
    return h.update(wire::Entity::Reservation, {{"ReservationName", name}}, wire::UpdateVerb::Delete);
  }
  const Reservation* find(const std::string& name) { return h.state->inside().find_reservation(name); }
  JobId in(const std::string& reservation, std::uint32_t tasks = 1, std::uint32_t minutes = 5) {
    JobSpec spec = batch(tasks, minutes);
    spec.reservation = reservation;
    return h.submit(spec);
  }
  JobId on(const std::string& node, std::uint32_t tasks = 1, std::uint32_t minutes = 60) {
    JobSpec spec = batch(tasks, minutes);
    spec.required_nodes = node;
    return h.submit(spec);
  }
  Harness h;
};

TEST_F(Reserving, AJobMayNameSeveralAndGetsTheFirstThatHasRoom) {
  ASSERT_EQ(reserve("a", 0, 10, {{"Nodes", "node1"}}).code, Code::Success);
  ASSERT_EQ(reserve("b", 0, 10, {{"Nodes", "node2"}}).code, Code::Success);
  const JobId first = in("a,b", 4), second = in("a,b", 4), third = in("a,b", 4);
  EXPECT_EQ(h.job(first).reservation, "a");
  EXPECT_EQ(h.job(second).reservation, "b");
  EXPECT_EQ(h.job(second).allocation.node_names(), std::vector<std::string>{"node2"});
  EXPECT_FALSE(h.runs(third));
  EXPECT_EQ(h.job(first).spec.reservation, "a,b") << "as it was asked for";
}

TEST_F(Reserving, AMagneticOneDrawsTheJobsThatItLetsIn) {
  ASSERT_EQ(reserve("m", 0, 60, {{"Nodes", "node3"}, {"Flags", "MAGNETIC"}}).code, Code::Success);
  const JobId drawn = h.submit(batch(4, 5));
  EXPECT_EQ(h.job(drawn).reservation, "m");
  const JobId outside = h.submit(batch(4, 5));
  EXPECT_TRUE(h.runs(outside)) << "there is room elsewhere";
  EXPECT_TRUE(h.job(outside).reservation.empty());
  ASSERT_EQ(reserve("n", 0, 60, {{"Nodes", "node4"}, {"Flags", "MAGNETIC"}, {"Users", "slurm"}}).code, Code::Success);
  EXPECT_TRUE(h.job(h.submit(batch(4, 5))).reservation.empty()) << "it is not for this user";
}

TEST_F(Reserving, JobsThatOutstayItEndWithItUnlessItIsFlexible) {
  ASSERT_EQ(reserve("a", 0, 1, {{"Nodes", "node1"}}).code, Code::Success);
  ASSERT_EQ(reserve("f", 0, 1, {{"Nodes", "node2"}, {"Flags", "FLEX"}}).code, Code::Success);
  const JobId bound = in("a", 1, 60), free = in("f", 1, 60);
  EXPECT_TRUE(h.runs(bound));
  h.later(Seconds{61});
  EXPECT_EQ(h.state_of(bound), JobState::Timeout);
  EXPECT_EQ(h.job(bound).reservation, "a") << "the history knows where it ran";
  EXPECT_TRUE(h.runs(free));
  EXPECT_EQ(find("a"), nullptr);
  EXPECT_EQ(find("f"), nullptr);
}

TEST_F(Reserving, AFlexibleOneIsUsedBeforeItsTimeAndBeyondItsNodes) {
  ASSERT_EQ(reserve("f", 30, 10, {{"Nodes", "node2"}, {"Flags", "FLEX"}}).code, Code::Success);
  JobSpec wide = batch(1, 60);
  wide.reservation = "f";
  wide.min_nodes = wide.max_nodes = 8;
  const JobId early = h.submit(wide);
  EXPECT_TRUE(h.runs(early));
  h.end_batch(early);
  EXPECT_FALSE(h.runs(on("node2"))) << "for others the nodes are barred";
}

TEST_F(Reserving, AtItsEndWaitingJobsAreHeldOrSetFree) {
  ASSERT_EQ(reserve("a", 0, 1, {{"Nodes", "node1"}}).code, Code::Success);
  ASSERT_EQ(reserve("n", 0, 1, {{"Nodes", "node2"}, {"Flags", "NO_HOLD_JOBS_AFTER_END"}}).code, Code::Success);
  const JobId a = in("a", 4, 60), n = in("n", 4, 60), held = in("a", 4, 5), freed = in("n", 4, 5);
  h.later(Seconds{61});
  EXPECT_EQ(h.job(held).priority, 0U);
  EXPECT_TRUE(has(h.job(held).flags, JobFlag::ReservationDeleted));
  EXPECT_EQ(h.job(held).reason_detail, "Reservation a was deleted");
  EXPECT_TRUE(h.job(held).spec.reservation.empty());
  EXPECT_TRUE(h.runs(freed));
  h.crash();
  EXPECT_EQ(h.job(held).reason_detail, "Reservation a was deleted") << "also after a restart";
  EXPECT_EQ(h.act(wire::JobAction::Release, to_string(held)), Code::Success);
  EXPECT_TRUE(h.runs(held));
  EXPECT_TRUE(is_finished(h.state_of(a)) && is_finished(h.state_of(n)));
}

TEST_F(Reserving, OneThatComesBackMovesOnAndLetsItsJobsRun) {
  ASSERT_EQ(reserve("h", 0, 1, {{"Nodes", "node1"}, {"Flags", "HOURLY"}}).code, Code::Success);
  const Instant first = find("h")->start;
  const JobId job = in("h", 1, 60), next = in("h", 4, 1);
  h.later(Seconds{61});
  EXPECT_TRUE(h.runs(job));
  EXPECT_EQ(find("h")->start, first + Seconds{3600});
  EXPECT_EQ(h.reason(next), Reason::Reservation);
  h.end_batch(job);
  h.later(Seconds{3540});
  EXPECT_TRUE(h.runs(next)) << "its next time has begun";
  h.crash();
  EXPECT_EQ(find("h")->start, first + Seconds{3600});
}

TEST_F(Reserving, OneThatNobodyUsesIsPurged) {
  ASSERT_EQ(reserve("p", 0, 60, {{"Nodes", "node1"}, {"Flags", "PURGE_COMP=00:02:00"}}).code, Code::Success);
  const JobId job = in("p", 1, 30);
  h.later(Seconds{600});
  ASSERT_NE(find("p"), nullptr) << "in use";
  h.end_batch(job);
  h.later(Seconds{100});
  h.crash();
  ASSERT_NE(find("p"), nullptr);
  h.later(Seconds{30});
  EXPECT_EQ(find("p"), nullptr);
}

Cluster with_whole_cores() {
  Cluster cluster = reference_cluster();
  cluster.settings.select_flags = static_cast<std::uint32_t>(SelectFlag::Core);
  return cluster;
}

class ReservingCores : public Reserving {
 protected:
  ReservingCores() : Reserving(with_whole_cores()) {}
};

TEST_F(Reserving, WhereSingleCpusAreGivenOutCoresAreANumberOnly) {
  ASSERT_EQ(reserve("c", 0, 60, {{"NodeCnt", "1"}, {"CoreCnt", "3"}}).code, Code::Success);
  EXPECT_TRUE(h.runs(on("node1", 4)));
}

TEST_F(ReservingCores, SomeCoresLeaveTheOthersOfTheirNodesToEverybody) {
  ASSERT_EQ(reserve("c", 0, 60, {{"NodeCnt", "1"}, {"CoreCnt", "3"}}).code, Code::Success);
  ASSERT_EQ(find("c")->node_list, "node1");
  const JobId one = on("node1", 1), two = on("node1", 1);
  EXPECT_TRUE(h.runs(one));
  EXPECT_FALSE(h.runs(two));
  const JobId inside = in("c", 3);
  EXPECT_TRUE(h.runs(inside));
  EXPECT_EQ(h.job(inside).allocation.nodes.front().cpus, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(h.job(one).allocation.nodes.front().cpus, std::vector<std::uint32_t>{3});
}

TEST_F(Reserving, ANodeThatGoesDownIsReplacedWhereItWasNotNamed) {
  ASSERT_EQ(reserve("r", 10, 60, {{"NodeCnt", "2"}}).code, Code::Success);
  ASSERT_EQ(reserve("s", 10, 60, {{"NodeCnt", "1"}, {"Flags", "STATIC_ALLOC"}}).code, Code::Success);
  ASSERT_EQ(find("r")->node_list, "node[1-2]");
  ASSERT_EQ(find("s")->node_list, "node3");
  for (const char* node : {"node2", "node3"})
    ASSERT_EQ(h.update(wire::Entity::Node, {{"NodeName", node}, {"State", "DOWN"}, {"Reason", "x"}}).code, Code::Success);
  h.later(Seconds{601});
  EXPECT_EQ(find("r")->node_list, "node[1,4]");
  EXPECT_EQ(find("s")->node_list, "node3");
}

TEST_F(Reserving, ReplaceKeepsItsNumberOfIdleNodes) {
  ASSERT_EQ(reserve("r", 0, 60, {{"NodeCnt", "2"}, {"Flags", "REPLACE"}}).code, Code::Success);
  const JobId job = in("r", 4);
  ASSERT_TRUE(h.runs(job));
  EXPECT_EQ(find("r")->node_list, "node[2-3]");
}

TEST_F(Reserving, WhatIsAskedForHasToMakeSense) {
  EXPECT_EQ(reserve("x", 0, 10, {{"NodeCnt", "1"}, {"Features", "nosuch"}}).code, Code::RequestedNodeConfigUnavailable);
  EXPECT_NE(reserve("x", 0, 10, {{"NodeCnt", "1"}, {"Flags", "DAILY,WEEKLY"}}).code, Code::Success);
  EXPECT_EQ(reserve("x", 0, 10, {{"PartitionName", "short"}, {"Flags", "PART_NODES"}}).detail,
            "PART_NODES flag requires specifying a Partition and ALL nodes.  No reservation created.");
  EXPECT_EQ(reserve("x", 0, 10, {{"NodeCnt", "1"}, {"Users", "-root,slurm"}}).code, Code::InvalidUser);
  ASSERT_EQ(reserve("p", 0, 10, {{"PartitionName", "short"}, {"Nodes", "ALL"}, {"Flags", "PART_NODES"}}).code, Code::Success);
  EXPECT_EQ(find("p")->node_list, "node[1-4]");
  EXPECT_EQ(find("p")->flags, (std::vector<std::string>{"SPEC_NODES", "PART_NODES"}));
  EXPECT_EQ(reserve("y", 0, 10, {{"Nodes", "node1"}}).code, Code::ReservationOverlap);
  EXPECT_EQ(reserve("y", 0, 10, {{"Nodes", "node1"}, {"Flags", "OVERLAP"}}).code, Code::Success);
}

TEST_F(Reserving, AnIdIsNotGivenTwice) {
  ASSERT_EQ(reserve("a", 0, 10, {{"Nodes", "node1"}}).code, Code::Success);
  ASSERT_EQ(remove("a").code, Code::Success);
  h.crash();
  const wire::Reply made = h.update(wire::Entity::Reservation,
                                    {{"StartTime", text::format_time_point(h.now)}, {"Duration", "5"}, {"Nodes", "node2"}, {"Users", "root"}},
                                    wire::UpdateVerb::Create);
  EXPECT_EQ(wire::decode<wire::UpdateReply>(made.payload)->text, "Reservation created: root_2");
}

TEST_F(Reserving, OthersDeleteItOnlyWhereItSaysSo) {
  ASSERT_EQ(reserve("a", 0, 10, {{"Nodes", "node1"}, {"Users", "user"}}).code, Code::Success);
  ASSERT_EQ(reserve("b", 0, 10, {{"Nodes", "node2"}, {"Users", "user"}, {"Flags", "USER_DELETE"}}).code, Code::Success);
  h.as.is_operator = false;
  h.as.user = UserId{1000};
  h.as.user_name = "user";
  EXPECT_EQ(remove("a").code, Code::AccessDenied);
  EXPECT_EQ(change("b", "Duration", "20").code, Code::AccessDenied);
  EXPECT_EQ(remove("b").code, Code::Success);
}

TEST_F(Reserving, MaintenanceShowsOnItsNodesAndInReasons) {
  ASSERT_EQ(reserve("m", 0, 10, {{"Nodes", "ALL"}, {"Flags", "MAINT,IGNORE_JOBS"}}).code, Code::Success);
  const JobId waits = h.submit(batch(1, 5));
  EXPECT_EQ(h.reason(waits), Reason::ReqNodeNotAvailMaintenance);
  wire::QueryClusterRequest request;
  request.parts = wire::kNodes;
  EXPECT_TRUE(h.get<wire::ClusterReply>(wire::RequestKind::QueryCluster, request).nodes.front().maintenance);
  h.later(Seconds{601});
  EXPECT_TRUE(h.runs(waits));
}

}  // namespace
}  // namespace minislurm::test
