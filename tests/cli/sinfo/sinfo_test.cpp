#include <gmock/gmock.h>

#include "commands/sinfo/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

Partition partition(const std::string& name, int first, int last, Minutes limit) {
  Partition made;
  made.name = name;
  for (int i = first; i <= last; ++i) made.nodes.push_back("node" + std::to_string(i));
  made.max_time = limit;
  return made;
}

// The cluster of the recorded session: eight nodes of four CPUs in four partitions.
wire::ClusterReply reference() {
  wire::ClusterReply cluster;
  cluster.now = Instant{Seconds{1800000000}};
  for (int i = 1; i <= 8; ++i) {
    Node node;
    node.name = "node" + std::to_string(i);
    node.hostname = "host1";
    node.cpus = node.sockets = 4;
    node.memory = Mebibytes{4000};
    node.features = {i <= 4 ? "fast" : "big"};
    node.gres_text = i <= 4 ? "gpu:2" : "";
    cluster.nodes.push_back(node);
  }
  cluster.partitions = {partition("debug", 1, 8, kUnlimited), partition("short", 1, 4, Minutes{30}),
                        partition("closed", 7, 8, Minutes{60}), partition("tiny", 8, 8, Minutes{10})};
  cluster.partitions[0].is_default = true;
  cluster.partitions[1].priority_tier = cluster.partitions[1].priority_job_factor = 10;
  cluster.partitions[2].state = PartitionState::Down;
  cluster.partitions[3].max_nodes = 1;
  cluster.partitions[3].over_subscribe = OverSubscribe::Force;
  cluster.partitions[3].over_subscribe_count = 2;
  return cluster;
}

wire::ClusterReply troubled() {
  wire::ClusterReply cluster = reference();
  cluster.nodes[1].allocated_cpus = 2;
  cluster.nodes[1].running_jobs = 1;
  const std::pair<int, const char*> reasons[] = {{4, "busy"}, {5, "bad disk"}, {6, "dead"}};
  for (const auto& reason : reasons) {
    Node& node = cluster.nodes[static_cast<std::size_t>(reason.first)];
    node.reason = reason.second;
    node.reason_user = "root";
    node.drain = reason.first != 6;
  }
  cluster.nodes[4].allocated_cpus = 4;
  cluster.nodes[4].running_jobs = 1;
  cluster.nodes[6].state = NodeState::Down;
  return cluster;
}

std::string sinfo_of(const wire::ClusterReply& cluster, const std::vector<std::string>& arguments) {
  fakes::FakeContext context{"sinfo"};
  context.controller.reply(wire::RequestKind::QueryCluster, cluster);
  EXPECT_EQ(sinfo::run(arguments, context), 0);
  EXPECT_EQ(context.complaints(), "");
  return context.printed();
}

TEST(Sinfo, GroupsNodesByPartitionAndState) {
  EXPECT_EQ(sinfo_of(reference(), {}), "PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\n"
                                       "debug*       up   infinite      8   idle node[1-8]\n"
                                       "short        up      30:00      4   idle node[1-4]\n"
                                       "closed     down    1:00:00      2   idle node[7-8]\n"
                                       "tiny         up      10:00      1   idle node8\n");
}

TEST(Sinfo, SummarizesPartitions) {
  EXPECT_EQ(sinfo_of(reference(), {"-s"}), "PARTITION AVAIL  TIMELIMIT   NODES(A/I/O/T) NODELIST\n"
                                           "debug*       up   infinite          0/8/0/8 node[1-8]\n"
                                           "short        up      30:00          0/4/0/4 node[1-4]\n"
                                           "closed     down    1:00:00          0/2/0/2 node[7-8]\n"
                                           "tiny         up      10:00          0/1/0/1 node8\n");
}

TEST(Sinfo, ListsNodesOneByOne) {
  EXPECT_EQ(sinfo_of(reference(), {"-N", "-p", "closed,tiny"}), "NODELIST   NODES PARTITION STATE \n"
                                                                "node7          1    closed idle  \n"
                                                                "node8          1    closed idle  \n"
                                                                "node8          1      tiny idle  \n");
}

TEST(Sinfo, PrintsTheLettersOfPartitions) {
  EXPECT_EQ(
      sinfo_of(reference(), {"-h", "-o", "%P|%a|%l|%D|%t|%N|%C|%A|%F|%B|%g|%h|%s|%S|%M|%p|%r|%R|%I"}),
      "debug*|up|infinite|8|idle|node[1-8]|0/32/0/32|0/8|0/8/0/8|UNLIMITED|all|NO|1-infinite|all|OFF|1|no|debug|1\n"
      "short|up|30:00|4|idle|node[1-4]|0/16/0/16|0/4|0/4/0/4|UNLIMITED|all|NO|1-infinite|all|OFF|10|no|short|10\n"
      "closed|down|1:00:00|2|idle|node[7-8]|0/8/0/8|0/2|0/2/0/2|UNLIMITED|all|NO|1-infinite|all|OFF|1|no|closed|1\n"
      "tiny|up|10:00|1|idle|node8|0/4/0/4|0/1|0/1/0/1|UNLIMITED|all|FORCE:2|1|all|OFF|1|no|tiny|1\n");
}

