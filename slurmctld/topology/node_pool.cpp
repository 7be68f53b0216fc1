#include "slurmctld/topology/node_pool.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace minislurm::topology {

NodePool::NodePool(std::span<const Candidate> candidates, const Want& want, std::span<const std::uint32_t> groups,
                   std::size_t group_count)
    : candidates_(candidates), want_(want) {
  std::vector<std::uint32_t> sizes(group_count, 0), slot(group_count, 0), filled;  // filled: by offer
  for (const std::uint32_t group : groups) ++sizes[group];
  members_.resize(candidates.size());
  for (std::uint32_t group = 0, first = 0; group < group_count; first += sizes[group++]) {
    if (sizes[group] == 0) continue;
    slot[group] = static_cast<std::uint32_t>(offers_.size());
    offers_.push_back({group, 0, 0, std::span{members_}.subspan(first, sizes[group])});
    filled.push_back(0);
  }
  bool ordered = true;
  for (std::uint32_t at = 0; at < candidates.size(); ++at) {
    const Candidate& one = candidates[at];
    const std::uint32_t place = slot[groups[at]];
    LeafOffer& offer = offers_[place];
    offer.members[filled[place]++] = at;
    offer.tasks += one.tasks;
    offer.required += one.required ? 1 : 0;
    required_ += one.required ? 1 : 0;
    uniform_ = uniform_ && one.tasks == candidates.front().tasks;
    ordered = ordered && !one.required && one.weight == candidates.front().weight;
  }
  // Where any choice of enough nodes holds the tasks, sizes do not matter.
  std::uint64_t smallest = candidates.empty() ? 0 : candidates.front().tasks;
  for (const Candidate& one : candidates) smallest = std::min<std::uint64_t>(smallest, one.tasks);
  loose_ = std::max<std::uint64_t>({want_.nodes, required_, 1}) * smallest >= want_.tasks;
  if (ordered) return;
  for (LeafOffer& offer : offers_) {
    std::stable_sort(offer.members.begin(), offer.members.end(), [&](std::uint32_t left, std::uint32_t right) {
      return std::tuple{!candidates_[left].required, candidates_[left].weight} <
             std::tuple{!candidates_[right].required, candidates_[right].weight};
    });
  }
}

std::optional<std::uint32_t> NodePool::need(std::span<const LeafOffer* const> leaves) const {
  std::uint64_t nodes = 0, tasks = 0, required = 0;
  for (const LeafOffer* leaf : leaves) {
    nodes += leaf->nodes();
    tasks += leaf->tasks;
    required += leaf->required;
  }
  if (required != required_ || nodes == 0 || nodes < want_.nodes || tasks < want_.tasks) return std::nullopt;
  std::uint64_t least = std::max<std::uint64_t>({want_.nodes, required, 1});
  if (loose_) {
    // As many as were asked for.
  } else if (uniform_) {
    const std::uint64_t each = candidates_.front().tasks;
    least = std::max(least, (want_.tasks + each - 1) / each);
  } else {
    std::vector<std::uint32_t> sizes;
    std::uint64_t held = 0, count = required;
    for (const LeafOffer* leaf : leaves) {
      for (std::uint32_t at = 0; at < leaf->nodes(); ++at) {
        if (at < leaf->required) held += candidates_[leaf->members[at]].tasks;
        else sizes.push_back(candidates_[leaf->members[at]].tasks);
      }
    }
    if (held < want_.tasks) std::sort(sizes.begin(), sizes.end(), std::greater<>());
    for (std::size_t at = 0; held < want_.tasks && at < sizes.size(); ++at, ++count) held += sizes[at];
    least = std::max(least, count);
  }
  if (least > nodes || (want_.max_nodes != 0 && least > want_.max_nodes)) return std::nullopt;
  return static_cast<std::uint32_t>(least);
}

