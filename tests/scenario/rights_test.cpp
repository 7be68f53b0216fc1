// Who may see and change what: owners, strangers, coordinators, operators and administrators, with and without PrivateData.
#include <algorithm>

#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/explanation.h"
#include "libcommon/wire/messages.h"
#include "slurmctld/requests/privacy.h"
#include "slurmctld/requests/selector.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;
using Verb = wire::AccountingVerb;
using Entity = wire::AccountingEntity;

Cluster keeping(const std::string& private_data) {
  Cluster cluster = reference_cluster();
  cluster.settings.job_submit_default_account = "acct";
  std::erase_if(cluster.shown_config, [](const auto& pair) { return pair.first == "PrivateData"; });
  cluster.shown_config.emplace_back("PrivateData", private_data);
  return cluster;
}

// alice owns jobs of the account acct, which carol coordinates; eve has nothing to do with them; oscar is an operator,
// adam an administrator.
class Rights : public ::testing::Test {
 protected:
  explicit Rights(const std::string& private_data = "none") : h(keeping(private_data)) {
    for (const std::string name : {"alice", "carol", "oscar", "adam"})
      change(Verb::Add, Entity::User, {{"name", name}, {"account", "acct"}});
    change(Verb::Add, Entity::User, {{"name", "eve"}, {"account", "other"}});
    change(Verb::Add, Entity::Coordinator, {{"name", "carol"}, {"account", "acct"}});
    change(Verb::Modify, Entity::User, {{"name", "oscar"}}, {{"adminlevel", "operator"}});
    change(Verb::Modify, Entity::User, {{"name", "adam"}}, {{"adminlevel", "administrator"}});
  }
  void change(Verb verb, Entity entity, Keys where, Keys set = {}) {
    wire::ChangeAccountingRequest request;
    request.verb = verb;
    request.entity = entity;
    request.where = std::move(where);
    request.set = std::move(set);
    request.commit = true;
    const wire::Reply reply = h.ask(wire::RequestKind::ChangeAccounting, wire::encode(request));
    ASSERT_EQ(reply.code, Code::Success) << reply.detail;
  }
  // As the loop does it, from what the kernel says of the peer.
  void be(const std::string& name) {
    const std::vector<std::string> known{"root", "alice", "carol", "eve", "oscar", "adam"};
    const auto place = std::find(known.begin(), known.end(), name) - known.begin();
    h.as = core::Caller{};
    h.as.user = UserId{place == 0 ? 0U : 1000U + static_cast<std::uint32_t>(place)};
    h.as.user_name = h.as.group_name = name;
    h.as.is_operator = name == "root";
    requests::recognise(h.state->inside(), h.as);
  }
  JobId submit_as(const std::string& name, JobSpec spec = batch()) {
    be(name);
    return h.submit(std::move(spec));
  }
  static JobSpec held() {
    JobSpec spec = batch();
    spec.hold = true;
    return spec;
  }
  std::size_t jobs_seen() {
    return h.get<wire::ExplainedJobsReply>(wire::RequestKind::QueryJobs, wire::ExplainJobsRequest{}).jobs.size();
  }
  Code look(JobId job) {
    wire::ExplainJobsRequest request;
    request.jobs = *requests::parse_selectors(to_string(job));
    return h.code(wire::RequestKind::QueryJobs, request);
  }
  Code look_at(std::uint32_t parts) {
    wire::QueryClusterRequest request;
    request.parts = parts;
    return h.code(wire::RequestKind::QueryCluster, request);
  }
  Code attach(JobId job) {
    wire::AttachStepRequest request;
    request.step = StepId{job, StepNumber::Batch};
    return h.code(wire::RequestKind::AttachStep, request);
  }
  Code step_in(JobId job) {
    wire::StepSpec request;
    request.job = job;
    return h.code(wire::RequestKind::CreateStep, request);
  }
  Harness h;
};

