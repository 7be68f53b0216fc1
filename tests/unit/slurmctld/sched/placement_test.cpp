// Every line of the reference transcripts about which nodes and how many CPUs a request gets.
#include <gmock/gmock.h>

#include "slurmctld/sched/tres_text.h"
#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

struct Line {
  const char* name;
  void (*ask)(JobSpec& spec);
  const char* nodes;
  std::uint32_t tasks;
  const char* tres;
};

const Line kLines[] = {
    {"n1", [](JobSpec& s) { s.ntasks = 1; }, "node1", 1, "cpu=1,mem=100M,node=1,billing=1"},
    {"n4", [](JobSpec& s) { s.ntasks = 4; }, "node1", 4, "cpu=4,mem=400M,node=1,billing=4"},
    {"n5", [](JobSpec& s) { s.ntasks = 5; }, "node[1-2]", 5, "cpu=5,mem=500M,node=2,billing=5"},
    {"N2", [](JobSpec& s) { s.min_nodes = s.max_nodes = 2; }, "node[1-2]", 2, "cpu=2,mem=200M,node=2,billing=2"},
    {"N2n2c2", [](JobSpec& s) { s.min_nodes = s.max_nodes = 2; s.ntasks = 2; s.cpus_per_task = 2; }, "node[1-2]", 2,
     "cpu=4,mem=400M,node=2,billing=4"},
    {"N3TwoPerNode", [](JobSpec& s) { s.min_nodes = s.max_nodes = 3; s.ntasks_per_node = 2; }, "node[1-3]", 6,
     "cpu=6,mem=600M,node=3,billing=6"},
    {"n8TwoPerNode", [](JobSpec& s) { s.ntasks = 8; s.ntasks_per_node = 2; }, "node[1-4]", 8,
     "cpu=8,mem=800M,node=4,billing=8"},
    {"N2to4n6", [](JobSpec& s) { s.min_nodes = 2; s.max_nodes = 4; s.ntasks = 6; }, "node[1-4]", 6,
     "cpu=6,mem=600M,node=4,billing=6"},
    {"exclusive", [](JobSpec& s) { s.exclusive = Exclusive::Node; s.ntasks = 1; }, "node1", 1,
     "cpu=4,mem=400M,node=1,billing=4,gres/gpu=2"},
    {"wNode7", [](JobSpec& s) { s.required_nodes = "node7"; s.ntasks = 1; }, "node7", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
    {"wNode27", [](JobSpec& s) { s.required_nodes = "node[2,7]"; s.ntasks = 2; }, "node[2,7]", 2,
     "cpu=2,mem=200M,node=2,billing=2"},
    {"xNode1to6", [](JobSpec& s) { s.excluded_nodes = "node[1-6]"; s.ntasks = 1; }, "node7", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
    {"big", [](JobSpec& s) { s.constraint = "big"; s.ntasks = 1; }, "node5", 1, "cpu=1,mem=100M,node=1,billing=1"},
    {"preferBig", [](JobSpec& s) { s.prefer = "big"; s.ntasks = 1; }, "node5", 1, "cpu=1,mem=100M,node=1,billing=1"},
    {"preferMoreThanThereIs", [](JobSpec& s) { s.prefer = "big"; s.constraint = "fast"; s.min_nodes = s.max_nodes = 2;
                                               s.excluded_nodes = "node[5-7]"; }, "node[1-2]", 2,
     "cpu=2,mem=200M,node=2,billing=2"},
    {"fastOrBig", [](JobSpec& s) { s.constraint = "fast|big"; s.min_nodes = s.max_nodes = 1; }, "node1", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
    {"mem3000", [](JobSpec& s) { s.memory_per_node = Mebibytes{3000}; s.ntasks = 1; }, "node1", 1,
     "cpu=1,mem=3000M,node=1,billing=1"},
    {"memPerCpu1500", [](JobSpec& s) { s.memory_per_cpu = Mebibytes{1500}; s.ntasks = 2; }, "node1", 2,
     "cpu=2,mem=3000M,node=1,billing=2"},
    {"mem0", [](JobSpec& s) { s.memory_per_node = Mebibytes{0}; s.ntasks = 1; }, "node1", 1,
     "cpu=1,mem=4000M,node=1,billing=1"},
    {"gpuPerNode", [](JobSpec& s) { s.gres_per_node = "gres/gpu:1"; s.min_nodes = s.max_nodes = 2; }, "node[1-2]", 2,
     "cpu=2,mem=200M,node=2,billing=2,gres/gpu=2"},
    {"G3n3", [](JobSpec& s) { s.gres_per_job = "gres/gpu:3"; s.ntasks = 3; }, "node[1-2]", 3,
     "cpu=3,mem=300M,node=2,billing=3,gres/gpu=3"},
    {"twoGpusPerNode", [](JobSpec& s) { s.gres_per_node = "gres/gpu:2"; s.min_nodes = s.max_nodes = 2; }, "node[1-2]",
     2, "cpu=2,mem=200M,node=2,billing=2,gres/gpu=4"},
    {"gpuPerTask", [](JobSpec& s) { s.gres_per_task = "gres/gpu:1"; s.ntasks = 2; }, "node1", 2,
     "cpu=2,mem=200M,node=1,billing=2,gres/gpu=2"},
    {"oneSwitch", [](JobSpec& s) { s.switches = 1; s.min_nodes = s.max_nodes = 4; }, "node[1-4]", 4,
     "cpu=4,mem=400M,node=4,billing=4"},
    {"N5", [](JobSpec& s) { s.min_nodes = s.max_nodes = 5; }, "node[1-5]", 5, "cpu=5,mem=500M,node=5,billing=5"},
    {"contiguous", [](JobSpec& s) { s.contiguous = true; s.min_nodes = s.max_nodes = 3; }, "node[1-3]", 3,
     "cpu=3,mem=300M,node=3,billing=3"},
    {"license", [](JobSpec& s) { s.licenses = "matlab:1"; s.ntasks = 1; }, "node1", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
    {"mincpus", [](JobSpec& s) { s.min_cpus_per_node = 3; }, "node1", 3,
     "cpu=3,mem=300M,node=1,billing=3"},
    {"c4n2", [](JobSpec& s) { s.cpus_per_task = 4; s.ntasks = 2; }, "node[1-2]", 2,
     "cpu=8,mem=800M,node=2,billing=8"},
    {"spread", [](JobSpec& s) { s.spread_job = true; s.ntasks = 4; }, "node[1-4]", 4,
     "cpu=4,mem=400M,node=4,billing=4"},
    {"twoPartitions", [](JobSpec& s) { s.partition = "short,debug"; s.ntasks = 1; }, "node1", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
    {"oneCorePerSocket", [](JobSpec& s) { s.cores_per_socket = 1; s.ntasks = 1; }, "node1", 1,
     "cpu=1,mem=100M,node=1,billing=1"},
};

class ReferenceLine : public testing::TestWithParam<Line> {};

TEST_P(ReferenceLine, ComesOut) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  GetParam().ask(spec);
  const JobId id = world.submit(spec, 20);
  world.pass();
  EXPECT_EQ(world.where(id), GetParam().nodes);
  std::uint32_t tasks = 0;
  for (const NodeAllocation& node : world.job(id).allocation.nodes) tasks += node.tasks;
  EXPECT_EQ(tasks, GetParam().tasks);
  EXPECT_EQ(sched::allocation_tres(world.job(id).allocation), GetParam().tres);
}

INSTANTIATE_TEST_SUITE_P(Resources, ReferenceLine, testing::ValuesIn(kLines),
                         [](const testing::TestParamInfo<Line>& line) { return line.param.name; });

JobSpec whole_nodes(std::uint32_t count) {
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = count;
  spec.exclusive = Exclusive::Node;
  return spec;
}

JobSpec on(const char* nodes, std::uint32_t count) {
  JobSpec spec = whole_nodes(count);
  spec.required_nodes = nodes;
  return spec;
}

TEST(TreePlacement, TakesTheLeafThatFitsMostTightly) {
  test::World world{test::reference_cluster()};
  EXPECT_EQ(world.nodes_of_new(whole_nodes(2)), "node[1-2]");
  EXPECT_EQ(world.nodes_of_new(whole_nodes(3)), "node[5-7]");
  EXPECT_EQ(world.nodes_of_new(whole_nodes(2)), "node[3-4]");
}

TEST(TreePlacement, KeepsAJobUnderOneLeafWhereItCan) {
  test::World world{test::reference_cluster()};
  EXPECT_EQ(world.nodes_of_new(on("node2", 1)), "node2");
  EXPECT_EQ(world.nodes_of_new(whole_nodes(4)), "node[5-8]");
}

TEST(TreePlacement, FillsOneLeafBeforeItReachesForTheNext) {
  test::World world{test::reference_cluster()};
  world.nodes_of_new(on("node1", 1));
  world.nodes_of_new(on("node5", 1));
  EXPECT_EQ(world.nodes_of_new(whole_nodes(4)), "node[2-4,6]");
}

TEST(TreePlacement, StartsFromTheNodesThatAreRequired) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = 4;
  spec.required_nodes = "node6";
  EXPECT_EQ(world.nodes_of_new(spec), "node[5-8]");
}

TEST(TreePlacement, PrefersTheSmallerLeafThatIsLargeEnough) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = 3;
  spec.excluded_nodes = "node1";
  EXPECT_EQ(world.nodes_of_new(spec), "node[2-4]");
}

TEST(TreePlacement, SpansLeavesForAWideJob) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = 6;
  EXPECT_EQ(world.nodes_of_new(spec), "node[1-6]");
}

TEST(TreePlacement, WaitsForOneSwitchOnlyAsLongAsAsked) {
  test::World world{test::reference_cluster()};
  EXPECT_EQ(world.nodes_of_new(on("node[1,5]", 2)), "node[1,5]");
  JobSpec spec = whole_nodes(4);
  spec.switches = 1;
  const JobId patient = world.submit(spec);
  spec.switch_wait = Seconds{2};
  const JobId hasty = world.submit(spec);
  world.pass();
  EXPECT_FALSE(world.runs(hasty));
  EXPECT_EQ(world.reason(patient), Reason::Resources);
  world.end(patient);
  world.later(Seconds{2});
  world.pass();
  EXPECT_EQ(world.where(hasty), "node[2-4,6]");
}

TEST(Placement, LeavesOneTaskForEachFollowingNode) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = 2;
  spec.ntasks = 4;
  const JobId id = world.submit(spec);
  world.pass();
  ASSERT_EQ(world.job(id).allocation.nodes.size(), 2U);
  EXPECT_EQ(world.job(id).allocation.nodes[0].tasks, 3U);
  EXPECT_EQ(world.job(id).allocation.nodes[1].tasks, 1U);
}

