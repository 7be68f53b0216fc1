// Accounts, QOS and their limits, from sacctmgr's request to the job that waits.
#include <random>

#include "libcommon/text/tres.h"
#include "libcommon/wire/accounting_messages.h"
#include "slurmctld/accounting/lookup.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;
using Verb = wire::AccountingVerb;
using Entity = wire::AccountingEntity;

Cluster enforcing(std::uint32_t what) {
  Cluster cluster = reference_cluster();
  cluster.settings.job_submit_default_account = "acct";
  cluster.settings.accounting_enforce = what;
  return cluster;
}

class AccountingRules : public ::testing::Test {
 protected:
  explicit AccountingRules(std::uint32_t what = kEnforceAssociations | kEnforceLimits | kEnforceQos)
      : h(enforcing(what)) {
    h.as.user_name = "root";
  }
  wire::Reply change(Verb verb, Entity entity, Keys where, Keys set) {
    wire::ChangeAccountingRequest request;
    request.verb = verb;
    request.entity = entity;
    request.where = std::move(where);
    request.set = std::move(set);
    request.commit = true;
    return h.ask(wire::RequestKind::ChangeAccounting, wire::encode(request));
  }
  void on_account(Keys set) {
    EXPECT_EQ(change(Verb::Modify, Entity::Account, {{"name", "acct"}}, std::move(set)).code, Code::Success);
  }
  void on_qos(const std::string& name, Keys set) {
    EXPECT_EQ(change(Verb::Modify, Entity::Qos, {{"name", name}}, std::move(set)).code, Code::Success);
  }
  void add_qos(const std::string& name, Keys set = {}) {
    EXPECT_EQ(change(Verb::Add, Entity::Qos, {{"name", name}}, std::move(set)).code, Code::Success);
    EXPECT_EQ(change(Verb::Modify, Entity::Account, {{"name", "root"}}, {{"qos+", name}}).code, Code::Success);
  }
  wire::AccountingReply accounting() {
    return h.get<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  }
  wire::Reply submit(const JobSpec& spec) {
    wire::SubmitRequest request;
    request.spec = spec;
    request.script = "#!/bin/sh\n";
    return h.ask(wire::RequestKind::Submit, wire::encode(request));
  }
  Harness h;
};

class WithoutRules : public AccountingRules {
 protected:
  WithoutRules() : AccountingRules(0) {}
};

TEST_F(WithoutRules, AJobRunsInTheDefaultAccountWithRealIds) {
  const JobId job = h.submit(batch());
  EXPECT_TRUE(h.runs(job));
  EXPECT_EQ(h.job(job).spec.account, "acct");
  EXPECT_EQ(h.job(job).association, 6U);
  EXPECT_EQ(h.job(job).qos_id, 1U);
}

TEST_F(WithoutRules, AStrangerIsEnrolledWithTheFirstJobAndStaysSo) {
  h.as.user_name = "eve";
  h.as.user = UserId{1000};
  h.as.is_operator = false;
  const JobId job = h.submit(batch());
  EXPECT_EQ(h.job(job).spec.account, "acct");
  EXPECT_NE(h.job(job).association, 0U);
  h.crash();
  const Accounting& kept = h.state->inside().accounting;
  EXPECT_EQ(accounting::associations_of(kept, "eve").size(), 1U);
}

TEST_F(WithoutRules, AnUnknownQosIsShownUntilTheJobStarts) {
  JobSpec spec = batch();
  spec.qos = "nosuch";
  spec.hold = true;
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.job(job).spec.qos, "nosuch");
  h.act(wire::JobAction::Release, to_string(job));
  ASSERT_TRUE(h.runs(job));
  EXPECT_EQ(h.job(job).spec.qos, "");
}

TEST_F(WithoutRules, LimitsHaveNoEffect) {
  on_account({{"maxjobs", "0"}, {"maxsubmit", "0"}});
  EXPECT_TRUE(h.runs(h.submit(batch())));
}

TEST_F(AccountingRules, ChangesSurviveAController) {
  EXPECT_EQ(change(Verb::Add, Entity::Account, {{"name", "foo"}}, {{"grpjobs", "3"}}).code, Code::Success);
  h.crash();
  EXPECT_NE(accounting::node_of(h.state->inside().accounting, "foo"), nullptr);
  const wire::AccountingReply reply = accounting();
  EXPECT_EQ(reply.accounting.accounts.size(), 4U);
  EXPECT_EQ(reply.tres.at(0), "cpu");
}

TEST_F(AccountingRules, OnlyWhoMayChangesAnything) {
  h.as.is_operator = false;
  h.as.user_name = "eve";
  EXPECT_EQ(change(Verb::Add, Entity::Account, {{"name", "foo"}}, {}).code, Code::AccessDenied);
}

