#include <algorithm>
#include <numeric>

#include "slurmctld/topology/block_choice.h"
#include "slurmctld/topology/leaf_choice.h"
#include "slurmctld/topology/tree.h"

namespace minislurm::topology {
namespace {

// Without switches the neighbours in the cluster's list stand together: each run of them is a leaf of its own.
std::size_t runs_of(std::span<const Candidate> candidates, std::vector<std::uint32_t>& groups) {
  std::uint32_t run = 0;
  for (std::size_t at = 0; at < candidates.size(); ++at) {
    if (at > 0 && candidates[at].node != candidates[at - 1].node + 1) ++run;
    groups.push_back(run);
  }
  return std::size_t{run} + 1;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> Topology::best_fit(std::span<const Candidate> candidates,
                                                             const Want& want) const {
  if (candidates.empty() || candidates.size() < want.nodes) return std::nullopt;
  if (kind_ == TopologyKind::Flat || leaves_.empty()) return flat_fit(candidates, want);
  std::vector<std::uint32_t> groups;
  groups.reserve(candidates.size());
  // Nodes that no switch names share the last group.
  const auto loose = static_cast<std::uint32_t>(leaves_.size());
  for (const Candidate& one : candidates) {
    const std::uint32_t leaf = leaf_of(one.node);
    groups.push_back(leaf == kNoSwitch ? loose : leaf_rank_[leaf]);
  }
  const NodePool pool{candidates, want, groups, leaves_.size() + 1};
  if (kind_ == TopologyKind::Block) {
    const auto shares = choose_blocks(pool, BlockLevels{block_sizes_, loose});
    if (!shares) return std::nullopt;
    return pool.pick(*shares);
  }
  const LeafDistance distance = [&](std::uint32_t left, std::uint32_t right) -> std::uint32_t {
    if (left == right) return 1;
    if (left == loose || right == loose) return kUnreachable;
    return hops_.empty() ? climb(leaves_[left], leaves_[right]) : hops_[left * leaves_.size() + right];
  };
  const auto shares = choose_leaves(pool, distance);
  if (!shares) return std::nullopt;
  return pool.pick(*shares);
}

std::optional<std::vector<std::uint32_t>> Topology::flat_fit(std::span<const Candidate> candidates,
                                                             const Want& want) const {
  if (candidates.empty() || candidates.size() < want.nodes) return std::nullopt;
  if (want.nodes == 1) {
    // One node has no neighbours to lie near: the first that serves.
    if (auto nodes = first_fit(candidates, want); nodes && nodes->size() == 1) return nodes;
  }
  std::vector<std::uint32_t> groups;
  groups.reserve(candidates.size());
  const std::size_t runs = runs_of(candidates, groups);
  const NodePool pool{candidates, want, groups, runs};
  const auto shares = choose_runs(pool);
  if (!shares) return std::nullopt;
  return pool.pick(*shares);
}

std::optional<std::vector<std::uint32_t>> Topology::first_fit(std::span<const Candidate> candidates,
                                                              const Want& want) const {
  if (candidates.empty() || candidates.size() < want.nodes) return std::nullopt;
  const std::vector<std::uint32_t> groups(candidates.size(), 0);
  const NodePool pool{candidates, want, groups, 1};
  const LeafOffer* const all = &pool.offers().front();
  const auto need = pool.need({&all, 1});
  if (!need) return std::nullopt;
  const LeafShare share{all, *need};
  std::vector<std::uint32_t> nodes = pool.pick({&share, 1});
  if (want.max_leaves != 0 && leaves_used(nodes) > want.max_leaves) return std::nullopt;
  return nodes;
}

}  // namespace minislurm::topology