TEST(Placement, CountsTheTasksOfAWholeNodeByItsCpusWhereNobodySaid) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.exclusive = Exclusive::Node;
  spec.memory_per_cpu = Mebibytes{50};
  const JobId id = world.submit(spec);
  world.pass();
  EXPECT_EQ(world.job(id).allocation.nodes.at(0).tasks, 4U);
  EXPECT_EQ(world.job(id).allocation.nodes.at(0).memory, Mebibytes{200});
}

TEST(Placement, RaisesTheCpusOfAJobThatWantsMoreMemoryPerCpuThanAllowed) {
  Cluster cluster = test::reference_cluster();
  cluster.settings.max_memory_per_cpu = Mebibytes{500};
  test::World world{cluster};
  JobSpec spec;
  spec.ntasks = 1;
  spec.memory_per_cpu = Mebibytes{1000};
  const JobId id = world.submit(spec);
  world.pass();
  EXPECT_EQ(sched::allocation_tres(world.job(id).allocation), "cpu=2,mem=1000M,node=1,billing=2");
}

TEST(Placement, UsesLightNodesBeforeHeavyOnes) {
  Cluster cluster = test::reference_cluster();
  for (std::size_t at = 0; at < 6; ++at) cluster.nodes[at].weight = 10;
  test::World world{cluster};
  JobSpec spec;
  spec.min_nodes = spec.max_nodes = 2;
  EXPECT_EQ(world.nodes_of_new(spec), "node[7-8]");
}