TEST_F(AccountingRules, WhoIsNotOnTheListIsRefused) {
  JobSpec spec = batch();
  spec.account = "nosuch";
  EXPECT_EQ(h.submit_code(spec), Code::InvalidAccount);
  spec.account = "other";
  EXPECT_EQ(h.submit_code(spec), Code::Success);
  spec.qos = "nosuch";
  EXPECT_EQ(h.submit_code(spec), Code::InvalidQos);
  h.as.user_name = "eve";
  h.as.is_operator = false;
  EXPECT_EQ(h.submit_code(batch()), Code::InvalidAccount);
}

TEST_F(AccountingRules, ALimitKeepsWaitingUntilItIsLifted) {
  on_account({{"grptres", "cpu=2"}});
  const JobId large = h.submit(batch(4)), small = h.submit(batch(1));
  EXPECT_EQ(h.reason(large), Reason::AssocGrpCpuLimit);
  EXPECT_TRUE(h.runs(small)) << "what waits for a limit is in nobody's way";
  on_account({{"grptres", "cpu=5"}});
  EXPECT_TRUE(h.runs(large)) << "a change wakes it at once";
}

TEST_F(AccountingRules, AnEndMakesRoomUnderALimit) {
  on_account({{"maxjobs", "1"}});
  const JobId first = h.submit(batch()), second = h.submit(batch());
  EXPECT_EQ(h.reason(second), Reason::AssocMaxJobsLimit);
  h.end_batch(first);
  EXPECT_TRUE(h.runs(second));
}

TEST_F(AccountingRules, ANewTimeLimitMayLetAJobPass) {
  on_account({{"maxtresminsperjob", "cpu=20"}});
  const JobId job = h.submit(batch(4, 10));
  EXPECT_EQ(h.reason(job), Reason::AssocMaxCpuMinutesPerJobLimit);
  EXPECT_EQ(h.update_job(to_string(job), "TimeLimit", "5"), Code::Success);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(AccountingRules, RunMinutesRunOut) {
  on_account({{"grptresrunmins", "cpu=20"}});
  const JobId first = h.submit(batch(1, 15)), second = h.submit(batch(1, 10));
  EXPECT_TRUE(h.runs(first));
  EXPECT_EQ(h.reason(second), Reason::AssocGrpCPURunMinutesLimit);
  h.later(Seconds{6 * 60});
  EXPECT_TRUE(h.runs(second));
}

TEST_F(AccountingRules, TooManySubmissionsAreRefusedByTheNameOfTheLimit) {
  on_account({{"maxsubmit", "2"}});
  JobSpec array = batch();
  array.array = "1-3";
  const wire::Reply reply = submit(array);
  EXPECT_EQ(reply.code, Code::AccountingPolicy);
  EXPECT_EQ(reply.detail, "AssocMaxSubmitJobLimit");
  EXPECT_EQ(h.submit_code(batch()), Code::Success);
  EXPECT_EQ(h.submit_code(batch()), Code::Success);
  EXPECT_EQ(h.submit_code(batch()), Code::AccountingPolicy);
}

TEST_F(AccountingRules, AStrictQosRefusesWhatCouldNeverStart) {
  on_qos("normal", {{"maxtresperjob", "cpu=2"}});
  EXPECT_EQ(h.reason(h.submit(batch(4))), Reason::QosMaxCpuPerJobLimit);
  on_qos("normal", {{"flags", "DenyOnLimit"}});
  const wire::Reply reply = submit(batch(4));
  EXPECT_EQ(reply.code, Code::AccountingPolicy);
  EXPECT_EQ(reply.detail, "QOSMaxCpuPerJobLimit");
}

TEST_F(AccountingRules, OfAListTheFirstQosThatHasRoomIsTaken) {
  add_qos("hi", {{"priority", "100"}});
  add_qos("lo", {{"priority", "1"}});
  JobSpec spec = batch();
  spec.qos = "lo,hi";
  const JobId first = h.submit(spec);
  EXPECT_EQ(h.job(first).spec.qos, "hi");
  on_qos("hi", {{"grpjobs", "1"}});
  const JobId second = h.submit(spec);
  ASSERT_TRUE(h.runs(second));
  EXPECT_EQ(h.job(second).spec.qos, "lo");
  EXPECT_EQ(h.job(second).qos_id, accounting::find_qos(h.state->inside().accounting, "lo")->id);
}

TEST_F(AccountingRules, ThePartitionsQosHoldsForAllInIt) {
  add_qos("part", {{"grpjobs", "1"}});
  EXPECT_EQ(h.update(wire::Entity::Partition, {{"PartitionName", "short"}, {"QOS", "part"}}).code, Code::Success);
  JobSpec spec = batch();
  spec.partition = "short";
  EXPECT_TRUE(h.runs(h.submit(spec)));
  EXPECT_EQ(h.reason(h.submit(spec)), Reason::QosGrpJobsLimit);
  EXPECT_TRUE(h.runs(h.submit(batch())));
}

TEST_F(AccountingRules, WithoutATimeOfItsOwnAJobGetsTheLongestThatIsAllowed) {
  on_account({{"maxwall", "7"}});
  JobSpec spec = batch();
  spec.partition = "short";  // which has no default
  EXPECT_EQ(h.job(h.submit(spec)).time_limit, Minutes{7});
  EXPECT_EQ(h.reason(h.submit(batch(1, 10))), Reason::AssocMaxWallDurationPerJobLimit);
}

TEST_F(AccountingRules, AQosMayOutlastThePartition) {
  add_qos("hi", {{"flags", "PartitionTimeLimit"}});
  JobSpec spec = batch(1, 300);
  spec.partition = "tiny";
  EXPECT_EQ(h.reason(h.submit(spec)), Reason::PartitionTimeLimit);
  spec.qos = "hi";
  EXPECT_TRUE(h.runs(h.submit(spec)));
}

TEST_F(AccountingRules, AccountAndQosOfAWaitingJobMayChange) {
  add_qos("hi");
  JobSpec spec = batch();
  spec.hold = true;
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.update_job(to_string(job), "Account", "other"), Code::Success);
  EXPECT_EQ(h.job(job).association, 5U);
  EXPECT_EQ(h.update_job(to_string(job), "Account", "nosuch"), Code::InvalidAccount);
  EXPECT_EQ(h.update_job(to_string(job), "QOS", "hi"), Code::Success);
  EXPECT_EQ(h.update_job(to_string(job), "QOS", "nosuch"), Code::InvalidQos);
  EXPECT_EQ(h.job(job).spec.qos, "hi");
  EXPECT_EQ(h.job(job).spec.account, "other");
}

