// Shares, levels and ranks: examples that real Slurm answered, and random trees against the definition.
#include "slurmctld/fairshare/share_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <random>

namespace minislurm::fairshare {
namespace {

class Tree {
 public:
  Tree() { add(0, "root", "", 1); }
  std::uint32_t account(std::uint32_t parent, const std::string& name, std::uint32_t shares) {
    return add(parent, name, "", shares);
  }
  std::uint32_t user(std::uint32_t account, const std::string& name, std::uint32_t shares, double usage = 0) {
    const std::uint32_t id = add(account, accounting_.associations[account - 1].account, name, shares);
    if (usage > 0) usage_.push_back({id, usage, usage, {}});
    return id;
  }
  ShareTree plant() const { return fairshare::plant(accounting_, usage_); }
  ShareTree fair_tree() const {
    ShareTree tree = plant();
    rank_by_fair_tree(tree);
    return tree;
  }

  static const ShareNode& node(const ShareTree& tree, std::uint32_t id) {
    for (const ShareNode& one : tree.nodes)
      if (one.association->id == id) return one;
    throw std::out_of_range("no such association");
  }

 private:
  std::uint32_t add(std::uint32_t parent, const std::string& account, const std::string& user, std::uint32_t shares) {
    Association one;
    one.id = static_cast<std::uint32_t>(accounting_.associations.size()) + 1;
    one.parent = parent;
    one.account = account;
    one.user = user;
    one.shares = shares;
    accounting_.associations.push_back(one);
    return one.id;
  }
  Accounting accounting_;
  std::vector<UsageRow> usage_;
};

constexpr std::uint32_t kRoot = 1, kParent = Association::kParentShares;

TEST(FairTree, RanksUsersAsSlurmDid) {
  Tree tree;
  const auto root_user = tree.user(kRoot, "root", 1);
  const auto acct = tree.account(kRoot, "acct", 1), other = tree.account(kRoot, "other", 1);
  const auto first = tree.user(acct, "root", 1, 212), second = tree.user(other, "root", 1, 104);
  const ShareTree ranked = tree.fair_tree();
  EXPECT_TRUE(std::isinf(Tree::node(ranked, root_user).level));
  EXPECT_NEAR(Tree::node(ranked, acct).level, 0.496855, 1e-6);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, first).level, 1);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, root_user).fair_share, 1);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, second).fair_share, 2.0 / 3);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, first).fair_share, 1.0 / 3);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, first).norm_usage, 212.0 / 316);
}

TEST(FairTree, GivesAllThatUsedNothingTheFirstRank) {
  Tree tree;
  const auto a = tree.account(kRoot, "a", 1), b = tree.account(kRoot, "b", 7);
  const auto one = tree.user(a, "x", 1), two = tree.user(b, "y", 3);
  const ShareTree ranked = tree.fair_tree();
  EXPECT_DOUBLE_EQ(Tree::node(ranked, one).fair_share, 1);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, two).fair_share, 1);
}

// Three accounts alike, each with a user of no shares.
TEST(FairTree, LetsATiedAccountsFirstUserShareTheRankOfTheLastOneRanked) {
  Tree tree;
  std::vector<std::uint32_t> with, without;
  for (const char* name : {"t1", "t2", "t3"}) {
    const auto account = tree.account(kRoot, name, 1);
    with.push_back(tree.user(account, "root", 1, 56));
    without.push_back(tree.user(account, "bin", 0));
  }
  const ShareTree ranked = tree.fair_tree();
  const double expected[][2] = {{1, 5.0 / 6}, {5.0 / 6, 3.0 / 6}, {3.0 / 6, 1.0 / 6}};
  for (std::size_t at = 0; at < 3; ++at) {
    EXPECT_DOUBLE_EQ(Tree::node(ranked, with[at]).fair_share, expected[at][0]) << at;
    EXPECT_DOUBLE_EQ(Tree::node(ranked, without[at]).fair_share, expected[at][1]) << at;
  }
}

TEST(FairTree, PutsTheChildrenOfAnAccountWithoutSharesAmongItsSiblings) {
  Tree tree;
  const auto chem = tree.account(kRoot, "chem", kParent), bio = tree.account(kRoot, "bio", 20);
  const auto organic = tree.account(chem, "organic", 5);
  tree.user(organic, "root", 1, 50);
  tree.user(bio, "root", 1, 150);
  const ShareTree ranked = tree.fair_tree();
  EXPECT_DOUBLE_EQ(Tree::node(ranked, organic).norm_shares, 0.2);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, organic).effective_usage, 0.25);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, bio).norm_shares, 0.8);
  EXPECT_LT(Tree::node(ranked, chem).norm_shares, 1e-9);
}

TEST(FairTree, PutsAUserWithoutSharesFirstInTheAccount) {
  Tree tree;
  const auto physics = tree.account(kRoot, "physics", 30);
  const auto member = tree.user(physics, "member", kParent, 500), other = tree.user(physics, "other", 3, 1);
  const ShareTree ranked = tree.fair_tree();
  EXPECT_TRUE(std::isinf(Tree::node(ranked, member).level));
  EXPECT_DOUBLE_EQ(Tree::node(ranked, member).norm_shares, 1);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, other).norm_shares, 1);
  EXPECT_GT(Tree::node(ranked, member).fair_share, Tree::node(ranked, other).fair_share);
}