TEST(Placement, CountsFeatures) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.constraint = "[fast*1&big*2]";
  spec.min_nodes = spec.max_nodes = 3;
  EXPECT_EQ(world.nodes_of_new(spec), "node[1,5-6]");
}

TEST(Placement, KeepsAllNodesOfOneKindWhereBracketsSaySo) {
  test::World world{test::reference_cluster()};
  world.nodes_of_new(on("node1", 1));
  JobSpec spec = whole_nodes(4);
  spec.constraint = "[fast|big]";
  EXPECT_EQ(world.nodes_of_new(spec), "node[5-8]");
}

TEST(Placement, SharesCpusOnlyAsOftenAsThePartitionForces) {
  test::World world{test::reference_cluster()};
  JobSpec spec;
  spec.partition = "tiny";
  spec.ntasks = 4;
  EXPECT_EQ(world.nodes_of_new(spec, 5), "node8");
  EXPECT_EQ(world.nodes_of_new(spec, 5), "node8");
  EXPECT_EQ(world.nodes_of_new(spec, 5), "");
}

TEST(Placement, ListsOfNodeCountsAllowNothingBetween) {
  test::World world{test::reference_cluster()};
  world.nodes_of_new(whole_nodes(5));
  JobSpec spec;
  spec.node_count = "2,4";
  spec.exclusive = Exclusive::Node;
  EXPECT_EQ(world.nodes_of_new(spec), "node[6-7]");
}

}  // namespace
}  // namespace minislurm
