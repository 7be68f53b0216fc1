// scontrol update, create and delete.
#include "libcommon/wire/messages.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

class Update : public ::testing::Test {
 protected:
  wire::Reply create(Keys keys) { return h.update(wire::Entity::Reservation, std::move(keys), wire::UpdateVerb::Create); }
  std::string text(const wire::Reply& reply) { return wire::decode<wire::UpdateReply>(reply.payload)->text; }
  wire::ClusterReply look(std::uint32_t parts) {
    wire::QueryClusterRequest request;
    request.parts = parts;
    return h.get<wire::ClusterReply>(wire::RequestKind::QueryCluster, request);
  }
  Harness h{reference_cluster()};
};

TEST_F(Update, KeysOfAJobChangeItOrSayWhy) {
  JobSpec spec = batch(2);
  spec.hold = true;
  spec.cpus_per_task = 2;
  spec.memory_per_cpu = Mebibytes{70};
  const JobId job = h.submit(spec);
  const std::string id = to_string(job);
  EXPECT_EQ(h.job(job).num_cpus, 4U);
  EXPECT_EQ(h.update(wire::Entity::Job, {{"JobId", id}, {"TimeLimit", "20"}, {"Name", "renamed"}, {"Comment", "x"}}).code, Code::Success);
  EXPECT_EQ(h.update(wire::Entity::Job, {{"jobid", id}, {"partition", "short"}, {"Features", ""}}).code, Code::Success);
  EXPECT_EQ(h.update_job(id, "MinMemoryCPU", "80"), Code::Success);
  EXPECT_EQ(h.job(job).spec.name, "renamed");
  EXPECT_EQ(h.job(job).partition, "short");
  EXPECT_NE(h.job(job).tres_request.find("mem=320M"), std::string::npos);
  const wire::Reply unknown = h.update(wire::Entity::Job, {{"JobId", id}, {"NoSuch", "1"}});
  EXPECT_EQ(unknown.code, Code::UnsupportedUpdate);
  EXPECT_EQ(unknown.detail, "NoSuch=1");
  const wire::Reply bogus = h.update(wire::Entity::Job, {{"JobId", id}, {"timelimit", "bogus"}});
  EXPECT_EQ(bogus.code, Code::InvalidValue);
  EXPECT_EQ(bogus.detail, "TimeLimit");
  EXPECT_EQ(h.update_job(id, "Partition", "nosuch"), Code::InvalidPartitionName);
  EXPECT_EQ(h.update_job("99999", "TimeLimit", "1"), Code::InvalidJobId);
  h.act(wire::JobAction::Release, id);
  ASSERT_TRUE(h.runs(job));
  EXPECT_EQ(h.update_job(id, "TimeLimit", "+5"), Code::Success);
  EXPECT_EQ(h.job(job).time_limit, Minutes{25});
  EXPECT_EQ(h.update_job(id, "MinCPUsNode", "3"), Code::JobNotPending);
}

