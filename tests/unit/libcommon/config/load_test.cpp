#include "libcommon/config/load.h"

#include <gmock/gmock.h>

#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class Load : public testing::Test {
 protected:
  Result<Cluster> load(const std::string& lines) {
    os::Machine machine;
    machine.hostname = machine.short_hostname = "here";
    machine.cpus = {0, 1};
    return load_cluster(folder_.write("slurm.conf", lines), machine);
  }
  // What is said of the lines, without the path.
  std::string error_of(const std::string& lines) {
    const auto loaded = load(lines);
    if (loaded) return "loaded";
    EXPECT_EQ(loaded.error().code, Code::Generic);
    EXPECT_THAT(loaded.error().detail, testing::StartsWith(folder_.path() + "/"));
    return loaded.error().detail.substr(folder_.path().size() + 1);
  }

  Folder folder_;
};

constexpr const char* kMinimal = "ClusterName=c\nNodeName=n[1-4] CPUs=2\nPartitionName=p Nodes=ALL\n";

TEST_F(Load, DefaultsAreSlurms) {
  const auto cluster = load(kMinimal);
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->settings.kill_wait, Seconds{30});
  EXPECT_EQ(cluster->settings.socket_path, "/var/run/slurmctld.sock");
  EXPECT_EQ(cluster->topologies.at(0).kind, TopologyKind::Flat);
  EXPECT_EQ(cluster->partitions.at(0).node_list, "n[1-4]");
  EXPECT_EQ(cluster->partitions.at(0).max_time, kUnlimited);
}

TEST_F(Load, KeysAreReadWithoutRegardToCaseOverContinuedLinesWithCommentsAndQuotes) {
  const auto cluster = load("clustername = C # ours\n"
                            "NODENAME=n1 cpus=2 \\\n  Feature=a,b \\\n  Reason=\"not now\" State=DRAIN\n"
                            "PARTITIONNAME=p nodes=n1 # all of it\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->settings.cluster_name, "c");
  EXPECT_THAT(cluster->nodes.at(0).features, ElementsAre("a", "b"));
  EXPECT_EQ(cluster->nodes.at(0).reason, "not now");
  EXPECT_TRUE(cluster->nodes.at(0).drain);
}

TEST_F(Load, IncludedFilesStandInTheirPlaceAndErrorsNameThem) {
  folder_.write("nodes.conf", "# nodes\nNodeName=n1 CPUs=2\n");
  EXPECT_TRUE(load("ClusterName=c\nInclude nodes.conf\nPartitionName=p Nodes=n1\n"));
  folder_.write("nodes.conf", "\nNodeName=n1 Cups=2\n");
  EXPECT_EQ(error_of("ClusterName=c\ninclude nodes.conf\n"),
            "nodes.conf: line 2: unknown key 'Cups' on a NodeName line");
  folder_.write("nodes.conf", "include slurm.conf\n");
  EXPECT_THAT(error_of("include nodes.conf\n"), HasSubstr("include each other"));
}

TEST_F(Load, ErrorsNameTheLineAndWhatWouldBeRight) {
  const std::string top = "ClusterName=c\nNodeName=n[1-2] CPUs=2\n";
  EXPECT_EQ(error_of(top + "KillWiat=3\n"), "slurm.conf: line 3: unknown key 'KillWiat'");
  EXPECT_EQ(error_of(top + "KillWait=soon\n"),
            "slurm.conf: line 3: bad value 'soon' of KillWait: a number is expected");
  EXPECT_EQ(error_of(top + "JobRequeue=perhaps\n"),
            "slurm.conf: line 3: bad value 'perhaps' of JobRequeue: yes or no is expected");
  EXPECT_EQ(error_of(top + "PartitionName=p Nodes=n[1-3]\n"),
            "slurm.conf: line 3: partition p: node 'n3' is not declared by a NodeName line");
  EXPECT_THAT(error_of(top + "NodeName=n2\n"), HasSubstr("line 3: node n2 is declared twice"));
  EXPECT_THAT(error_of(top + "PartitionName=p\nPartitionName=p\n"), HasSubstr("line 4: partition p is declared twice"));
  EXPECT_THAT(error_of(top + "PartitionName=p State=ON\n"), EndsWith("expected UP, DOWN, DRAIN or INACTIVE"));
  EXPECT_THAT(error_of(top + "Prolog\n"), HasSubstr("line 3: 'Prolog' is not of the form Key=Value"));
  EXPECT_THAT(error_of(top + "Prolog=\"/bin/true\n"), HasSubstr("line 3: the quote of 'Prolog' is not closed"));
  EXPECT_THAT(error_of(top + "NodeName=m1 Gres=gpu:1\n"), HasSubstr("GresTypes"));
  EXPECT_THAT(error_of(top + "NodeName=m1 Sockets=9999 CoresPerSocket=9999\n"), HasSubstr("more than 65535 CPUs"));
  EXPECT_THAT(error_of("NodeName=n1\n"), HasSubstr("ClusterName is missing"));
  EXPECT_THAT(error_of("ClusterName=c\n"), HasSubstr("no node is declared"));
}

TEST_F(Load, AFileThatIsNotThereIsAnError) {
  const auto loaded = load_cluster(folder_.path() + "/none.conf");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail, folder_.path() + "/none.conf: cannot be read");
}