TEST(UsageRatio, SharesOutASiblingsUsage) {
  Tree tree;
  const auto physics = tree.account(kRoot, "physics", 30), bio = tree.account(kRoot, "bio", 34);
  const auto lab = tree.account(physics, "lab", 20), theory = tree.account(physics, "theory", 10);
  tree.user(bio, "root", 1, 700);
  const auto user = tree.user(lab, "root", 1, 200);
  tree.user(theory, "root", 1, 100);
  ShareTree ranked = tree.plant();
  rank_by_usage(ranked, 1, false);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, lab).norm_shares, 30.0 / 64 * 2 / 3);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, physics).effective_usage, 0.3);
  EXPECT_DOUBLE_EQ(Tree::node(ranked, lab).effective_usage, 0.2 + (0.3 - 0.2) * 2 / 3);
  const ShareNode& node = Tree::node(ranked, user);
  EXPECT_DOUBLE_EQ(node.fair_share, std::exp2(-node.effective_usage / node.norm_shares));
  const double undamped = node.fair_share;
  rank_by_usage(ranked, 5, false);
  EXPECT_GT(Tree::node(ranked, user).fair_share, undamped);
}

TEST(ShareTree, BearsAParentThatIsNotThere) {
  Tree tree;
  tree.user(tree.account(77, "lost", 1), "x", 1, 5);
  EXPECT_EQ(tree.fair_tree().nodes.size(), 1U);
  Accounting none;
  EXPECT_TRUE(plant(none, {}).nodes.empty());
}

// The definition, read literally: sort the children of each node, walk.
struct Naive {
  std::map<std::uint32_t, std::vector<const Association*>> children;
  std::map<std::uint32_t, double> own, total, rank;
  std::size_t users = 0, left = 0, last = 0;

  double sum(std::uint32_t id) {
    double all = own[id];
    for (const Association* child : children[id]) all += sum(child->id);
    return total[id] = all;
  }
  double level(const Association& one, const Association& parent) {
    double shares = 0;
    for (const Association* sibling : children[parent.id]) shares += sibling->shares;
    if (one.shares == 0) return 0;
    if (total[one.id] == 0 || total[parent.id] == 0) return INFINITY;
    return (one.shares / shares) / (total[one.id] / total[parent.id]);
  }
  void walk(const Association& parent, bool tied) {
    std::vector<const Association*> sorted = children[parent.id];
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Association* left_one, const Association* right_one) {
      const double a = level(*left_one, parent), b = level(*right_one, parent);
      return a != b ? a > b : !left_one->user.empty() && right_one->user.empty();
    });
    for (std::size_t at = 0; at < sorted.size(); ++at) {
      if (at > 0) tied = level(*sorted[at], parent) == level(*sorted[at - 1], parent);
      if (sorted[at]->user.empty()) {
        walk(*sorted[at], tied);
        continue;
      }
      if (!tied) last = left;
      rank[sorted[at]->id] = static_cast<double>(last) / static_cast<double>(users);
      --left;
    }
  }
};

TEST(FairTree, OfRandomTreesIsWhatTheDefinitionSays) {
  std::mt19937 random{4};
  for (int round = 0; round < 10000; ++round) {
    const auto pick = [&](std::uint32_t most) { return std::uniform_int_distribution<std::uint32_t>{0, most}(random); };
    Accounting accounting;
    std::vector<UsageRow> usage;
    const std::uint32_t count = 1 + pick(14);
    for (std::uint32_t id = 1; id <= count; ++id) {
      Association one;
      one.id = id;
      one.account = "a" + std::to_string(100 + id);
      if (id > 1) {
        do one.parent = 1 + pick(id - 2);
        while (!accounting.associations[one.parent - 1].user.empty());
        one.shares = pick(3);
        if (pick(1) == 1) {
          one.user = "u" + std::to_string(100 + id);
          one.account = accounting.associations[one.parent - 1].account;
          if (pick(2) != 0) usage.push_back({id, static_cast<double>(16 * (1 + pick(3))), 0, {}});
        }
      }
      accounting.associations.push_back(one);
    }
    Naive naive;
    for (const UsageRow& row : usage) naive.own[row.id] = row.raw;
    for (const Association& one : accounting.associations) {
      if (one.parent != 0) naive.children[one.parent].push_back(&one);
      naive.users += one.user.empty() ? 0 : 1;
    }
    for (auto& entry : naive.children)
      std::sort(entry.second.begin(), entry.second.end(), [](const Association* left, const Association* right) {
        return std::pair{left->user.empty(), left->account + left->user} <
               std::pair{right->user.empty(), right->account + right->user};
      });
    naive.sum(1);
    naive.left = naive.last = naive.users;
    naive.walk(accounting.associations.front(), false);
    ShareTree tree = plant(accounting, usage);
    rank_by_fair_tree(tree);
    for (const ShareNode& node : tree.nodes) {
      if (!node.is_user()) continue;
      ASSERT_DOUBLE_EQ(node.fair_share, naive.rank[node.association->id]) << "round " << round;
      ASSERT_GT(node.fair_share, 0);
      ASSERT_LE(node.fair_share, 1);
    }
  }
}

}  // namespace
}  // namespace minislurm::fairshare