TEST_F(AccountingRules, AnAccountWithAJobInItIsNotDeleted) {
  JobSpec spec = batch();
  spec.account = "other";
  const JobId job = h.submit(spec);
  const auto removed = [&] {
    return wire::decode<wire::ChangeAccountingReply>(
        change(Verb::Delete, Entity::Account, {{"name", "other"}}, {}).payload);
  };
  EXPECT_EQ(removed()->in_the_way.size(), 1U);
  h.end_batch(job);
  EXPECT_EQ(removed()->objects, std::vector<std::string>{"other"});
}

TEST_F(AccountingRules, WhatCountsIsTold) {
  h.submit(batch(2, 10));
  JobSpec held = batch();
  held.hold = true;
  h.submit(held);
  const wire::AccountingReply reply = accounting();
  ASSERT_EQ(reply.association_use.size(), 3U) << "the user's, the account's, the root's";
  EXPECT_EQ(reply.association_use[0].jobs, 1U);
  EXPECT_EQ(reply.association_use[0].submitted, 2U);
  EXPECT_EQ(reply.association_use[0].run_minutes.at(0), (std::pair<std::string, std::uint64_t>{"cpu", 20}));
  EXPECT_EQ(reply.qos_use.size(), 3U) << "the QOS, the user in it, the account in it";
}

// Random jobs, arrays among them, under limits that change all the time: what runs is summed up after each event.
TEST_F(AccountingRules, WhatRunsNeverExceedsALimit) {
  std::mt19937 random{7};
  const auto below = [&](std::uint32_t end) {
    return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random);
  };
  std::uint32_t most_jobs = 5, most_cpus = 12, most_nodes = 6, waited = 0;
  on_account({{"grpjobs", "5"}, {"grptres", "cpu=12"}});
  on_qos("normal", {{"maxtresperuser", "node=6"}});
  for (int turn = 0; turn < 300; ++turn) {
    JobSpec spec = batch(1 + below(6), 1 + below(30));
    if (below(5) == 0) spec.array = "1-" + std::to_string(1 + below(4));
    if (below(4) == 0) spec.exclusive = Exclusive::Node;
    const JobId job = h.submit(spec);
    if (h.reason(job) == Reason::AssocGrpJobsLimit || h.reason(job) == Reason::AssocGrpCpuLimit) ++waited;
    std::uint32_t jobs = 0, cpus = 0, nodes = 0;
    std::vector<JobId> running;
    for (const auto& [id, one] : h.state->inside().jobs.all()) {
      if (one.state != JobState::Running) continue;
      running.push_back(id);
      ++jobs;
      cpus += one.allocation.cpu_count();
      nodes += static_cast<std::uint32_t>(one.allocation.nodes.size());
    }
    ASSERT_LE(jobs, most_jobs);
    ASSERT_LE(cpus, most_cpus);
    ASSERT_LE(nodes, most_nodes);
    for (const JobId one : running)
      if (below(3) == 0) h.end_batch(one);
    if (below(10) == 0) {
      for (const JobId one : running)
        if (h.runs(one)) h.end_batch(one);
      for (const auto& [id, one] : std::map<JobId, Job>(h.state->inside().jobs.all()))
        if (h.find(id) && !is_finished(h.state_of(id))) h.cancel(to_string(id));
      most_jobs = 1 + below(6);
      most_cpus = 4 + below(16);
      on_account({{"grpjobs", std::to_string(most_jobs)}, {"grptres", "cpu=" + std::to_string(most_cpus)}});
    }
  }
  EXPECT_GT(waited, 20U);
}

}  // namespace
}  // namespace minislurm::test
