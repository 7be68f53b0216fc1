#include <algorithm>
#include <limits>

#include "slurmctld/fairshare/share_tree.h"

namespace minislurm::fairshare {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// What Slurm shows where there are no shares: one of its number for "not set".
constexpr double kNoShares = 1.0 / 4294967294.0;

// Shares of all that stand on one level, by their share parent.
std::vector<double> shares_below(const ShareTree& tree) {
  std::vector<double> sums(tree.nodes.size(), 0);
  for (const ShareNode& node : tree.nodes)
    if (node.share_parent != kNoNode && node.has_shares()) sums[node.share_parent] += node.association->shares;
  return sums;
}

double level_of(const ShareNode& node) {
  if (node.is_user() && !node.has_shares()) return kInfinity;
  if (node.norm_shares <= 0) return 0;
  return node.effective_usage > 0 ? node.norm_shares / node.effective_usage : kInfinity;
}

void work_out_levels(ShareTree& tree) {
  const std::vector<double> sums = shares_below(tree);
  for (ShareNode& node : tree.nodes) {
    if (node.share_parent == kNoNode) {
      node.norm_shares = kNoShares;
      node.effective_usage = 1;
      continue;
    }
    const ShareNode& above = tree.nodes[node.share_parent];
    node.effective_usage = above.raw_usage > 0 ? node.raw_usage / above.raw_usage : 0;
    if (node.has_shares()) {
      node.norm_shares = sums[node.share_parent] > 0 ? node.association->shares / sums[node.share_parent] : 0;
    } else {
      node.norm_shares = node.is_user() ? above.norm_shares : kNoShares;
    }
    node.level = level_of(node);
  }
}

// The ranking in progress. Users get numbers counted down from their count.
class Ranking {
 public:
  explicit Ranking(ShareTree& tree) : tree_(tree) {
    for (const ShareNode& node : tree.nodes) users_ += node.is_user() ? 1U : 0U;
    left_ = rank_ = users_;
  }

  // `tied`: the first of these ranks with whoever was ranked last.
  void descend(std::vector<std::size_t> siblings, bool tied) {
    std::stable_sort(siblings.begin(), siblings.end(),
                     [this](std::size_t left, std::size_t right) { return goes_first(node(left), node(right)); });
    for (std::size_t at = 0; at < siblings.size(); ++at) {
      ShareNode& one = node(siblings[at]);
      if (at > 0) tied = one.level == node(siblings[at - 1]).level;
      if (one.is_user()) {
        rank_user(one, tied);
      } else {
        std::vector<std::size_t> below;
        add_children(one, below);
        descend(std::move(below), tied);
      }
    }
  }

  // Children of an account without shares stand among the account's siblings.
  void add_children(const ShareNode& above, std::vector<std::size_t>& to) const {
    for (const std::size_t child : above.children) {
      const ShareNode& one = tree_.nodes[child];
      if (one.is_user() || one.has_shares()) {
        to.push_back(child);
      } else {
        add_children(one, to);
      }
    }
  }

 private:
  ShareNode& node(std::size_t index) { return tree_.nodes[index]; }

  static bool goes_first(const ShareNode& left, const ShareNode& right) {
    if (left.level != right.level) return left.level > right.level;
    return left.is_user() && !right.is_user();
  }

  void rank_user(ShareNode& user, bool tied) {
    if (!tied) rank_ = left_;
    user.fair_share = static_cast<double>(rank_) / static_cast<double>(users_);
    --left_;
  }

  ShareTree& tree_;
  std::size_t users_ = 0, left_ = 0, rank_ = 0;
};

}  // namespace

void rank_by_fair_tree(ShareTree& tree) {
  if (tree.nodes.empty()) return;
  work_out_levels(tree);
  Ranking ranking(tree);
  std::vector<std::size_t> first;
  ranking.add_children(tree.nodes.front(), first);
  ranking.descend(std::move(first), false);
}

}  // namespace minislurm::fairshare