TEST_F(Update, APriorityOfZeroHolds) {
  JobSpec spec = batch();
  spec.begin = h.now + Seconds{1000};
  const JobId job = h.submit(spec);
  h.update_job(to_string(job), "Priority", "0");
  EXPECT_EQ(h.reason(job), Reason::JobHeldAdmin);
  EXPECT_EQ(h.update_job(to_string(job), "Priority", "77"), Code::JobHeld);
  h.act(wire::JobAction::Release, to_string(job));
  EXPECT_EQ(h.update_job(to_string(job), "Priority", "77"), Code::Success);
  EXPECT_EQ(h.reason(job), Reason::BeginTime);
  EXPECT_EQ(h.job(job).priority, 77U);
  h.update_job(to_string(job), "StartTime", "now");
  EXPECT_EQ(h.update_job(to_string(job), "StartTime", ""), h.runs(job) ? Code::JobNotPending : Code::Success);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(Update, ADrainedNodeKeepsItsJobsAndADownOneLosesThem) {
  JobSpec spec = batch();
  spec.required_nodes = "node5";
  const JobId a = h.submit(spec);
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node5"}, {"State", "DRAIN"}}).code, Code::Generic) << "no reason given";
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node5"}, {"State", "DRAIN"}, {"Reason", "busy"}}).code, Code::Success);
  const JobId b = h.submit(spec);
  EXPECT_TRUE(h.runs(a));
  EXPECT_FALSE(h.runs(b));
  EXPECT_EQ(shown_state(look(wire::kNodes).nodes[4]).full, "draining");
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node5"}, {"State", "DOWN"}}).code, Code::Success);
  EXPECT_EQ(h.state_of(a), JobState::Pending) << "it may be requeued";
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node[5-7]"}, {"State", "RESUME"}}).code, Code::Success);
  EXPECT_TRUE(h.runs(a));
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "nosuch"}, {"State", "RESUME"}}).code, Code::InvalidNodeName);
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node1"}, {"State", "NOSUCH"}}).code, Code::InvalidValue);
}

TEST_F(Update, PartitionsAreChangedCreatedAndDeleted) {
  EXPECT_EQ(h.update(wire::Entity::Partition, {{"PartitionName", "short"}, {"MaxTime", "45"}, {"State", "DRAIN"}}).code, Code::Success);
  JobSpec spec = batch();
  spec.partition = "short";
  EXPECT_EQ(h.submit_code(spec), Code::PartitionNotAvailable);
  EXPECT_EQ(h.update(wire::Entity::Partition, {{"PartitionName", "fresh"}, {"Nodes", "node[3-4]"}, {"MaxTime", "10"}}, wire::UpdateVerb::Create).code, Code::Success);
  spec.partition = "fresh";
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.job(job).allocation.nodes.at(0).node, "node3");
  EXPECT_EQ(h.update(wire::Entity::Partition, {{"PartitionName", "fresh"}}, wire::UpdateVerb::Delete).code, Code::PartitionInUse);
  h.crash();
  EXPECT_EQ(look(wire::kPartitions).partitions.back().tres, "cpu=8,mem=8000M,node=2,billing=8,gres/gpu=4");
  h.end_batch(job);
  EXPECT_EQ(h.update(wire::Entity::Partition, {{"PartitionName", "fresh"}}, wire::UpdateVerb::Delete).code, Code::Success);
  EXPECT_EQ(h.submit_code(spec), Code::InvalidPartitionName);
}

TEST_F(Update, ReservationsAreMadeAsScontrolSays) {
  const Keys res1{{"ReservationName", "res1"}, {"StartTime", "now"}, {"Duration", "10"}, {"Nodes", "node[3-4]"}, {"Users", "root"}};
  // "now" is the process's clock, which the simulated one has nothing to do with: give the instant.
  const std::string start = "uts" + std::to_string(h.now.time_since_epoch().count());
  Keys keys = res1;
  keys[1].second = start;
  EXPECT_EQ(text(create(keys)), "Reservation created: res1");
  EXPECT_EQ(create(keys).code, Code::ReservationNameDuplicate);
  EXPECT_EQ(create({{"ReservationName", "bad"}, {"StartTime", start}, {"Nodes", "node5"}, {"Users", "root"}}).detail,
            "An end time or duration must be given.  No reservation created.");
  EXPECT_EQ(create({{"ReservationName", "bad"}, {"StartTime", start}, {"Duration", "10"}, {"Users", "root"}}).detail,
            "CoreCnt, Nodes, NodeCnt, TRES or Watts must be specified.  No reservation created.");
  const Reservation made = look(wire::kReservations).reservations.at(0);
  EXPECT_TRUE(made.active);
  EXPECT_EQ(made.core_count, 8U);
  EXPECT_EQ(made.tres, "cpu=8");
  EXPECT_EQ(made.flags, std::vector<std::string>{"SPEC_NODES"});
  EXPECT_EQ(shown_state(look(wire::kNodes).nodes[2]).compact, "resv");
  JobSpec inside = batch(), outside = batch();
  inside.reservation = "res1";
  outside.required_nodes = "node4";
  const JobId a = h.submit(inside), b = h.submit(outside);
  EXPECT_EQ(h.job(a).allocation.nodes.at(0).node, "node3");
  EXPECT_EQ(h.reason(b), Reason::ReqNodeNotAvailReserved);
  EXPECT_EQ(text(h.update(wire::Entity::Reservation, {{"ReservationName", "res1"}, {"Duration", "20"}})), "Reservation updated.");
  EXPECT_EQ(h.update(wire::Entity::Reservation, {{"ReservationName", "nosuch"}, {"Duration", "20"}}).code, Code::ReservationInvalid);
  EXPECT_EQ(h.update(wire::Entity::Reservation, {{"ReservationName", "res1"}}, wire::UpdateVerb::Delete).code, Code::ReservationBusy);
  h.cancel(to_string(a));
  h.crash();
  EXPECT_EQ(look(wire::kReservations).reservations.size(), 1U);
  h.later(Seconds{1201});
  EXPECT_TRUE(look(wire::kReservations).reservations.empty());
  EXPECT_TRUE(h.runs(b));
}

