// Which leaves of a tree serve a request, and how many nodes of each.
// Choosing few leaves with enough room, near each other, is a knapsack on a tree; requests that one leaf can serve, and
// those whose leaves all hang on one switch, need no search: the largest first, the last as tight as possible, is the
// optimum there (counts that are more uneven have more pairs on one leaf). Else the sets of the least size are tried by
// branch and bound (Land and Doig, Econometrica 28(3), 1960) within a budget; beyond that the greedy choice is made
// under each switch and the best of these taken.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "slurmctld/topology/node_pool.h"

namespace minislurm::topology {

// How far two leaves are apart: 1 for the same, else as Topology::distance of their nodes. kUnreachable: not connected.
using LeafDistance = std::function<std::uint32_t(std::uint32_t left, std::uint32_t right)>;

// The fewest leaves, then the least sum of distances between the nodes, then the fewest nodes left over on these
// leaves, then the first ones. nullopt: none, or more than want.max_leaves of them.
std::optional<std::vector<LeafShare>> choose_leaves(const NodePool& pool, const LeafDistance& distance);

// Leaves that are runs of neighbours in a list, each as far from the others: the run that fits most tightly; where none
// does, the largest ones, and what is left goes where it fits most tightly. max_leaves does not count.
std::optional<std::vector<LeafShare>> choose_runs(const NodePool& pool);

}  // namespace minislurm::topology
