#include "libcommon/config/zero.h"

#include <gmock/gmock.h>

#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

os::Machine laptop() {
  os::Machine machine;
  machine.hostname = "laptop.home";
  machine.short_hostname = "laptop";
  machine.cpus = {0, 4, 1, 5};
  machine.cores_per_socket = 2;
  machine.threads_per_core = 2;
  machine.memory = Mebibytes{16000};
  machine.gpus = {"/dev/nvidia0", "/dev/nvidia1"};
  return machine;
}

TEST(ZeroConfiguration, TheMachineIsTheDefaultPartitionPinnedToItsCpus) {
  const auto cluster = zero_configuration(laptop(), {}, "/state", "/run/s.sock");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  const Node& node = cluster->nodes.at(0);
  EXPECT_EQ(node.name, "laptop");
  EXPECT_THAT(node.machine_cpus, ElementsAre(0, 4, 1, 5));
  EXPECT_EQ(node.threads_per_core, 2u);
  EXPECT_EQ(node.gres_text, "gpu:2");
  EXPECT_THAT(node.gres.at(0).files, ElementsAre("/dev/nvidia0", "/dev/nvidia1"));
  const Partition& debug = cluster->partitions.at(0);
  EXPECT_TRUE(debug.is_default);
  EXPECT_EQ(debug.max_time, kUnlimited);
  EXPECT_EQ(debug.tres, "cpu=4,mem=16000M,node=1,billing=4,gres/gpu=2");
  EXPECT_EQ(cluster->settings.default_memory_per_cpu, Mebibytes{4000});
  EXPECT_EQ(cluster->settings.socket_path, "/run/s.sock");
  EXPECT_EQ(cluster->settings.state_dir, "/state");
  EXPECT_THAT(cluster->shown_config, Contains(Pair("StateSaveLocation", "/state")));
}

TEST(ZeroConfiguration, EightVirtualNodesAreCountedAndStandUnderTwoLeaves) {
  const auto cluster = zero_configuration(laptop(), {}, "/state", "/run/s.sock");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  const Partition& partition = cluster->partitions.at(1);
  EXPECT_EQ(partition.name, "virtual");
  EXPECT_EQ(partition.node_list, "vnode[1-8]");
  EXPECT_EQ(partition.total_cpus, 32u);
  EXPECT_FALSE(partition.is_default);
  EXPECT_THAT(cluster->nodes.at(8).machine_cpus, IsEmpty());
  const auto& switches = cluster->topologies.at(0).switches;
  EXPECT_THAT(switches.at(1).nodes, ElementsAre("vnode5", "vnode6", "vnode7", "vnode8"));
  EXPECT_EQ(switches.at(2).nodes.size(), 8u);
}

TEST(ZeroConfiguration, OverridesChangeTheMachineAndTheVirtualNodes) {
  const auto less = zero_configuration(laptop(), {3, Mebibytes{900}, {}}, "/state", "/run/s.sock");
  ASSERT_TRUE(less) << less.error().detail;
  EXPECT_THAT(less->nodes.at(0).machine_cpus, ElementsAre(0, 4, 1));
  EXPECT_EQ(less->nodes.at(3).cpus, 3u);
  EXPECT_EQ(less->nodes.at(3).memory, Mebibytes{900});
  const auto more = zero_configuration(laptop(), {64, {}, {}}, "/state", "/run/s.sock");
  ASSERT_TRUE(more) << more.error().detail;
  EXPECT_EQ(more->nodes.at(0).cpus, 64u);
  EXPECT_THAT(more->nodes.at(0).machine_cpus, IsEmpty());
  EXPECT_FALSE(zero_configuration(laptop(), {0, {}, {}}, "/state", "/run/s.sock"));
}

TEST(ZeroConfiguration, VirtualNodesHaveTheShapeAskedForAndStandFourToALeaf) {
  const auto cluster = zero_configuration(laptop(), {{}, {}, {}, "6x16"}, "/state", "/run/s.sock");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->partitions.at(1).node_list, "vnode[1-6]");
  EXPECT_EQ(cluster->partitions.at(1).total_cpus, 96u);
  EXPECT_THAT(cluster->nodes.at(6).machine_cpus, IsEmpty());
  const auto& switches = cluster->topologies.at(0).switches;
  ASSERT_EQ(switches.size(), 3u);
  EXPECT_THAT(switches.at(1).nodes, ElementsAre("vnode5", "vnode6"));
  EXPECT_EQ(switches.at(2).name, "core");
}

TEST(ZeroConfiguration, OneVirtualNodePerCpuIsPinnedToIt) {
  const auto cluster = zero_configuration(laptop(), {{}, {}, {}, "per-cpu"}, "/state", "/run/s.sock");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  ASSERT_EQ(cluster->nodes.size(), 5u);
  EXPECT_THAT(cluster->nodes.at(2).machine_cpus, ElementsAre(4));
  EXPECT_EQ(cluster->nodes.at(2).cpus, 1u);
  EXPECT_EQ(cluster->nodes.at(2).memory, Mebibytes{4000});
}

TEST(ZeroConfiguration, VirtualNodesOfNoShapeAreRefused) {
  for (const char* text : {"0x4", "4", "4x", "x4", "4x0", "axb", "per-core", "99999999999x1"})
    EXPECT_FALSE(zero_configuration(laptop(), {{}, {}, {}, text}, "/state", "/run/s.sock")) << text;
}

TEST(ZeroConfiguration, ATopologyFileDeclaresTheVirtualNodes) {
  const Folder folder;
  const std::string file = folder.write("mine.conf", "SwitchName=a Nodes=x[1-3]\nSwitchName=b Nodes=laptop,x4\n");
  const auto cluster = zero_configuration(laptop(), {{}, {}, file}, "/state", "/run/s.sock");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->nodes.size(), 5u);
  EXPECT_EQ(cluster->partitions.at(1).node_list, "x[1-4]");
  EXPECT_THAT(cluster->topologies.at(0).switches.at(1).nodes, ElementsAre("laptop", "x4"));
}

}  // namespace
}  // namespace minislurm::config