TEST_F(Update, StatisticsAreCountedAlong) {
  h.end_batch(h.submit(batch(2)));
  h.submit(batch(4));
  const auto stats = h.get<wire::StatsReply>(wire::RequestKind::QueryStats, wire::Empty{});
  EXPECT_EQ(stats.jobs_submitted, 2U);
  EXPECT_EQ(stats.jobs_completed, 1U);
  EXPECT_EQ(stats.used_cpus, 4U);
  EXPECT_EQ(stats.total_cpus, 32U);
}

TEST_F(Update, StatisticsStartAnewForAnOperatorOnly) {
  h.submit(batch());
  const wire::QueryStatsRequest reset{true};
  const core::Caller chief = h.as;
  h.as.user = UserId{1000};
  h.as.is_operator = false;
  EXPECT_EQ(h.code(wire::RequestKind::QueryStats, reset), Code::AccessDenied);
  h.as = chief;
  EXPECT_EQ(h.get<wire::StatsReply>(wire::RequestKind::QueryStats, reset).jobs_submitted, 0U);
}

TEST(Shrinking, GivesNodesToTheNextAndKeepsTheBatchScriptsOwn) {
  Harness h(plain_cluster(3, 4, 4000));
  JobSpec spec = batch(3);
  spec.min_nodes = spec.max_nodes = 3;
  spec.exclusive = Exclusive::Node;
  const JobId wide = h.submit(spec);
  ASSERT_TRUE(h.runs(wide));
  const std::string id = to_string(wide), batch_node = h.job(wide).batch_host;
  const JobId next = h.submit(batch(4));
  EXPECT_FALSE(h.runs(next));
  EXPECT_NE(h.update_job(id, "NumNodes", "4"), Code::Success);
  EXPECT_EQ(h.update_job(id, "NodeList", h.job(wide).allocation.nodes[1].node), Code::InvalidNodeName);
  EXPECT_EQ(h.update_job(id, "NumNodes", "2"), Code::Success);
  EXPECT_EQ(h.job(wide).allocation.nodes.size(), 2U);
  EXPECT_EQ(h.job(wide).num_cpus, 8U);
  EXPECT_EQ(h.job(wide).resized, h.now);
  EXPECT_TRUE(h.runs(next));
  EXPECT_EQ(h.update_job(id, "NodeList", batch_node), Code::Success);
  EXPECT_TRUE(h.runs(wide));
  h.crash();
  EXPECT_EQ(h.job(wide).allocation.node_names(), std::vector<std::string>{batch_node});
  h.end_batch(wide);
  EXPECT_EQ(h.state_of(wide), JobState::Completed);
}

}  // namespace
}  // namespace minislurm::test
