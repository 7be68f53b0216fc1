#include <algorithm>
#include <cmath>

#include "slurmctld/fairshare/share_tree.h"

namespace minislurm::fairshare {
namespace {

double ratio(const ShareNode& node) { return node.norm_shares > 0 ? node.effective_usage / node.norm_shares : 0; }

// How much more than its share it used, as its parent did, and the more so as it did itself; a good standing of its own
// makes up for its parent's, and the other way round, the less the further the parent is from the balance.
double oblivious_usage(const ShareNode& node, const ShareNode& above, double share_of_level, bool below_root) {
  if (below_root || above.raw_usage <= 0 || share_of_level <= 0) return node.norm_usage;
  const double of_parent = ratio(above), local = node.raw_usage / above.raw_usage / share_of_level;
  if (of_parent <= 0 || local <= 0) return 0;
  const double a = std::log(of_parent), b = std::log(local);
  const double weight = a * b > 0 ? 1.0 : 1.0 / (1.0 + 25.0 * a * a);
  return of_parent * std::pow(local, weight) * node.norm_shares;
}

}  // namespace

void rank_by_usage(ShareTree& tree, std::uint32_t dampening, bool depth_oblivious) {
  std::vector<double> sums(tree.nodes.size(), 0);
  for (const ShareNode& node : tree.nodes)
    if (node.share_parent != kNoNode && node.has_shares()) sums[node.share_parent] += node.association->shares;
  for (ShareNode& node : tree.nodes) {
    node.level = 0;
    if (node.share_parent == kNoNode) {
      node.norm_shares = node.effective_usage = 1;
      continue;
    }
    const ShareNode& above = tree.nodes[node.share_parent];
    const bool below_root = above.share_parent == kNoNode;
    if (!node.has_shares()) {
      node.norm_shares = above.norm_shares;
      node.effective_usage = node.is_user() ? above.effective_usage : node.norm_usage;
    } else {
      const double part = sums[node.share_parent] > 0 ? node.association->shares / sums[node.share_parent] : 0;
      node.norm_shares = part * above.norm_shares;
      node.effective_usage = depth_oblivious ? oblivious_usage(node, above, part, below_root)
                             : below_root    ? node.norm_usage
                                             : node.norm_usage + (above.effective_usage - node.norm_usage) * part;
    }
    if (!node.is_user()) continue;
    node.fair_share = node.norm_shares > 0 ? std::exp2(-ratio(node) / std::max(1U, dampening)) : 0;
  }
}

}  // namespace minislurm::fairshare
