// Priorities, usage and shares while a cluster is at work.
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

// With the accounts acct and other.
Cluster with_accounts() {
  Cluster cluster = reference_cluster();
  cluster.settings.job_submit_default_account = "acct";
  return cluster;
}

Cluster weighted(void (*with)(Settings&)) {
  Cluster cluster = with_accounts();
  with(cluster.settings);
  return cluster;
}

class Priorities : public ::testing::Test {
 protected:
  // One of a whole node, so that eight run and the others wait.
  JobId whole(Harness& h, std::uint32_t minutes = 60) {
    JobSpec spec = batch(4, minutes);
    spec.account = "acct";
    return h.submit(spec);
  }
  void fill(Harness& h) {
    for (int i = 0; i < 8; ++i) running.push_back(whole(h));
  }
  wire::PrioritiesReply factors(Harness& h) {
    return h.get<wire::PrioritiesReply>(wire::RequestKind::QueryPriorities, wire::Empty{});
  }
  wire::ShareRow share(Harness& h, const std::string& account, const std::string& user) {
    const auto reply = h.get<wire::SharesReply>(wire::RequestKind::QueryShares, wire::Empty{});
    for (const wire::ShareRow& row : reply.rows)
      if (row.account == account && row.user == user) return row;
    ADD_FAILURE() << "no share of " << account << ' ' << user;
    return {};
  }
  Code top(Harness& h, JobId job) { return h.act(wire::JobAction::Top, to_string(job)); }
  std::vector<JobId> running;
};

TEST_F(Priorities, GrowWithAgeOncePerPeriod) {
  Harness h{weighted([](Settings& s) {
    s.weight_partition = 0;
    s.weight_age = 1000;
    s.priority.max_age = Seconds{6000};
  })};
  fill(h);
  const JobId waiting = whole(h);
  EXPECT_EQ(h.job(waiting).priority, 1U);
  h.later(Seconds{310});
  EXPECT_EQ(h.job(waiting).priority, 50U);
  h.later(Seconds{270});
  EXPECT_EQ(h.job(waiting).priority, 50U);
  h.later(Seconds{30});
  EXPECT_EQ(h.job(waiting).priority, 100U);
}

TEST_F(Priorities, NeedNoTimerWhereNothingWaits) {
  Harness h{weighted([](Settings& s) { s.weight_age = s.weight_fair_share = 1000; })};
  EXPECT_FALSE(h.state->next_wakeup());
}

TEST_F(Priorities, ChargeWhatRunsToItsAssociation) {
  Harness h{with_accounts()};
  JobSpec spec = batch(4, 60);
  spec.account = "acct";
  const JobId job = h.submit(spec);
  ASSERT_TRUE(h.runs(job));
  h.later(Seconds{100});
  EXPECT_EQ(share(h, "acct", "root").raw_usage, 0) << "the period is not over";
  h.later(Seconds{250});
  EXPECT_NEAR(share(h, "acct", "root").raw_usage, 4 * 300, 1);
  EXPECT_NEAR(share(h, "acct", "").raw_usage, 4 * 300, 1);
  EXPECT_NEAR(share(h, "root", "").raw_usage, 4 * 300, 1);
  EXPECT_EQ(share(h, "other", "root").raw_usage, 0);
  h.end_batch(job);
  h.later(Seconds{300});
  EXPECT_NEAR(share(h, "acct", "root").raw_usage, 4 * 350, 2);
}

TEST_F(Priorities, KeepUsageOverARestart) {
  Harness h{with_accounts()};
  JobSpec spec = batch(4, 60);
  spec.account = "acct";
  const JobId job = h.submit(spec), other = h.submit(spec);
  h.later(Seconds{320});
  h.end_batch(other);
  h.crash();
  h.later(Seconds{300});
  h.end_batch(job);
  h.crash();
  h.later(Seconds{300});
  EXPECT_NEAR(share(h, "acct", "root").raw_usage, 4 * (320 + 620), 6);
}

TEST_F(Priorities, KeepWhatEndedBeforeTheFirstPeriodDid) {
  Harness h{with_accounts()};
  JobSpec spec = batch(4, 60);
  spec.account = "acct";
  const JobId job = h.submit(spec);
  h.later(Seconds{100});
  h.end_batch(job);
  h.crash();
  h.later(Seconds{250});
  EXPECT_NEAR(share(h, "acct", "root").raw_usage, 4 * 100, 1);
}

TEST_F(Priorities, PutWhoHasUsedLessFirst) {
  Harness h{weighted([](Settings& s) {
    s.weight_partition = 0;
    s.weight_fair_share = 1000;
  })};
  fill(h);  // all of acct
  JobSpec spec = batch(4, 10);
  spec.account = "acct";
  const JobId late = h.submit(spec);
  spec.account = "other";
  const JobId early = h.submit(spec);
  EXPECT_EQ(h.job(late).priority, h.job(early).priority) << "nobody has used anything yet";
  h.later(Seconds{301});
  EXPECT_GT(h.job(early).priority, h.job(late).priority);
  h.end_batch(running.front());
  EXPECT_TRUE(h.runs(early));
  EXPECT_FALSE(h.runs(late));
}

