#include "slurmctld/fairshare/share_tree.h"

#include <algorithm>
#include <tuple>

namespace minislurm::fairshare {
namespace {

using Children = std::unordered_map<std::uint32_t, std::vector<const Association*>>;

Children children_of(const Accounting& accounting) {
  Children children;
  for (const Association& one : accounting.associations)
    if (one.parent != 0 && one.parent != one.id) children[one.parent].push_back(&one);
  for (auto& entry : children)
    std::sort(entry.second.begin(), entry.second.end(), [](const Association* left, const Association* right) {
      return std::tuple{left->user.empty(), std::tie(left->account, left->user, left->partition)} <
             std::tuple{right->user.empty(), std::tie(right->account, right->user, right->partition)};
    });
  return children;
}

// Parents stand before their children, so that sums go up in one sweep from the end.
void sum_up(ShareTree& tree) {
  for (std::size_t at = tree.nodes.size(); at-- > 1;)
    tree.nodes[tree.nodes[at].parent].raw_usage += tree.nodes[at].raw_usage;
  const double all = tree.nodes.empty() ? 0 : tree.nodes.front().raw_usage;
  for (ShareNode& node : tree.nodes) node.norm_usage = all > 0 ? node.raw_usage / all : 0;
}

}  // namespace

ShareTree plant(const Accounting& accounting, std::span<const UsageRow> usage) {
  ShareTree tree;
  const Children children = children_of(accounting);
  const auto root = std::find_if(accounting.associations.begin(), accounting.associations.end(),
                                 [](const Association& one) { return one.parent == 0; });
  if (root == accounting.associations.end()) return tree;
  std::vector<std::pair<const Association*, std::size_t>> to_visit{{&*root, kNoNode}};
  while (!to_visit.empty()) {
    const auto [association, parent] = to_visit.back();
    to_visit.pop_back();
    const std::size_t index = tree.nodes.size();
    ShareNode& node = tree.nodes.emplace_back();
    node.association = association;
    node.parent = parent;
    if (const UsageRow* row = find_row(usage, association->id)) node.raw_usage = row->raw;
    if (parent != kNoNode) {
      ShareNode& above = tree.nodes[parent];
      above.children.push_back(index);
      node.share_parent = above.has_shares() || above.parent == kNoNode ? parent : above.share_parent;
    }
    const auto below = children.find(association->id);
    if (below == children.end()) continue;
    for (auto one = below->second.rbegin(); one != below->second.rend(); ++one) to_visit.emplace_back(*one, index);
  }
  sum_up(tree);
  return tree;
}

void rank(ShareTree& tree, const PrioritySettings& settings) {
  if (has(settings.flags, PriorityFlag::NoFairTree)) {
    rank_by_usage(tree, settings.dampening, has(settings.flags, PriorityFlag::DepthOblivious));
  } else {
    rank_by_fair_tree(tree);
  }
}

std::unordered_map<std::uint32_t, double> factors(const ShareTree& tree) {
  std::unordered_map<std::uint32_t, double> of;
  of.reserve(tree.nodes.size());
  for (const ShareNode& node : tree.nodes)
    if (node.is_user()) of.emplace(node.association->id, node.fair_share);
  return of;
}

}  // namespace minislurm::fairshare
