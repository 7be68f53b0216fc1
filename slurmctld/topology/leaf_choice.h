// The choice of leaves, and of nodes on them, once the switch above is settled.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "slurmctld/topology/tree.h"

namespace minislurm::topology {

// Positions in the list of candidates, one group for each leaf.
using LeafGroups = std::vector<std::vector<std::uint32_t>>;

// Can some of these candidates, the required ones among them, serve `want`? Leaves are not counted.
bool suffices(std::span<const Candidate> candidates, std::span<const std::uint32_t> members, const Want& want);

// REQUIRES: all the groups together suffice. The nodes' indexes, in no order.
std::vector<std::uint32_t> choose_nodes(std::span<const Candidate> candidates, const LeafGroups& leaves,
                                        const Want& want);

}  // namespace minislurm::topology
