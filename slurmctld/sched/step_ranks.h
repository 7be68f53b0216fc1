// --distribution: which node of a step each task goes to.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace minislurm::sched {

// How many tasks in a row go to one node before the next gets some.
struct Distribution {
  bool block = true;
  std::uint32_t run = 1;  // not with block
};
// "block", "cyclic:block", "plane=4"; what is not understood is block.
Distribution read_distribution(std::string_view text);

// "arbitrary": the list of nodes names one for each task.
bool is_arbitrary(std::string_view text);
// "block,pack": node after node is filled.
bool fills_nodes(std::string_view text);

// For each task in rank order the position of its node. `counts`: tasks per node, for block; `room`: what fits.
std::vector<std::uint32_t> rank_nodes(const Distribution& how, std::uint32_t tasks,
                                      std::span<const std::uint64_t> counts, std::span<const std::uint64_t> room);

}  // namespace minislurm::sched
