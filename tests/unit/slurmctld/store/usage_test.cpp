#include "slurmctld/store/usage.h"

#include <gmock/gmock.h>

#include "tests/unit/slurmctld/store/store_fixture.h"

namespace minislurm::store {
namespace {

class UsageTest : public StoreTest {
 protected:
  wire::UsageReply usage(Instant since, Instant until, Instant now) {
    std::optional<Result<wire::UsageReply>> answer;
    store_->usage({since, until}, now, [&answer](Result<wire::UsageReply> reply) { answer = std::move(reply); });
    owner_.run_until([&answer] { return answer.has_value(); });
    return answer->value_or({});
  }
  void add(std::vector<Job> jobs) {
    Batch batch;
    batch.jobs = std::move(jobs);
    EXPECT_TRUE(save(*store_, std::move(batch)));
  }
  static Job used(std::uint32_t id, int start, int end, const std::string& account) {
    Job made = ended(id, JobState::Completed, start, end);
    made.submitted = made.eligible = at(start);
    made.spec.account = account;
    made.tres_request = made.tres_allocated = "cpu=2,mem=100M,node=1,billing=2";
    return made;
  }
  std::unique_ptr<Store> store_ = open();
};

TEST_F(UsageTest, AJobCountsWithItsPartOfTheWindow) {
  add({used(1, 3600, 10800, "physics"), used(2, 5400, 7200, "physics")});
  const wire::UsageReply reply = usage(at(3600), at(7200), at(20000));
  ASSERT_EQ(reply.rows.size(), 1U);
  EXPECT_EQ(reply.rows[0].jobs, 2U);
  EXPECT_EQ(reply.rows[0].tres_seconds[0], (std::pair<std::string, double>{"cpu", 2 * 3600 + 2 * 1800}));
}

TEST_F(UsageTest, AnHourThatIsNotOverDoesNotCountYet) {
  add({used(1, 3600, 7200, "physics")});
  EXPECT_TRUE(usage(at(3600), at(7200), at(7100)).rows.empty());
  EXPECT_EQ(usage(at(3600), at(7200), at(7200)).rows.size(), 1U);
}

TEST_F(UsageTest, NothingIsKnownOfTheTimeBeforeTheFirstJob) {
  add({used(1, 5400, 7200, "physics")});
  EXPECT_EQ(usage(at(0), at(7200), at(7200)).seconds, 1800);
}

TEST_F(UsageTest, TheClustersTimeDividesIntoUsedWaitedForAndIdle) {
  Job waited = used(1, 5400, 7200, "physics");
  waited.submitted = waited.eligible = at(3600);
  add({waited});
  wire::UsageReply reply = usage(at(3600), at(7200), at(7200));
  settle_cluster(reply, {{"cpu", 4}});
  ASSERT_EQ(reply.cluster.size(), 1U);
  EXPECT_EQ(reply.cluster[0].reported, 4 * 3600);
  EXPECT_EQ(reply.cluster[0].allocated, 2 * 1800);
  EXPECT_EQ(reply.cluster[0].planned, 2 * 1800);
  EXPECT_EQ(reply.cluster[0].idle, 2 * 3600);
}

TEST_F(UsageTest, WhatWaitedForMoreThanThereWasIsOvercommitted) {
  Job waited = used(1, 5400, 7200, "physics");
  waited.submitted = waited.eligible = at(3600);
  waited.tres_request = "cpu=10";
  add({waited});
  wire::UsageReply reply = usage(at(3600), at(7200), at(7200));
  settle_cluster(reply, {{"cpu", 4}});
  EXPECT_EQ(reply.cluster[0].planned, 4 * 3600 - 2 * 1800);
  EXPECT_EQ(reply.cluster[0].overcommitted, 10 * 1800 - (4 * 3600 - 2 * 1800));
  EXPECT_EQ(reply.cluster[0].idle, 0);
}

}  // namespace
}  // namespace minislurm::store
