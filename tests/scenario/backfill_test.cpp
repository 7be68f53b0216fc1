// The main pass keeps the order; the backfill pass fills the holes before those who wait, as often as it may.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

#include <algorithm>

#include "libcommon/wire/explanation.h"

namespace minislurm::test {
namespace {

JobSpec nodes(std::uint32_t count, std::uint32_t minutes) {
  JobSpec spec = batch(1, minutes);
  spec.min_nodes = spec.max_nodes = count;
  spec.exclusive = Exclusive::Node;
  return spec;
}

// Of four nodes two run for ten minutes; one who wants all four waits.
class Backfilling : public testing::Test {
 protected:
  void queue(const std::string& parameters, bool backfill = true) {
    Cluster cluster = plain_cluster(4, 4, 4000);
    cluster.settings.scheduler_parameters = parameters;
    cluster.settings.backfill = backfill;
    harness.emplace(cluster);
    running = harness->submit(nodes(2, 10));
    wide = harness->submit(nodes(4, 10));
  }

  std::optional<Harness> harness;
  JobId running{}, wide{};
};

TEST_F(Backfilling, AShortJobFillsTheHoleAtOnceWhereNoIntervalIsGiven) {
  queue("");
  EXPECT_TRUE(harness->runs(harness->submit(nodes(1, 5))));
  EXPECT_FALSE(harness->runs(harness->submit(nodes(1, 30))));
  EXPECT_EQ(harness->job(wide).expected_start, harness->job(running).started + Minutes{10});
}

TEST_F(Backfilling, ItWaitsForTheIntervalThatTheSiteHasGiven) {
  queue("bf_interval=30");
  const JobId small = harness->submit(nodes(1, 5));
  EXPECT_EQ(harness->reason(small), Reason::Priority);
  harness->later(Seconds{29});
  EXPECT_FALSE(harness->runs(small));
  harness->later(Seconds{1});
  EXPECT_TRUE(harness->runs(small));
}

TEST_F(Backfilling, WithTheBuiltinSchedulerNobodyPasses) {
  queue("", false);
  const JobId small = harness->submit(nodes(1, 5));
  harness->later(Minutes{1});
  EXPECT_FALSE(harness->runs(small));
  harness->end_batch(running);
  EXPECT_TRUE(harness->runs(wide));
}

TEST_F(Backfilling, ThePlannedStartOutlivesTheMainPassesBetween) {
  queue("bf_interval=600");
  const Instant planned = harness->job(wide).expected_start;
  EXPECT_NE(planned, kNever);
  harness->submit(nodes(1, 5));
  EXPECT_EQ(harness->job(wide).expected_start, planned);
  EXPECT_EQ(harness->reason(wide), Reason::Resources);
}

TEST_F(Backfilling, AJobThatCanNoLongerEndInTimeEndsAtOnce) {
  queue("");
  JobSpec spec = nodes(4, 10);
  spec.deadline = harness->now + Minutes{15};
  const JobId late = harness->submit(spec);
  harness->later(Minutes{5});
  EXPECT_EQ(harness->state_of(late), JobState::Pending);
  harness->later(Seconds{1});
  EXPECT_EQ(harness->state_of(late), JobState::Deadline);
  EXPECT_EQ(harness->reason(late), Reason::DeadLine);
}

TEST_F(Backfilling, AShortenedLimitIsWhatTheJobHas) {
  queue("");
  JobSpec spec = nodes(2, 60);
  spec.time_min = Minutes{5};
  const JobId flexible = harness->submit(spec);
  ASSERT_TRUE(harness->runs(flexible));
  EXPECT_EQ(harness->job(flexible).time_limit, Minutes{10});
  EXPECT_TRUE(harness->job(flexible).started_by_backfill);
}

TEST_F(Backfilling, AnotherPriorityIsLookedAtAMomentLater) {
  queue("");
  const JobId last = harness->submit(nodes(4, 10));
  EXPECT_EQ(harness->reason(last), Reason::Priority);
  EXPECT_EQ(harness->update_job(to_string(last), "Priority", "4294967000"), Code::Success);
  EXPECT_EQ(harness->reason(last), Reason::None);
  harness->later(Seconds{2});
  EXPECT_EQ(harness->reason(last), Reason::Resources);
  EXPECT_EQ(harness->reason(wide), Reason::Priority);
}

TEST_F(Backfilling, DeferredSubmissionsWaitForTheInterval) {
  queue("defer,sched_interval=30,bf_interval=600");
  harness->later(Seconds{30});
  EXPECT_TRUE(harness->runs(running));
  const JobId narrow = harness->submit(nodes(2, 1));
  EXPECT_EQ(harness->reason(narrow), Reason::None);
}

TEST_F(Backfilling, WhoWaitsBehindTheDepthHasHisTurnOnceInAWhile) {
  Cluster cluster = plain_cluster(4, 4, 4000);
  cluster.settings.scheduler_parameters = "default_queue_depth=2,bf_max_job_test=2,sched_interval=60,bf_interval=600";
  Partition other = cluster.partitions[0];
  other.name = "other";
  other.is_default = false;
  other.nodes = {"n4"};
  cluster.partitions.push_back(other);
  cluster.partitions[0].nodes = {"n1", "n2", "n3"};
  harness.emplace(cluster);
  for (int job = 0; job < 4; ++job) harness->submit(nodes(3, 100));
  JobSpec beside = nodes(1, 10);
  beside.partition = "other";
  const JobId last = harness->submit(beside);
  EXPECT_FALSE(harness->runs(last));
  harness->later(Seconds{60});
  EXPECT_TRUE(harness->runs(last));
}

// Each obstacle's reason, and its text.
std::vector<std::pair<std::string, std::string>> why(Harness& harness, JobId job) {
  wire::ExplainJobsRequest request;
  request.jobs.resize(1);
  request.jobs[0].job = job;
  request.explain = true;
  const auto reply = harness.get<wire::ExplainedJobsReply>(wire::RequestKind::QueryJobs, request);
  std::vector<std::pair<std::string, std::string>> obstacles;
  for (const wire::Explanation& one : reply.explanations)
    for (const wire::Obstacle& obstacle : one.obstacles) obstacles.emplace_back(obstacle.reason, obstacle.text);
  return obstacles;
}

TEST_F(Backfilling, EveryGateOfAWaitingJobIsTold) {
  queue("");
  JobSpec spec = nodes(4, 20);
  spec.hold = true;
  spec.begin = harness->now + Minutes{12};
  spec.dependency = "afterok:" + to_string(running);
  const auto obstacles = why(*harness, harness->submit(spec));
  const auto has = [&](const std::string& reason, const std::string& text) {
    return std::any_of(obstacles.begin(), obstacles.end(), [&](const auto& one) {
      return one.first == reason && one.second.find(text) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("JobHeldUser", "held by"));
  EXPECT_TRUE(has("Dependency", "afterok:" + to_string(running)));
  EXPECT_TRUE(has("BeginTime", "not before"));
  EXPECT_TRUE(has("Resources", "2 of 4 nodes have room, 4 needed"));
  EXPECT_TRUE(has("Priority", "planned before it: JobId=" + to_string(wide)));
  EXPECT_TRUE(why(*harness, running).empty());
}

}  // namespace
}  // namespace minislurm::test
