// Which blocks serve a request. Slurm's topology/block, in our words: BlockSizes are the levels, each a run of so many
// nodes in neighbouring blocks. A request goes to the lowest level that is large enough, there into one (aggregated)
// block; one that is larger than the highest level gets as many of these as its size asks for and no more. A request in
// segments is placed segment by segment in the same way. (Slurm's topology guide; details as recorded from Slurm.)
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "slurmctld/topology/node_pool.h"

namespace minislurm::topology {

struct BlockLevels {
  std::vector<std::uint32_t> sizes;  // ascending, at least one
  std::uint32_t blocks = 0;          // an offer whose leaf is not below it holds nodes without a block: never used
  // The (aggregated) block that base block `block` is in, at a level.
  std::uint32_t group_of(std::uint32_t block, std::size_t level) const { return block * sizes.front() / sizes[level]; }
  // The lowest level of at least so many nodes; the highest where none is.
  std::size_t level_for(std::uint32_t nodes) const;
};

// Of the choices on the fewest base blocks those in the smallest aggregated block, of these the last ones. The leaf of
// an offer of `pool` is the position of its block. nullopt: none.
std::optional<std::vector<LeafShare>> choose_blocks(const NodePool& pool, const BlockLevels& levels);

}  // namespace minislurm::topology
