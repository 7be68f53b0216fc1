// The cluster that the recorded answers come from.
#include <gmock/gmock.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "libcommon/config/load.h"
#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::string slurp(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

os::Machine machine_of(std::uint32_t cpus) {
  os::Machine machine;
  machine.hostname = machine.short_hostname = "here";
  for (std::uint32_t i = 0; i < cpus; ++i) machine.cpus.push_back(i);
  machine.cores_per_socket = cpus;
  machine.arch = "x86_64";
  return machine;
}

class Reference : public testing::Test {
 protected:
  Reference() {
    const std::string data = std::string{TEST_DATA} + "/reference/";
    std::string conf = std::regex_replace(slurp(data + "slurm.conf"), std::regex{"@HOST@"}, "here");
    conf = std::regex_replace(conf, std::regex{"@DIR@"}, "/run/cluster");
    conf = std::regex_replace(conf, std::regex{"@P?(PORT|DBDPORT|[1-8])@"}, "7001");
    path_ = folder_.write("slurm.conf", conf);
    folder_.write("gres.conf", slurp(data + "gres.conf"));
    folder_.write("topology.conf", slurp(data + "topology.conf"));
  }
  Cluster load(std::uint32_t machine_cpus = 2) {
    auto loaded = load_cluster(path_, machine_of(machine_cpus));
    EXPECT_TRUE(loaded) << loaded.error().detail;
    return loaded ? std::move(*loaded) : Cluster{};
  }

  Folder folder_;
  std::string path_;
};

TEST_F(Reference, SettingsAreThoseOfTheFile) {
  const Settings settings = load().settings;
  EXPECT_EQ(settings.cluster_name, "reference");
  EXPECT_EQ(settings.socket_path, "/run/cluster/slurmctld.sock");
  EXPECT_EQ(settings.state_dir, "/run/cluster/state");
  EXPECT_EQ(settings.spool_dir, "/run/cluster/state/steps");
  EXPECT_EQ(settings.first_job, JobId{70001});
  EXPECT_EQ(settings.kill_wait, Seconds{2});
  EXPECT_EQ(settings.default_memory_per_cpu, Mebibytes{100});
  EXPECT_TRUE(settings.counts_memory);
  EXPECT_TRUE(settings.multifactor);
  EXPECT_EQ(settings.weight_partition, 1000u);
  EXPECT_EQ(settings.scheduler_parameters, "bf_interval=3,bf_continue,sched_interval=2");
  EXPECT_EQ(settings.max_switch_wait, Seconds{300});
}

TEST_F(Reference, NodesHaveWhatTheirLinesSay) {
  const Cluster cluster = load();
  ASSERT_EQ(cluster.nodes.size(), 8u);
  const Node& node = cluster.nodes[1];
  EXPECT_EQ(node.name, "node2");
  EXPECT_EQ(node.hostname, "here");
  EXPECT_EQ(node.address, "127.0.0.1");
  EXPECT_EQ(node.port, 7001u);
  EXPECT_THAT((std::vector{node.cpus, node.sockets, node.cores_per_socket, node.threads_per_core}),
              ElementsAre(4, 4, 1, 1));
  EXPECT_EQ(node.memory, Mebibytes{4000});
  EXPECT_THAT(node.features, ElementsAre("fast"));
  EXPECT_EQ(node.gres_text, "gpu:2");
  ASSERT_EQ(node.gres.size(), 1u);
  EXPECT_EQ(node.gres[0].count, 2u);
  EXPECT_THAT(node.gres[0].files, ElementsAre("/dev/tty1", "/dev/tty2"));
  EXPECT_THAT(node.partitions, ElementsAre("debug", "short"));
  EXPECT_EQ(node.state, NodeState::Up);
  EXPECT_THAT(cluster.nodes[7].partitions, ElementsAre("debug", "closed", "tiny"));
  EXPECT_THAT(cluster.nodes[7].gres, IsEmpty());
}

