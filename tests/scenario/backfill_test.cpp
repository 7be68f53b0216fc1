// The main pass keeps the order; the backfill pass fills the holes before those who wait, as often as it may.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

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

}  // namespace
}  // namespace minislurm::test
