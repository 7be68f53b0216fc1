#include "libcommon/text/hostlist.h"

#include <gmock/gmock.h>

#include <chrono>

namespace minislurm::text {
namespace {

using testing::ElementsAre;
using Names = std::vector<std::string>;

TEST(Hostlist, ExpandsRangesListsAndPadding) {
  EXPECT_THAT(*expand_hostlist("n[01-03,7],m5"), ElementsAre("n01", "n02", "n03", "n7", "m5"));
  EXPECT_THAT(*expand_hostlist("node[1-2]"), ElementsAre("node1", "node2"));
  EXPECT_THAT(*expand_hostlist("n[9-11]"), ElementsAre("n9", "n10", "n11"));
  EXPECT_THAT(*expand_hostlist("a,,b c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(*expand_hostlist(""), ElementsAre());
}

TEST(Hostlist, SeveralGroupsMultiplyTheLastFastest) {
  EXPECT_THAT(*expand_hostlist("r[1-2]n[1,3]-x"), ElementsAre("r1n1-x", "r1n3-x", "r2n1-x", "r2n3-x"));
}

TEST(Hostlist, RefusesWhatIsNoList) {
  for (const char* text : {"n[1-", "n]1", "n[3-1]", "n[a]", "n[]", "n[1,]", "n[[1]]", "n[1-2-3]", "n[ 1]",
                           "n[99999999999999999999]"}) {
    const auto names = expand_hostlist(text);
    ASSERT_FALSE(names) << text;
    EXPECT_EQ(names.error().code, Code::InvalidNodeName) << text;
    EXPECT_FALSE(names.error().detail.empty());
  }
}

TEST(Hostlist, NeverGrowsBeyondItsBound) {
  EXPECT_EQ(expand_hostlist("n[1-65536]")->size(), kMaxHosts);
  EXPECT_FALSE(expand_hostlist("n[0-65536]"));
  EXPECT_FALSE(expand_hostlist("n[1-65536],m"));
  EXPECT_FALSE(expand_hostlist("n[0-999999999999999999]"));
  EXPECT_FALSE(expand_hostlist("a[1-999]b[1-999]"));
  EXPECT_FALSE(expand_hostlist("a[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"));
}

TEST(Hostlist, FoldsNeighboursInTheOrderGiven) {
  const auto folded = [](const Names& names) { return compress_hostlist(names); };
  EXPECT_EQ(folded({"n01", "n02", "n03", "n7", "m5"}), "n[01-03,7],m5");
  EXPECT_EQ(folded({"n9", "n10", "n11"}), "n[9-11]");
  EXPECT_EQ(folded({"n09", "n10", "n011"}), "n[09-10,011]");
  EXPECT_EQ(folded({"node1"}), "node1");
  EXPECT_EQ(folded({"node2", "node7"}), "node[2,7]");
  EXPECT_EQ(folded({"n3", "n1", "n2"}), "n[3,1-2]");
  EXPECT_EQ(folded({"login", "n1", "gpu-a", "n2"}), "login,n1,gpu-a,n2");
  EXPECT_EQ(folded({}), "");
}

TEST(Hostlist, SortsByNumberAndDropsDoubles) {
  const auto folded = [](const Names& names) { return compress_hostlist_sorted(names); };
  EXPECT_EQ(folded({"n3", "n1", "n2", "n1"}), "n[1-3]");
  EXPECT_EQ(folded({"n10", "m1", "n9", "head"}), "head,m1,n[9-10]");
  EXPECT_EQ(folded({"node8", "node1", "node3", "node4", "node6", "node7"}), "node[1,3-4,6-8]");
  EXPECT_TRUE(host_before("n2", "n10"));
  EXPECT_FALSE(host_before("n10", "n2"));
  EXPECT_FALSE(host_before("n2", "n2"));
}

TEST(Hostlist, WhatIsFoldedUnfoldsToTheSame) {
  const Names names = *expand_hostlist("a[1-3],b[007-012],c,rack[1-2]n[08-11]");
  EXPECT_EQ(*expand_hostlist(compress_hostlist(names)), names);
}

TEST(Hostlist, ThousandsOfNamesTakeMilliseconds) {
  const Names names = *expand_hostlist("node[1-20000]");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(compress_hostlist(names), "node[1-20000]");
  EXPECT_EQ(compress_hostlist_sorted(names), "node[1-20000]");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{500});
}

}  // namespace
}  // namespace minislurm::text
