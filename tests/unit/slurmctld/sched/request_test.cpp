#include "slurmctld/sched/request.h"

#include <gmock/gmock.h>

#include "slurmctld/sched/feasible.h"
#include "slurmctld/sched/tres_text.h"
#include "tests/support/cluster_builder.h"

namespace minislurm::sched {
namespace {

class Requests : public testing::Test {
 protected:
  ResourceRequest resolved(const JobSpec& spec) const {
    auto request = resolve(spec, cluster.partitions[0], cluster.settings);
    EXPECT_TRUE(request);
    return request.value_or({});
  }
  Status checked(const JobSpec& spec) const { return can_ever_run(resolved(spec), cluster.partitions[0], cluster); }

  Cluster cluster = test::reference_cluster();
};

TEST_F(Requests, ShowTheirSizeBeforeTheyStart) {
  JobSpec spec;
  spec.min_nodes = 1;
  spec.max_nodes = 2;
  spec.ntasks = spec.cpus_per_task = 2;
  spec.memory_per_cpu = Mebibytes{70};
  const JobSize size = size_of(resolved(spec));
  EXPECT_EQ(size.num_cpus, 4U);
  EXPECT_EQ(size.min_nodes, 1U);
  EXPECT_EQ(size.max_nodes, 2U);
  EXPECT_EQ(request_tres(resolved(spec)), "cpu=4,mem=280M,node=1,billing=4");
  EXPECT_EQ(request_tres(resolved({})), "cpu=1,mem=100M,node=1,billing=1");
  EXPECT_EQ(size_of(resolved({})).max_nodes, 0U);
}

TEST_F(Requests, RefuseWhatNoNodeHas) {
  JobSpec memory, gpus, feature, node, gres, license, elsewhere;
  memory.memory_per_node = Mebibytes{1024 * 1000};
  EXPECT_EQ(checked(memory).error().code, Code::RequestedNodeConfigUnavailable);
  EXPECT_EQ(checked(memory).error().detail, "Memory specification can not be satisfied");
  gpus.gres_per_node = "gres/gpu:9";
  EXPECT_EQ(checked(gpus).error(), Error{Code::RequestedNodeConfigUnavailable});
  feature.constraint = "nofeature";
  EXPECT_EQ(checked(feature).error().code, Code::InvalidFeature);
  node.required_nodes = "node99";
  EXPECT_EQ(checked(node).error().code, Code::InvalidNodeName);
  gres.gres_per_node = "gres/fpga:1";
  EXPECT_EQ(checked(gres).error().code, Code::InvalidGres);
  license.licenses = "matlab:3";
  EXPECT_EQ(checked(license).error().code, Code::InvalidLicenses);
  elsewhere.required_nodes = "node8";
  EXPECT_EQ(can_ever_run(resolved(elsewhere), cluster.partitions[1], cluster).error().code,
            Code::RequestedNodeConfigUnavailable);
}

TEST_F(Requests, AcceptWhatIsOnlyTooLargeForNow) {
  JobSpec tasks, nodes;
  tasks.ntasks = 999;
  nodes.min_nodes = nodes.max_nodes = 99;
  EXPECT_TRUE(checked(tasks));
  EXPECT_TRUE(checked(nodes));
}

TEST_F(Requests, RefuseWhatTheNodesLeftOverCannotHold) {
  JobSpec feature, excluded, gpus, tasks, memory;
  feature.constraint = "fast";
  feature.min_nodes = feature.max_nodes = 5;
  excluded.excluded_nodes = "node[1-8]";
  gpus.gres_per_node = "gres/gpu:1";
  gpus.min_nodes = gpus.max_nodes = 5;
  tasks.ntasks = 5;
  tasks.min_nodes = tasks.max_nodes = 1;
  memory.memory_per_cpu = Mebibytes{4000};
  memory.ntasks = 9;
  for (const JobSpec* spec : {&feature, &excluded, &gpus, &tasks, &memory})
    EXPECT_EQ(checked(*spec).error(), Error{Code::RequestedNodeConfigUnavailable});
  feature.min_nodes = feature.max_nodes = 4;
  EXPECT_TRUE(checked(feature));
}

TEST_F(Requests, CountTheCpusOfARangeByOneTask) {
  JobSpec range;
  range.min_nodes = 2;
  range.max_nodes = 4;
  const JobSize size = size_of(resolved(range));
  EXPECT_EQ(size.num_tasks, 2U);
  EXPECT_EQ(size.num_cpus, 1U);
  EXPECT_EQ(size.max_nodes, 4U);
}

TEST_F(Requests, RefuseNonsense) {
  JobSpec none, feature, hosts;
  none.min_nodes = 0;
  EXPECT_EQ(resolve(none, cluster.partitions[0], cluster.settings).error().code, Code::InvalidNodeCount);
  for (const char* text : {"&a", "(a", "!a", "((a))", "a*2&b*4", "[a*0]", "a**2", "!", "a b"}) {
    feature.constraint = text;
    EXPECT_EQ(resolve(feature, cluster.partitions[0], cluster.settings).error().code, Code::InvalidFeature) << text;
  }
}

TEST(Features, FollowTheirOperators) {
  struct Row {
    const char* text;
    std::vector<std::string> node;
    bool holds;
  };
  const Row rows[] = {{"a&b", {"a", "b"}, true}, {"a&b", {"a"}, false},       {"a|b", {"b"}, true},
                      {"a&", {"a"}, true},       {"a|", {"b"}, false},        {"(a|b)&c", {"b", "c"}, true},
                      {"a|b&c", {"a"}, true},    {"(a|b)&c", {"a"}, false},   {"a,b", {"a", "b"}, true},
                      {"", {}, true}};
  for (const Row& row : rows) {
    const auto parsed = parse_features(row.text);
    ASSERT_TRUE(parsed) << row.text;
    EXPECT_EQ(parsed->front().all.holds(row.node), row.holds) << row.text;
  }
}

}  // namespace
}  // namespace minislurm::sched
