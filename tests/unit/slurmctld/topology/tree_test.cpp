#include "slurmctld/topology/tree.h"

#include <gmock/gmock.h>

#include <bit>
#include <random>

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
  EXPECT_THAT(tree.best_fit(all_of(2), Want{2, 0, 2, 0}), Optional(ElementsAre(0U, 1U)));
}

// The fewest leaves that any choice of `wanted` free nodes needs.
std::uint32_t fewest_leaves(const Topology& tree, const std::vector<Candidate>& candidates, std::uint32_t wanted) {
  std::uint32_t best = 1000;
  for (std::uint32_t set = 0; set < (1U << candidates.size()); ++set) {
    if (static_cast<std::uint32_t>(std::popcount(set)) != wanted) continue;
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t at = 0; at < candidates.size(); ++at) {
      if ((set >> at & 1U) != 0) nodes.push_back(candidates[at].node);
    }
    best = std::min(best, tree.leaves_used(nodes));
  }
  return best;
}

TEST(BestFit, NeverUsesMoreLeavesThanTheBestChoiceWould) {
  std::mt19937 random{7};
  for (int round = 0; round < 2000; ++round) {
    const std::uint32_t per_leaf = 2 + static_cast<std::uint32_t>(random() % 3);
    const Topology tree = tree_of(test::plain_cluster(10, 4, 1000, per_leaf));
    std::vector<Candidate> candidates;
    for (std::uint32_t node = 0; node < 10; ++node) {
      if (random() % 3 != 0) candidates.push_back({node, 1, 1, false});
    }
    const std::uint32_t wanted = 1 + static_cast<std::uint32_t>(random() % 10);
    const auto chosen = tree.best_fit(candidates, Want{wanted, 0, wanted, 0});
    ASSERT_EQ(chosen.has_value(), candidates.size() >= wanted);
    if (!chosen) continue;
    EXPECT_EQ(chosen->size(), wanted);
    EXPECT_EQ(tree.leaves_used(*chosen), fewest_leaves(tree, candidates, wanted));
  }
}

}  // namespace
}  // namespace minislurm::topology
