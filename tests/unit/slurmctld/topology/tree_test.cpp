#include "slurmctld/topology/tree.h"

#include <gmock/gmock.h>

#include "tests/support/cluster_builder.h"

namespace minislurm::topology {
namespace {

using testing::ElementsAre;
using testing::Optional;

Topology tree_of(const Cluster& cluster) {
  std::vector<std::string> names;
  for (const Node& node : cluster.nodes) names.push_back(node.name);
  return Topology{cluster.topologies.front(), names};
}

std::vector<Candidate> all_of(std::uint32_t count) {
  std::vector<Candidate> candidates;
  for (std::uint32_t node = 0; node < count; ++node) candidates.push_back({node, 1, 1, false});
  return candidates;
}

TEST(Topology, WritesTheAddressFromTheTopDown) {
  const Topology tree = tree_of(test::reference_cluster());
  EXPECT_EQ(tree.address("node1"), "spine.leaf1.node1");
  EXPECT_EQ(tree.pattern("node1"), "switch.switch.node");
  EXPECT_EQ(Topology{}.address("node1"), "node1");
  EXPECT_EQ(Topology{}.pattern("node1"), "node");
}

TEST(Topology, CountsHopsToTheLowestCommonSwitch) {
  const Topology tree = tree_of(test::reference_cluster());
  EXPECT_EQ(tree.distance(0, 0), 0U);
  EXPECT_EQ(tree.distance(0, 3), 1U);
  EXPECT_EQ(tree.distance(0, 4), 2U);
}

TEST(BestFit, RefusesMoreLeavesThanAllowed) {
  const Topology tree = tree_of(test::reference_cluster());
  EXPECT_EQ(tree.best_fit(all_of(8), Want{5, 0, 5, 1}), std::nullopt);
  EXPECT_THAT(tree.best_fit(all_of(8), Want{4, 0, 4, 1}), Optional(ElementsAre(0U, 1U, 2U, 3U)));
}

TEST(BestFit, TakesMoreNodesWhereTheFirstOnesAreTooSmall) {
  const Topology flat = tree_of(test::plain_cluster(4, 4, 1000));
  std::vector<Candidate> candidates = all_of(4);
  candidates[2].tasks = 4;
  EXPECT_THAT(flat.best_fit(candidates, Want{1, 0, 4, 0}), Optional(ElementsAre(2U)));
  EXPECT_THAT(flat.best_fit(candidates, Want{1, 0, 5, 0}), Optional(ElementsAre(0U, 2U)));
  EXPECT_EQ(flat.best_fit(candidates, Want{1, 1, 5, 0}), std::nullopt);
}

TEST(BestFit, SurvivesATreeThatContainsItself) {
  TopologySpec spec;
  spec.kind = TopologyKind::Tree;
  spec.switches = {SwitchSpec{"a", {}, {"b"}, 1, 1}, SwitchSpec{"b", {}, {"a"}, 1, 1},
                   SwitchSpec{"leaf", {"n1"}, {}, 0, 1}};
  const std::vector<std::string> names{"n1", "n2"};
  const Topology tree{spec, names};
  EXPECT_EQ(tree.address("n1"), "leaf.n1");
  EXPECT_EQ(tree.distance(0, 1), kUnreachable);
  EXPECT_THAT(tree.best_fit(all_of(1), Want{1, 0, 1, 0}), Optional(ElementsAre(0U)));
}

TEST(BestFit, SpansOnlyNodesThatASwitchConnects) {
  TopologySpec spec;
  spec.kind = TopologyKind::Tree;
  spec.switches = {SwitchSpec{"a", {"n1", "n2"}, {}, 0, 1}, SwitchSpec{"b", {"n3", "n4", "n5"}, {}, 0, 1}};
  const std::vector<std::string> names{"n1", "n2", "n3", "n4", "n5", "n6"};
  const Topology islands{spec, names};
  EXPECT_FALSE(islands.connected());
  EXPECT_THAT(islands.best_fit(all_of(6), Want{3, 0, 3, 0}), Optional(ElementsAre(2U, 3U, 4U)));
  EXPECT_EQ(islands.best_fit(all_of(6), Want{4, 0, 4, 0}), std::nullopt);
  EXPECT_THAT(islands.best_fit(all_of(6), Want{1, 0, 1, 0}), Optional(ElementsAre(5U)));
}

std::vector<Candidate> only(std::initializer_list<std::uint32_t> nodes) {
  std::vector<Candidate> candidates;
  for (const std::uint32_t node : nodes) candidates.push_back({node, 1, 1, false});
  return candidates;
}

TEST(BestFit, FillsTheTightestRunOfNeighboursWithoutSwitches) {
  const Topology flat = tree_of(test::plain_cluster(24, 4, 1000));
  EXPECT_THAT(flat.best_fit(only({0, 1, 2, 3, 6, 7, 10, 11, 12}), Want{2, 2, 2, 0}), Optional(ElementsAre(6U, 7U)));
  // No run is large enough: the largest, and the rest where it fits most tightly.
  EXPECT_THAT(flat.best_fit(only({0, 1, 2, 4, 6, 7}), Want{4, 4, 4, 0}), Optional(ElementsAre(0U, 1U, 2U, 4U)));
}

}  // namespace
}  // namespace minislurm::topology
