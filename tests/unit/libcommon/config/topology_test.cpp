#include <gmock/gmock.h>

#include "libcommon/config/topology_files.h"
#include "libcommon/text/hostlist.h"
#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kThree = R"(
- topology: racks
  cluster_default: true
  tree:
    switches:
      - {switch: core1, children: "switch[1-2]"}
      - {switch: switch1, nodes: "node[1-4]"}
      - {switch: switch2, nodes: "node[5-8]"}
- topology: nvl
  block:
    block_sizes: [2, 4, 8]
    blocks:
      - {block: b1, nodes: "node[1-2]"}
      - {block: b2, nodes: "node[3-4]"}
      - {block: b3, nodes: "node[5-6]"}
      - {block: b4, nodes: "node[7-8]"}
- topology: plain
  flat: true
)";

class Topology : public testing::Test {
 protected:
  Result<std::vector<TopologySpec>> settle(const std::vector<DeclaredTopology>& declared) {
    const auto nodes = text::expand_hostlist("node[1-8]");
    std::vector<TopologySpec> settled;
    for (const DeclaredTopology& one : declared) {
      auto spec = settle_topology(one, *nodes);
      if (!spec) return spec.error();
      settled.push_back(std::move(*spec));
    }
    return settled;
  }
  Result<std::vector<TopologySpec>> yaml(const std::string& text) {
    const auto declared = read_topology_yaml(folder_.write("topology.yaml", text));
    if (!declared) return declared.error();
    return settle(*declared);
  }
  Result<std::vector<TopologySpec>> conf(const std::string& text) {
    const auto declared = read_topology_conf(folder_.write("topology.conf", text));
    if (!declared) return declared.error();
    return settle({*declared});
  }
  std::string without_folder(const Result<std::vector<TopologySpec>>& result) {
    return result ? "read" : result.error().detail.substr(folder_.path().size() + 1);
  }

  Folder folder_;
};

TEST_F(Topology, YamlDeclaresTreesBlocksAndFlatOnesSideBySide) {
  const auto all = yaml(kThree);
  ASSERT_TRUE(all) << all.error().detail;
  ASSERT_EQ(all->size(), 3u);
  const TopologySpec& tree = (*all)[0];
  EXPECT_EQ(tree.name, "racks");
  EXPECT_TRUE(tree.cluster_default);
  EXPECT_EQ(tree.switches[0].level, 1u);
  EXPECT_EQ(tree.switches[0].nodes.size(), 8u);
  EXPECT_EQ(tree.switches[1].level, 0u);
  const TopologySpec& block = (*all)[1];
  EXPECT_EQ(block.kind, TopologyKind::Block);
  EXPECT_THAT(block.block_sizes, ElementsAre(2, 4, 8));
  EXPECT_THAT(block.switches[3].nodes, ElementsAre("node7", "node8"));
  EXPECT_EQ((*all)[2].kind, TopologyKind::Flat);
  EXPECT_FALSE((*all)[2].cluster_default);
}

TEST_F(Topology, ErrorsInYamlNameTheLine) {
  EXPECT_EQ(without_folder(yaml("- topology: a\n  tree:\n    switches:\n      - {switch: s, nodes: 'node[1-9]'}\n")),
            "topology.yaml: line 4: node node9 is not declared by a NodeName line");
  EXPECT_EQ(without_folder(yaml("- topology: a\n  flat: true\n  colour: red\n")),
            "topology.yaml: line 3: unknown key 'colour'");
  EXPECT_THAT(without_folder(yaml("- topology: a\n")), HasSubstr("exactly one of tree, block, flat"));
  EXPECT_THAT(without_folder(yaml("- topology: a\n  flat: true\n- topology: a\n  flat: true\n")),
              HasSubstr("line 3: topology a is declared twice"));
  EXPECT_THAT(without_folder(yaml("- [")), HasSubstr("topology.yaml: line "));
  EXPECT_THAT(without_folder(yaml("")), HasSubstr("expected a list of topologies"));
}

TEST_F(Topology, AConfFileHoldsATree) {
  const auto all = conf("SwitchName=top Switches=mid,s3\nSwitchName=mid Switches=s[1-2] LinkSpeed=7\n"
                        "SwitchName=s1 Nodes=node[1-2]\nSwitchName=s2 Nodes=node[3-4]\n"
                        "SwitchName=s3 Nodes=node[5-8]\n");
  ASSERT_TRUE(all) << all.error().detail;
  const auto& switches = all->front().switches;
  EXPECT_EQ(switches[0].level, 2u);
  EXPECT_EQ(switches[0].nodes.size(), 8u);
  EXPECT_EQ(switches[1].level, 1u);
  EXPECT_EQ(switches[1].link_speed, 7u);
  EXPECT_THAT(switches[1].nodes, ElementsAre("node1", "node2", "node3", "node4"));
}

TEST_F(Topology, AConfFileHoldsBlocks) {
  const auto all = conf("BlockName=b1 Nodes=node[1-4]\nBlockName=b2 Nodes=node[5-8]\nBlockSizes=4,8\n");
  ASSERT_TRUE(all) << all.error().detail;
  EXPECT_THAT(all->front().block_sizes, ElementsAre(4, 8));
  const auto plain = conf("BlockName=b1 Nodes=node[1-3]\nBlockName=b2 Nodes=node[5-8]\n");
  ASSERT_TRUE(plain) << plain.error().detail;
  EXPECT_THAT(plain->front().block_sizes, ElementsAre(3));
}

TEST_F(Topology, WhatIsNoTreeIsAnError) {
  EXPECT_THAT(without_folder(conf("SwitchName=a Switches=b\nSwitchName=b Switches=a\n")), HasSubstr("is below itself"));
  EXPECT_EQ(without_folder(conf("SwitchName=a Switches=b\n")), "topology.conf: line 1: switch b is not declared");
  EXPECT_THAT(without_folder(conf("SwitchName=a\n")), HasSubstr("needs either nodes or switches"));
  EXPECT_THAT(without_folder(conf("SwitchName=a Nodes=node1\nSwitchName=a Nodes=node2\n")),
              HasSubstr("line 2: the name a"));
  EXPECT_THAT(without_folder(conf("SwitchName=a Nodes=node1\nSwitchName=b Nodes=node1\n")),
              HasSubstr("line 2: node node1 has a place already"));
  EXPECT_THAT(without_folder(conf("SwitchName=a Nodes=node1\nBlockName=b Nodes=node2\n")), HasSubstr("either"));
}

TEST_F(Topology, BlockSizesAreSuccessiveMultiplesByPowersOfTwoAndBlocksAreLargeEnough) {
  const std::string blocks = "BlockName=b1 Nodes=node[1-4]\nBlockName=b2 Nodes=node[5-8]\n";
  EXPECT_THAT(without_folder(conf(blocks + "BlockSizes=4,12\n")), HasSubstr("12 is not a power of two times 4"));
  EXPECT_THAT(without_folder(conf(blocks + "BlockSizes=5\n")), HasSubstr("block b1 has fewer nodes"));
}

}  // namespace
}  // namespace minislurm::config
