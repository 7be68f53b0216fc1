#include "slurmctld/core/statistics.h"

#include <gtest/gtest.h>

#include "slurmctld/core/state.h"
#include "tests/support/cluster_builder.h"

namespace minislurm::core {
namespace {

constexpr Instant kNow{Seconds{1'700'000'000}};

TEST(Statistics, NodesThatAreOnlyCountedAreNoPartOfTheMachine) {
  Cluster cluster = test::plain_cluster(3, 4, 1000);
  cluster.nodes[0].machine_cpus = {0, 1, 2, 3};
  const ClusterState state(cluster, kNow);
  const wire::StatsReply stats = statistics_of(state.inside(), kNow);
  EXPECT_EQ(stats.total_cpus, 4U);
  EXPECT_EQ(stats.total_memory.count, 1000U);
}

TEST(Statistics, AClusterOfCountedNodesIsItsSum) {
  const ClusterState state(test::plain_cluster(3, 4, 1000), kNow);
  EXPECT_EQ(statistics_of(state.inside(), kNow).total_cpus, 12U);
}

}  // namespace
}  // namespace minislurm::core