TEST_F(Reference, NodesArePinnedOnlyWhereAllOfThemFitOnTheMachine) {
  EXPECT_THAT(load(31).nodes[0].machine_cpus, IsEmpty());
  const Cluster cluster = load(32);
  EXPECT_THAT(cluster.nodes[0].machine_cpus, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(cluster.nodes[7].machine_cpus, ElementsAre(28, 29, 30, 31));
}

TEST_F(Reference, PartitionsAddUpTheirNodes) {
  const Cluster cluster = load();
  ASSERT_EQ(cluster.partitions.size(), 4u);
  const Partition& debug = cluster.partitions[0];
  EXPECT_TRUE(debug.is_default);
  EXPECT_EQ(debug.max_time, kUnlimited);
  EXPECT_EQ(debug.default_time, Minutes{60});
  const Partition& brief = cluster.partitions[1];
  EXPECT_EQ(brief.node_list, "node[1-4]");
  EXPECT_THAT(brief.nodes, ElementsAre("node1", "node2", "node3", "node4"));
  EXPECT_EQ(brief.total_cpus, 16u);
  EXPECT_EQ(brief.tres, "cpu=16,mem=16000M,node=4,billing=16,gres/gpu=8");
  EXPECT_EQ(brief.priority_tier, 10u);
  EXPECT_EQ(cluster.partitions[2].state, PartitionState::Down);
  EXPECT_EQ(cluster.partitions[3].over_subscribe, OverSubscribe::Force);
  EXPECT_EQ(cluster.partitions[3].over_subscribe_count, 2u);
  EXPECT_EQ(cluster.partitions[3].max_nodes, 1u);
}

TEST_F(Reference, TheTreeHasLevelsAndTheSpineAllNodes) {
  const Cluster cluster = load();
  ASSERT_EQ(cluster.topologies.size(), 1u);
  EXPECT_EQ(cluster.topologies[0].kind, TopologyKind::Tree);
  EXPECT_TRUE(cluster.topologies[0].cluster_default);
  const SwitchSpec& spine = cluster.topologies[0].switches[2];
  EXPECT_EQ(spine.level, 1u);
  EXPECT_EQ(spine.link_speed, 1u);
  EXPECT_EQ(spine.nodes.size(), 8u);
  EXPECT_THAT(spine.switches, ElementsAre("leaf1", "leaf2"));
}

TEST_F(Reference, LicensesAreCounted) {
  const Cluster cluster = load();
  ASSERT_EQ(cluster.licenses.size(), 2u);
  EXPECT_EQ(cluster.licenses[1].name, "ansys");
  EXPECT_EQ(cluster.licenses[1].total, 4u);
}

TEST_F(Reference, EveryKeyIsShownTheWaySlurmShowsIt) {
  const auto shown = load().shown_config;
  EXPECT_THAT(shown, testing::IsSupersetOf({Pair("KillWait", "2 sec"), Pair("MinJobAge", "300 sec"),
                                            Pair("DefMemPerCPU", "100"), Pair("MaxMemPerNode", "UNLIMITED"),
                                            Pair("MpiDefault", "(null)"), Pair("UsePam", "no"),
                                            Pair("ReturnToService", "2"),
                                            Pair("SelectTypeParameters", "CR_CPU_MEMORY"),
                                            Pair("SlurmctldHost[0]", "here(127.0.0.1)"), Pair("SlurmUser", "root(0)"),
                                            Pair("SuspendTime", "INFINITE"), Pair("JobRequeue", "1"),
                                            Pair("PriorityMaxAge", "7-00:00:00"), Pair("JobDefaults", "(null)")}));
  EXPECT_THAT(shown, testing::Not(testing::Contains(testing::Key("DefMemPerNode"))));
  EXPECT_TRUE(std::any_of(shown.begin(), shown.end(), [](const auto& one) { return one.first == "SLURM_CONF"; }));
}

}  // namespace
}  // namespace minislurm::config
