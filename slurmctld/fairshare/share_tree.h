// Who has which share of the cluster and how much of it was used: the associations as a tree, and two ways to make a
// number between 0 and 1 of each user's standing.
// Sources: "Fair Tree Fairshare Algorithm" of Slurm's documentation (R. Cox and L. Morrison, Brigham Young University)
// and, for the older one, "Multifactor Priority Plugin" of the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "libcommon/model/accounting.h"
#include "slurmctld/fairshare/usage.h"

namespace minislurm::fairshare {

inline constexpr std::size_t kNoNode = static_cast<std::size_t>(-1);

struct ShareNode {
  const Association* association = nullptr;
  std::size_t parent = kNoNode;
  // Against whose other children it stands: the nearest ancestor that has shares of its own (fairshare=parent has not).
  std::size_t share_parent = kNoNode;
  std::vector<std::size_t> children;  // users by name, then accounts by name
  double raw_usage = 0;               // of its own jobs and of all below it
  double norm_shares = 0;             // of its siblings' shares; the older way: of the cluster
  double norm_usage = 0;              // of all usage
  double effective_usage = 0;         // of its parent's usage; the older way: with a part of its siblings'
  double level = 0;                   // Fair Tree: norm_shares / effective_usage; infinite: nothing used
  double fair_share = 0;              // of a user: 1 for the first in line

  bool is_user() const { return !association->user.empty(); }
  bool has_shares() const { return association->shares != Association::kParentShares; }
};

// Nodes as a walk of the tree meets them, the root first. The accounting has to outlive it.
struct ShareTree {
  std::vector<ShareNode> nodes;
};

ShareTree plant(const Accounting& accounting, std::span<const UsageRow> usage);

// Sorts each level by level fair share; users are ranked in the order in which a walk meets them then. Of siblings with
// the same level fair share the later one shares the rank of the user who was ranked last before it; where it is an
// account, its first user does. (The documentation merges such accounts; Slurm does it this way.)
void rank_by_fair_tree(ShareTree& tree);

// The older algorithm, PriorityFlags=NO_FAIR_TREE: 2^(-effective usage / shares / dampening).
void rank_by_usage(ShareTree& tree, std::uint32_t dampening, bool depth_oblivious);

void rank(ShareTree& tree, const PrioritySettings& settings);

// Of the users: association id to factor.
std::unordered_map<std::uint32_t, double> factors(const ShareTree& tree);

}  // namespace minislurm::fairshare
