// Which topology a request is placed by, and when it counts.
#include <gmock/gmock.h>

#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

JobSpec nodes(std::uint32_t count, const char* partition = "debug") {
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = count;
  spec.exclusive = Exclusive::Node;
  spec.partition = partition;
  return spec;
}

// n[1-8]: leaves of four in "debug", blocks of two in "pairs", nothing known in "plain".
Cluster three_ways() {
  Cluster cluster = test::plain_cluster(8, 4, 1000, 4);
  cluster.topologies.front().name = "racks";
  cluster.topologies.front().cluster_default = true;
  TopologySpec pairs;
  pairs.name = "pairs";
  pairs.kind = TopologyKind::Block;
  pairs.block_sizes = {2, 4};
  for (const char* first : {"1", "3", "5", "7"}) {
    const std::string second = std::to_string(std::stoi(first) + 1);
    pairs.switches.push_back(SwitchSpec{std::string{"b"} + first, {std::string{"n"} + first, "n" + second}, {}, 0, 1});
  }
  TopologySpec plain;
  plain.name = "plain";
  cluster.topologies.push_back(pairs);
  cluster.topologies.push_back(plain);
  for (const char* name : {"pairs", "plain"}) {
    Partition partition = cluster.partitions.front();
    partition.name = partition.topology = name;
    partition.is_default = false;
    cluster.partitions.push_back(partition);
  }
  return cluster;
}

TEST(PartitionTopology, EveryPartitionPlacesByItsOwn) {
  test::World world{three_ways()};
  JobSpec third = nodes(1);
  third.required_nodes = "n3";
  EXPECT_EQ(world.nodes_of_new(third), "n3");
  // Three are left on the first leaf; where nothing is known of switches the run n[4-8] holds them.
  EXPECT_EQ(world.nodes_of_new(nodes(3)), "n[1-2,4]");
  world.end_all();
  EXPECT_EQ(world.nodes_of_new(third), "n3");
  EXPECT_EQ(world.nodes_of_new(nodes(3, "plain")), "n[4-6]");
  world.end_all();
  EXPECT_EQ(world.nodes_of_new(nodes(3, "pairs")), "n[5,7-8]");
}

TEST(PartitionTopology, SegmentsStayInABlock) {
  test::World world{three_ways()};
  JobSpec one = nodes(1);
  one.required_nodes = "n7";
  EXPECT_EQ(world.nodes_of_new(one), "n7");
  JobSpec pairs = nodes(4, "pairs");
  pairs.segment_size = 2;
  EXPECT_EQ(world.nodes_of_new(pairs), "n[3-6]");
  pairs.min_nodes = pairs.max_nodes = 2;
  EXPECT_EQ(world.nodes_of_new(pairs), "n[1-2]");
  EXPECT_EQ(world.nodes_of_new(pairs), "");
}

TEST(PartitionTopology, ARangeOfNodesTakesTheLeastInBlocksAndTheMostOnATree) {
  test::World world{three_ways()};
  JobSpec range = nodes(2, "pairs");
  range.max_nodes = 6;
  EXPECT_EQ(world.nodes_of_new(range), "n[7-8]");
  range.partition = "debug";
  EXPECT_EQ(world.nodes_of_new(range), "n[1-6]");
}

TEST(PartitionTopology, AnOptionalTreeCountsForThoseWhoAskForSwitches) {
  Cluster cluster = three_ways();
  cluster.settings.topology_parameters = "RoutePart,TopoOptional";
  test::World world{std::move(cluster)};
  JobSpec third = nodes(1);
  third.required_nodes = "n3";
  EXPECT_EQ(world.nodes_of_new(third), "n3");
  JobSpec asking = nodes(3);
  asking.switches = 1;
  EXPECT_EQ(world.nodes_of_new(nodes(2)), "n[1-2]");
  EXPECT_EQ(world.nodes_of_new(asking), "n[5-7]");
  world.end_all();
  EXPECT_EQ(world.nodes_of_new(third), "n3");
  EXPECT_EQ(world.nodes_of_new(nodes(3)), "n[4-6]");
}

}  // namespace
}  // namespace minislurm