TEST_F(Rights, AStrangerCanDoNothingToAJob) {
  const JobId running = submit_as("alice"), waiting = submit_as("alice", held());
  const std::string id = to_string(running), other = to_string(waiting);
  be("eve");
  EXPECT_EQ(h.cancel(id), Code::AccessDenied);
  EXPECT_EQ(h.cancel(id, 10), Code::AccessDenied);
  EXPECT_EQ(h.cancel(other), Code::AccessDenied);
  for (const auto action : {wire::JobAction::Hold, wire::JobAction::UserHold, wire::JobAction::Release,
                            wire::JobAction::Requeue, wire::JobAction::RequeueHold, wire::JobAction::Suspend,
                            wire::JobAction::Resume}) {
    EXPECT_EQ(h.act(action, id), Code::AccessDenied) << static_cast<int>(action);
    EXPECT_EQ(h.act(action, other), Code::AccessDenied) << static_cast<int>(action);
  }
  EXPECT_EQ(h.update_job(other, "TimeLimit", "1"), Code::AccessDenied);
  EXPECT_EQ(attach(running), Code::AccessDenied);
  EXPECT_EQ(step_in(running), Code::AccessDenied);
  EXPECT_EQ(h.code(wire::RequestKind::CompleteJob, wire::CompleteJobRequest{running, {}}), Code::AccessDenied);
  EXPECT_TRUE(h.runs(running));
  EXPECT_EQ(h.reason(waiting), Reason::JobHeldUser);
}

TEST_F(Rights, ACoordinatorChangesTheJobsOfTheAccountAndNoOthers) {
  const JobId job = submit_as("alice", held()), running = submit_as("alice"), foreign = submit_as("eve", held());
  be("carol");
  EXPECT_EQ(h.update_job(to_string(job), "Comment", "x"), Code::Success);
  EXPECT_EQ(h.act(wire::JobAction::Suspend, to_string(running)), Code::Success);
  EXPECT_EQ(h.cancel(to_string(job)), Code::Success);
  EXPECT_EQ(h.cancel(to_string(foreign)), Code::AccessDenied);
  EXPECT_EQ(h.update_job(to_string(foreign), "Comment", "x"), Code::AccessDenied);
  EXPECT_EQ(attach(running), Code::AccessDenied) << "what a job prints is its owner's";
}

TEST_F(Rights, AnOperatorHasJobsAndReservationsAndAnAdministratorTheClusterToo) {
  const JobId job = submit_as("alice", held());
  const Keys drain{{"NodeName", "node1"}, {"State", "DRAIN"}, {"Reason", "x"}};
  const Keys limit{{"PartitionName", "short"}, {"MaxTime", "45"}};
  be("oscar");
  EXPECT_EQ(h.update_job(to_string(job), "Nice", "-5"), Code::Success) << "which owners may not";
  EXPECT_EQ(h.update(wire::Entity::Node, drain).code, Code::AccessDenied);
  EXPECT_EQ(h.update(wire::Entity::Partition, limit).code, Code::AccessDenied);
  EXPECT_EQ(h.code(wire::RequestKind::SetDebug, wire::SetDebugRequest{}), Code::AccessDenied);
  const std::string start = "uts" + std::to_string(h.now.time_since_epoch().count() + 1000);
  EXPECT_EQ(h.update(wire::Entity::Reservation,
                     {{"ReservationName", "r"}, {"StartTime", start}, {"Duration", "1"}, {"Nodes", "node8"}, {"Users", "alice"}},
                     wire::UpdateVerb::Create).code, Code::Success);
  be("adam");
  EXPECT_EQ(h.update(wire::Entity::Node, drain).code, Code::Success);
  EXPECT_EQ(h.update(wire::Entity::Partition, limit).code, Code::Success);
}

TEST_F(Rights, NobodyElseStartsProcessesAsAJobsOwner) {
  const JobId job = submit_as("alice");
  for (const std::string name : {"root", "adam", "oscar", "carol", "eve"}) {
    be(name);
    EXPECT_EQ(step_in(job), Code::AccessDenied) << name;
  }
}

TEST_F(Rights, WithoutPrivateDataEverybodySeesEverything) {
  const JobId job = submit_as("alice", held());
  be("eve");
  EXPECT_EQ(jobs_seen(), 1U);
  EXPECT_EQ(look(job), Code::Success);
  EXPECT_EQ(look_at(wire::kNodes | wire::kPartitions), Code::Success);
}