TEST_F(Load, DefaultLinesHoldForTheLinesAfterThem) {
  const auto cluster = load("ClusterName=c\nNodeName=DEFAULT CPUs=8 RealMemory=2G\nNodeName=a\n"
                            "NodeName=DEFAULT CPUs=2\nNodeName=b\n"
                            "PartitionName=DEFAULT MaxTime=1:00:00 Nodes=ALL\nPartitionName=p\n"
                            "PartitionName=q Nodes=b\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->nodes.at(0).cpus, 8u);
  EXPECT_EQ(cluster->nodes.at(1).cpus, 2u);
  EXPECT_EQ(cluster->nodes.at(1).memory, Mebibytes{2048});
  EXPECT_EQ(cluster->partitions.at(0).nodes.size(), 2u);
  EXPECT_EQ(cluster->partitions.at(1).max_time, Minutes{60});
  EXPECT_THAT(cluster->partitions.at(1).nodes, ElementsAre("b"));
}

TEST_F(Load, TheShapeOfANodeFollowsFromWhatIsGiven) {
  struct Case {
    const char* line;
    std::uint32_t cpus, sockets, cores, threads;
  };
  const Case cases[] = {{"CPUs=4", 4, 4, 1, 1},
                        {"Sockets=2 CoresPerSocket=4 ThreadsPerCore=2", 16, 2, 4, 2},
                        {"CPUs=8 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2", 8, 2, 4, 2},
                        {"CPUs=16 CoresPerSocket=4 ThreadsPerCore=2", 16, 2, 4, 2},
                        {"Boards=2 SocketsPerBoard=2 CoresPerSocket=3", 12, 4, 3, 1},
                        {"CPUs=7 Sockets=2 CoresPerSocket=4", 8, 2, 4, 1},
                        {"RealMemory=1", 1, 1, 1, 1}};
  for (const Case& one : cases) {
    const auto cluster = load(std::string{"ClusterName=c\nNodeName=n1 "} + one.line + "\nPartitionName=p Nodes=n1\n");
    ASSERT_TRUE(cluster) << cluster.error().detail;
    const Node& node = cluster->nodes.at(0);
    EXPECT_THAT((std::vector{node.cpus, node.sockets, node.cores_per_socket, node.threads_per_core}),
                ElementsAre(one.cpus, one.sockets, one.cores, one.threads))
        << one.line;
  }
}

TEST_F(Load, AddressesAndPortsRunAlongWithTheNames) {
  const auto cluster = load("ClusterName=c\nNodeName=n[1-3] NodeAddr=10.0.0.[1-3] Port=[7001-7003] NodeHostname=h\n"
                            "PartitionName=p Nodes=n1\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->nodes.at(2).address, "10.0.0.3");
  EXPECT_EQ(cluster->nodes.at(2).port, 7003u);
  EXPECT_EQ(cluster->nodes.at(2).hostname, "h");
  EXPECT_THAT(error_of("ClusterName=c\nNodeName=n[1-3] Port=[1-2]\n"), HasSubstr("Port names 2 for 3 nodes"));
}

TEST_F(Load, NodeSetsStandForTheirNodesAndDownNodesAreDown) {
  const auto cluster = load("ClusterName=c\nDownNodes=n2 State=DOWN Reason=broken\nNodeSet=fast Feature=f\n"
                            "NodeName=n[1-2] Feature=f\nNodeName=n[3-4]\nPartitionName=p Nodes=fast,n4\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->partitions.at(0).node_list, "n[1-2,4]");
  EXPECT_EQ(cluster->nodes.at(1).state, NodeState::Down);
  EXPECT_EQ(cluster->nodes.at(1).reason, "broken");
}

TEST_F(Load, GresTakesTypesAndFilesFromGresConf) {
  const std::string conf = "ClusterName=c\nGresTypes=gpu,bw\nNodeName=n[1-2] Gres=gpu:3,bw:no_consume:4G\nNodeName=n3\n"
                           "PartitionName=p Nodes=ALL\n";
  folder_.write("gres.conf", "AutoDetect=off\nNodeName=n1 Name=gpu Type=a File=/dev/x[0-1] Cores=0-3\n"
                             "NodeName=n1 Name=gpu Type=b File=/dev/x2\n");
  const auto cluster = load(conf);
  ASSERT_TRUE(cluster) << cluster.error().detail;
  const auto& gres = cluster->nodes.at(0).gres;
  ASSERT_EQ(gres.size(), 3u);
  EXPECT_EQ(gres[0].type, "a");
  EXPECT_THAT(gres[0].files, ElementsAre("/dev/x0", "/dev/x1"));
  EXPECT_EQ(gres[1].type, "b");
  EXPECT_EQ(gres[1].count, 1u);
  EXPECT_TRUE(gres[2].countable_only);
  EXPECT_THAT(cluster->nodes.at(1).gres.at(0).files, IsEmpty());
  folder_.write("gres.conf", "Name=gpu Fiel=/dev/x0\n");
  EXPECT_EQ(error_of(conf), "gres.conf: line 1: unknown key 'Fiel'");
  folder_.write("gres.conf", "\nNodeName=n9 Name=gpu File=/dev/x0\n");
  EXPECT_EQ(error_of(conf), "gres.conf: line 2: node n9 is not declared by a NodeName line");
}

TEST_F(Load, BillingFollowsTheWeightsOfThePartition) {
  const auto cluster = load("ClusterName=c\nNodeName=n[1-2] CPUs=2 RealMemory=4G\n"
                            "PartitionName=p Nodes=ALL TRESBillingWeights=\"CPU=2.0,Mem=0.25G\"\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->partitions.at(0).tres, "cpu=4,mem=8G,node=2,billing=10");
}

TEST_F(Load, AKeyOfOursIsAcceptedAndActs) {
  const auto cluster = load(std::string{kMinimal} + "ElasticThreshold=80\nElasticPolicy=off\nElasticCooldown=5\n");
  ASSERT_TRUE(cluster) << cluster.error().detail;
  EXPECT_EQ(cluster->settings.elastic_threshold, 80u);
  EXPECT_FALSE(cluster->settings.elastic);
}

TEST_F(Load, SwitchAsNodeRankPutsTheNodesOfALeafTogether) {
  folder_.write("topology.conf", "SwitchName=b Nodes=n[2,4]\nSwitchName=a Nodes=n[1,3]\nSwitchName=top Switches=a,b\n");
  const std::string lines = std::string{kMinimal} + "TopologyPlugin=topology/tree\n";
  const auto names = [&](const std::string& text) {
    std::vector<std::string> found;
    const auto loaded = load(text);
    for (const Node& node : loaded.value().nodes) found.push_back(node.name);
    return found;
  };
  EXPECT_THAT(names(lines), ElementsAre("n1", "n2", "n3", "n4"));
  EXPECT_THAT(names(lines + "TopologyParam=SwitchAsNodeRank\n"), ElementsAre("n2", "n4", "n1", "n3"));
}

}  // namespace
}  // namespace minislurm::config