std::uint64_t NodePool::most_tasks(const LeafOffer& leaf, std::uint32_t nodes) const {
  if (uniform()) return std::uint64_t{nodes} * candidates_.front().tasks;
  if (nodes == leaf.nodes()) return leaf.tasks;
  std::uint64_t held = 0;
  for (std::uint32_t at = 0; at < leaf.required; ++at) held += candidates_[leaf.members[at]].tasks;
  std::vector<std::uint32_t> sizes;
  for (std::uint32_t at = leaf.required; at < leaf.nodes(); ++at) sizes.push_back(candidates_[leaf.members[at]].tasks);
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  for (std::uint32_t at = leaf.required; at < nodes; ++at) held += sizes[at - leaf.required];
  return held;
}

std::vector<LeafShare> NodePool::largest(std::span<const LeafOffer* const> leaves, std::uint32_t nodes) const {
  struct One {
    std::uint32_t tasks, leaf;
  };
  std::vector<LeafShare> shares;
  std::vector<One> others;
  std::uint32_t count = 0;
  for (const LeafOffer* leaf : leaves) {
    // A leaf gives at least one node: it would not be among the fewest else.
    const std::uint32_t sure = std::max<std::uint32_t>(leaf->required, 1);
    std::vector<std::uint32_t> sizes;
    for (std::uint32_t at = leaf->required; at < leaf->nodes(); ++at) {
      sizes.push_back(candidates_[leaf->members[at]].tasks);
    }
    std::sort(sizes.begin(), sizes.end(), std::greater<>());
    for (std::size_t at = sure - leaf->required; at < sizes.size(); ++at) {
      others.push_back({sizes[at], static_cast<std::uint32_t>(shares.size())});
    }
    shares.push_back({leaf, sure});
    count += sure;
  }
  // Of equal ones those of the leaf that offers more: they are more likely to be near to others.
  std::stable_sort(others.begin(), others.end(), [&](const One& left, const One& right) {
    return std::tuple{left.tasks, shares[left.leaf].offer->nodes()} >
           std::tuple{right.tasks, shares[right.leaf].offer->nodes()};
  });
  for (const One& one : others) {
    if (count >= nodes) break;
    ++shares[one.leaf].nodes;
    ++count;
  }
  return shares;
}

std::vector<std::uint32_t> NodePool::pick(std::span<const LeafShare> shares) const {
  std::vector<std::vector<std::uint32_t>> chosen, left;
  std::uint64_t held = 0;
  for (const LeafShare& share : shares) {
    const auto middle = share.offer->members.begin() + static_cast<std::ptrdiff_t>(share.nodes);
    chosen.emplace_back(share.offer->members.begin(), middle);
    left.emplace_back(middle, share.offer->members.end());
    for (const std::uint32_t at : chosen.back()) held += candidates_[at].tasks;
  }
  const auto tasks = [&](std::uint32_t at) { return candidates_[at].tasks; };
  while (held < want_.tasks) {
    // The exchange that gains most: on a leaf the smallest not required (of equal ones the last) for the largest.
    std::uint32_t gain = 0;
    std::uint32_t* give = nullptr;
    std::uint32_t* take = nullptr;
    for (std::size_t leaf = 0; leaf < chosen.size(); ++leaf) {
      std::uint32_t *least = nullptr, *most = nullptr;
      for (std::uint32_t& at : chosen[leaf]) {
        if (!candidates_[at].required && (least == nullptr || tasks(at) <= tasks(*least))) least = &at;
      }
      for (std::uint32_t& at : left[leaf]) {
        if (most == nullptr || tasks(at) > tasks(*most)) most = &at;
      }
      if (least == nullptr || most == nullptr || tasks(*most) <= tasks(*least) + gain) continue;
      gain = tasks(*most) - tasks(*least);
      give = least;
      take = most;
    }
    if (give == nullptr) break;
    held += gain;
    std::swap(*give, *take);
  }
  std::vector<std::uint32_t> nodes;
  for (const std::vector<std::uint32_t>& leaf : chosen) {
    for (const std::uint32_t at : leaf) nodes.push_back(candidates_[at].node);
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

}  // namespace minislurm::topology