TEST_F(Priorities, AreExplainedForWhatCouldStartAndNothingElse) {
  Harness h{with_accounts()};
  fill(h);
  const JobId waiting = whole(h);
  JobSpec spec = batch(4, 10);
  spec.hold = true;
  h.submit(spec);
  spec.hold = false;
  spec.begin = h.now + Seconds{1000};
  h.submit(spec);
  spec.begin = kNever;
  spec.priority = 5;
  h.submit(spec);
  spec.priority.reset();
  spec.partition = "debug,short";
  const JobId both = h.submit(spec);
  const auto reply = factors(h);
  ASSERT_EQ(reply.rows.size(), 4U);
  EXPECT_EQ(reply.rows[0].job_id, number(waiting));
  EXPECT_DOUBLE_EQ(reply.rows[0].partition_factor, 0.1);
  EXPECT_TRUE(reply.rows[1].set_by_admin);
  EXPECT_EQ(reply.rows[1].priority, 5U);
  EXPECT_EQ(reply.rows[2].job_id, number(both));
  EXPECT_EQ(reply.rows[3].job_id, number(both));
  EXPECT_EQ(reply.weights.partition, 1000U);
}

TEST_F(Priorities, ShowWhatRunningJobsMayStillUseWhereLimitsAreEnforced) {
  Harness h{weighted([](Settings& s) { s.accounting_enforce = kEnforceLimits; })};
  JobSpec spec = batch(2, 10);
  spec.account = "acct";
  h.submit(spec);
  const wire::ShareRow row = share(h, "acct", "");
  ASSERT_FALSE(row.run_seconds.empty());
  EXPECT_EQ(row.run_seconds.front(), (std::pair<std::string, std::uint64_t>{"cpu", 1200}));
}

TEST_F(Priorities, OfTheTopOneAreTakenFromTheOthersOfItsKind) {
  Harness h{with_accounts()};
  fill(h);
  const JobId a = whole(h), b = whole(h), c = whole(h), last = whole(h);
  JobSpec spec = batch(4, 10);
  spec.account = "other";
  const JobId elsewhere = h.submit(spec);
  h.update_job(to_string(a), "Nice", "-50");
  EXPECT_EQ(top(h, last), Code::Success);
  EXPECT_EQ(h.job(last).priority, 150U);
  EXPECT_EQ(h.job(last).spec.nice, -50);
  EXPECT_EQ(h.job(a).priority, 134U);  // 50 points among three: 16, 17, 17
  EXPECT_EQ(h.job(a).spec.nice, -34);
  EXPECT_EQ(h.job(b).spec.nice, 17);
  EXPECT_EQ(h.job(c).priority, 83U);
  EXPECT_EQ(h.job(elsewhere).priority, 100U);
  EXPECT_EQ(top(h, last), Code::Success);
  EXPECT_EQ(h.job(a).priority, 134U) << "it is first already";
  EXPECT_EQ(top(h, running.front()), Code::JobNotPending);
  h.act(wire::JobAction::Hold, to_string(c));
  EXPECT_EQ(top(h, c), Code::JobHeld);
  EXPECT_EQ(top(h, JobId{99999}), Code::InvalidJobId);
  h.as.is_operator = false;
  EXPECT_EQ(top(h, b), Code::Disabled);
}

TEST_F(Priorities, FollowNiceAndTheSitesFactor) {
  Harness h{with_accounts()};
  fill(h);
  const JobId job = whole(h);
  const std::string id = to_string(job);
  EXPECT_EQ(h.update_job(id, "Nice", "30"), Code::Success);
  EXPECT_EQ(h.job(job).priority, 70U);
  EXPECT_EQ(h.update_job(id, "SiteFactor", "-20"), Code::Success);
  EXPECT_EQ(h.job(job).priority, 50U);
  EXPECT_EQ(h.update_job(id, "Priority", "5000"), Code::Success);
  EXPECT_EQ(h.job(job).priority, 5000U);
  EXPECT_EQ(h.job(job).spec.nice, 0);
  EXPECT_EQ(h.update_job(id, "Nice", "7"), Code::Success);
  EXPECT_EQ(h.job(job).priority, 5000U) << "what was set by hand stays as it is";
  EXPECT_EQ(h.job(job).spec.nice, 0);
}

TEST_F(Priorities, BillByThePartitionsWeights) {
  Cluster cluster = with_accounts();
  cluster.partitions[0].tres_billing_weights = "CPU=1.5,Mem=0.25G,GRES/gpu=2.7";
  Harness h{cluster};
  JobSpec spec = batch(3);
  spec.memory_per_node = Mebibytes{1000};
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.job(job).tres_request, "cpu=3,mem=1000M,node=1,billing=4");
  EXPECT_EQ(h.job(job).tres_allocated, "cpu=3,mem=1000M,node=1,billing=4");
  Cluster dearest = cluster;
  dearest.settings.priority.flags = static_cast<std::uint32_t>(PriorityFlag::MaxTres);
  Harness other{dearest};
  spec.gres_per_node = "gpu:2";
  EXPECT_NE(other.job(other.submit(spec)).tres_allocated.find("billing=5"), std::string::npos);
}

}  // namespace
}  // namespace minislurm::test
