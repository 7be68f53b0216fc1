#include "slurmctld/topology/leaf_choice.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

namespace minislurm::topology {
namespace {

struct Tally {
  std::size_t nodes = 0, required = 0;
  std::uint64_t tasks = 0, required_tasks = 0;
};

Tally tally(std::span<const Candidate> candidates, std::span<const std::uint32_t> members) {
  Tally sum;
  for (const std::uint32_t at : members) {
    ++sum.nodes;
    sum.tasks += candidates[at].tasks;
    if (!candidates[at].required) continue;
    ++sum.required;
    sum.required_tasks += candidates[at].tasks;
  }
  return sum;
}

// The least number of members, required ones among them, that holds the tasks; 0: not even all of them.
std::size_t fewest(std::span<const Candidate> candidates, std::span<const std::uint32_t> members,
                   std::uint64_t tasks) {
  const Tally all = tally(candidates, members);
  if (all.tasks < tasks) return 0;
  if (all.required_tasks >= tasks) return std::max<std::size_t>(all.required, 1);
  std::vector<std::uint32_t> sizes;
  sizes.reserve(members.size());
  for (const std::uint32_t at : members) {
    if (!candidates[at].required) sizes.push_back(candidates[at].tasks);
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  std::uint64_t held = all.required_tasks;
  std::size_t count = all.required;
  for (const std::uint32_t size : sizes) {
    if (held >= tasks) break;
    held += size;
    ++count;
  }
  return count;
}

// Leaves in the order in which they are used: those with required nodes, then the largest, the last one tightest.
std::vector<std::uint32_t> choose_members(std::span<const Candidate> candidates, const LeafGroups& leaves,
                                          const Want& want) {
  std::vector<std::uint32_t> chosen;
  std::vector<bool> used(leaves.size(), false);
  const auto use = [&](std::size_t leaf) {
    used[leaf] = true;
    chosen.insert(chosen.end(), leaves[leaf].begin(), leaves[leaf].end());
  };
  for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
    if (tally(candidates, leaves[leaf]).required > 0) use(leaf);
  }
  while (!suffices(candidates, chosen, want)) {
    std::size_t tightest = leaves.size(), largest = leaves.size();
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
      if (used[leaf]) continue;
      const auto size = [&](std::size_t which) {
        return std::pair{leaves[which].size(), tally(candidates, leaves[which]).tasks};
      };
      if (largest == leaves.size() || size(leaf) > size(largest)) largest = leaf;
      if (tightest != leaves.size() && leaves[leaf].size() >= leaves[tightest].size()) continue;
      std::vector<std::uint32_t> with = chosen;
      with.insert(with.end(), leaves[leaf].begin(), leaves[leaf].end());
      if (suffices(candidates, with, want)) tightest = leaf;
    }
    if (largest == leaves.size()) break;
    use(tightest != leaves.size() ? tightest : largest);
    if (tightest != leaves.size()) break;
  }
  return chosen;
}

}  // namespace

bool suffices(std::span<const Candidate> candidates, std::span<const std::uint32_t> members, const Want& want) {
  if (members.size() < want.nodes || members.empty()) return false;
  const std::size_t least = fewest(candidates, members, want.tasks);
  return least != 0 && (want.max_nodes == 0 || std::max<std::size_t>(least, tally(candidates, members).required) <=
                                                   want.max_nodes);
}

std::vector<std::uint32_t> choose_nodes(std::span<const Candidate> candidates, const LeafGroups& leaves,
                                        const Want& want) {
  const std::vector<std::uint32_t> members = choose_members(candidates, leaves, want);
  const std::size_t count = std::max({fewest(candidates, members, want.tasks), std::size_t{want.nodes},
                                      tally(candidates, members).required});
  // Required ones first, then leaf by leaf; on a leaf the lightest, in the cluster's order.
  std::vector<std::uint32_t> order = members;
  std::stable_partition(order.begin(), order.end(), [&](std::uint32_t at) { return candidates[at].required; });
  std::uint64_t held = 0;
  for (std::size_t at = 0; at < std::min(count, order.size()); ++at) held += candidates[order[at]].tasks;
  // The first ones need not hold enough: exchange the smallest for the largest left until they do.
  std::vector<std::uint32_t> rest(order.begin() + static_cast<std::ptrdiff_t>(std::min(count, order.size())),
                                  order.end());
  order.resize(std::min(count, order.size()));
  const auto smaller = [&](std::uint32_t left, std::uint32_t right) {
    return std::tuple{candidates[left].required, candidates[left].tasks} <
           std::tuple{candidates[right].required, candidates[right].tasks};
  };
  while (held < want.tasks && !rest.empty()) {
    const auto least = std::min_element(order.rbegin(), order.rend(), smaller);  // of equal ones the last chosen
    const auto most = std::max_element(rest.begin(), rest.end(), [&](std::uint32_t left, std::uint32_t right) {
      return candidates[left].tasks < candidates[right].tasks;
    });
    if (candidates[*most].tasks <= candidates[*least].tasks) break;
    held += candidates[*most].tasks - candidates[*least].tasks;
    std::swap(*least, *most);
  }
  std::vector<std::uint32_t> nodes;
  nodes.reserve(order.size());
  for (const std::uint32_t at : order) nodes.push_back(candidates[at].node);
  return nodes;
}

}  // namespace minislurm::topology