TEST(Sinfo, PrintsColumnsByName) {
  EXPECT_EQ(sinfo_of(reference(), {"-h", "-p", "short", "-O",
                                   "partition:10,nodes:6,nodelist:14,statecompact:8,cpus:5,memory:8,gres:10,features:8,"
                                   "cpusstate:12,nodeaiot:10,time:10"}),
            "short     4     node[1-4]     idle    4    4000    gpu:2     fast    0/16/0/16   0/4/0/4   30:00     \n");
}

TEST(Sinfo, ShowsNothingOfAPartitionThatThereIsNot) {
  EXPECT_EQ(sinfo_of(reference(), {"-h", "-p", "nosuch"}), "");
}

TEST(Sinfo, MergesPartitionsWhereNoColumnTellsThemApart) {
  EXPECT_EQ(sinfo_of(reference(), {"-h", "-n", "node2,node3", "-o", "%n %t"}), "host1 idle\n");
  EXPECT_EQ(sinfo_of(reference(), {"-o", "%c|%m|%D"}), "CPUS|MEMORY|NODES\n4|4000|8\n");
}

TEST(Sinfo, ShowsPartitionsWithoutNodesToShow) {
  EXPECT_THAT(sinfo_of(reference(), {"-n", "node2"}),
              HasSubstr("tiny         up      10:00      0    n/a \n"));
}

TEST(Sinfo, OrdersStatesAsSlurmDoes) {
  EXPECT_EQ(sinfo_of(troubled(), {"-h", "-p", "debug", "-o", "%t %D %N"}),
            "drng 1 node5\ndrain 1 node6\nmix 1 node2\nidle 4 node[1,3-4,8]\ndown 1 node7\n");
}

TEST(Sinfo, ListsReasons) {
  EXPECT_EQ(sinfo_of(troubled(), {"-h", "-R", "-o", "%E|%u|%N"}),
            "busy|root|node5\nbad disk|root|node6\ndead|root|node7\n");
}

TEST(Sinfo, FiltersByState) {
  EXPECT_EQ(sinfo_of(troubled(), {"-h", "-p", "debug", "-t", "drain,down", "-o", "%T %N"}),
            "draining node5\ndrained node6\ndown node7\n");
  EXPECT_EQ(sinfo_of(troubled(), {"-h", "-p", "debug", "-t", "~drain+~down+~idle", "-o", "%N"}), "node2\n");
}

TEST(Sinfo, MarksSizesThatDifferUnlessExact) {
  wire::ClusterReply cluster = reference();
  cluster.nodes[0].cpus = 8;
  EXPECT_EQ(sinfo_of(cluster, {"-h", "-p", "short", "-o", "%P %c %D"}), "short 4+ 4\n");
  EXPECT_EQ(sinfo_of(cluster, {"-h", "-e", "-p", "short", "-o", "%P %c %D"}), "short 8 1\nshort 4 3\n");
}

TEST(Sinfo, ListsReservations) {
  wire::ClusterReply cluster = reference();
  Reservation one;
  one.name = "res1";
  one.node_list = "node[3-4]";
  one.start = cluster.now - Seconds{5};
  one.end = one.start + Minutes{20};
  cluster.reservations = {one};
  EXPECT_EQ(sinfo_of(cluster, {"-T", "-h"}),
            "res1         ACTIVE  2027-01-15T07:59:55  2027-01-15T08:19:55     00:20:00  node[3-4]\n");
  cluster.reservations.clear();
  EXPECT_EQ(sinfo_of(cluster, {"-T"}), "No reservations in the system\n");
}

TEST(Sinfo, SaysWhichStatesThereAre) {
  fakes::FakeContext context{"sinfo"};
  EXPECT_EQ(sinfo::run({"-t", "foo"}, context), 1);
  EXPECT_THAT(context.complaints(), HasSubstr("sinfo: error: Bad state string: \"foo\"\nsinfo: error: valid states: "));
}

TEST(Sinfo, WritesGroupedRowsAsADocument) {
  const std::string text = sinfo_of(reference(), {"--json"});
  for (const char* key : {"\"sinfo\"", "\"resource_spec\"", "\"weight\"", "\"partition\"", "\"warnings\""})
    EXPECT_THAT(text, HasSubstr(key));
}

}  // namespace
}  // namespace minislurm