class PrivateJobs : public Rights {
 protected:
  PrivateJobs() : Rights("jobs,reservations") {}
};

TEST_F(PrivateJobs, AreSeenByTheirOwnerTheCoordinatorAndOperators) {
  const JobId job = submit_as("alice", held());
  submit_as("eve", held());
  const auto seen_by = [&](const std::string& name) { be(name); return jobs_seen(); };
  EXPECT_EQ(seen_by("alice"), 1U);
  EXPECT_EQ(look(job), Code::Success);
  EXPECT_EQ(seen_by("carol"), 1U);
  EXPECT_EQ(seen_by("oscar"), 2U);
  EXPECT_EQ(seen_by("adam"), 2U);
  EXPECT_EQ(seen_by("root"), 2U);
  EXPECT_EQ(seen_by("eve"), 1U);
  EXPECT_EQ(look(job), Code::InvalidJobId) << "as one that does not exist";
}

TEST_F(PrivateJobs, AreLeftOutOfTheHistoryWithTheirSteps) {
  const JobId job = submit_as("alice");
  wire::HistoryReply history;
  history.jobs.push_back(h.job(job));
  Step step;
  step.id = StepId{job, StepNumber::Batch};
  history.steps.push_back(step);
  wire::HistoryReply of_owner = history;
  requests::keep_visible(h.state->inside(), h.as, of_owner);
  EXPECT_EQ(of_owner.jobs.size(), 1U);
  EXPECT_EQ(of_owner.steps.size(), 1U);
  be("eve");
  requests::keep_visible(h.state->inside(), h.as, history);
  EXPECT_TRUE(history.jobs.empty());
  EXPECT_TRUE(history.steps.empty());
}

TEST_F(PrivateJobs, ReservationsAreSeenByWhomTheyAdmit) {
  const std::string start = "uts" + std::to_string(h.now.time_since_epoch().count() + 1000);
  be("root");
  ASSERT_EQ(h.update(wire::Entity::Reservation,
                     {{"ReservationName", "r"}, {"StartTime", start}, {"Duration", "1"}, {"Nodes", "node8"}, {"Users", "alice"}},
                     wire::UpdateVerb::Create).code, Code::Success);
  const auto seen_by = [&](const std::string& name) {
    be(name);
    wire::QueryClusterRequest request;
    request.parts = wire::kReservations;
    return h.get<wire::ClusterReply>(wire::RequestKind::QueryCluster, request).reservations.size();
  };
  EXPECT_EQ(seen_by("alice"), 1U);
  EXPECT_EQ(seen_by("oscar"), 1U);
  EXPECT_EQ(seen_by("eve"), 0U);
}

class PrivateCluster : public Rights {
 protected:
  PrivateCluster() : Rights("nodes,partitions,users,accounts,usage") {}
};

TEST_F(PrivateCluster, NodesAndPartitionsAreOperators) {
  be("eve");
  EXPECT_EQ(look_at(wire::kNodes), Code::AccessDenied);
  EXPECT_EQ(look_at(wire::kPartitions), Code::AccessDenied);
  be("oscar");
  EXPECT_EQ(look_at(wire::kNodes | wire::kPartitions), Code::Success);
}

TEST_F(PrivateCluster, TheAccountingShowsEachTheirOwnPart) {
  const auto seen_by = [&](const std::string& name) {
    be(name);
    const auto reply = h.get<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
    std::vector<std::string> names;
    for (const AccountingUser& user : reply.accounting.users) names.push_back(user.name);
    std::sort(names.begin(), names.end());
    return names;
  };
  EXPECT_EQ(seen_by("eve"), std::vector<std::string>{"eve"});
  const std::vector<std::string> of_carol = seen_by("carol");
  EXPECT_TRUE(std::binary_search(of_carol.begin(), of_carol.end(), "alice"));
  EXPECT_FALSE(std::binary_search(of_carol.begin(), of_carol.end(), "eve"));
  EXPECT_GE(seen_by("oscar").size(), 6U);
  be("eve");
  const auto reply = h.get<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  EXPECT_TRUE(reply.accounting.accounts.empty());
}

}  // namespace
}  // namespace minislurm::test
