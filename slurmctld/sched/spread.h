// Dividing a count over nodes that each can take so much.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace minislurm::sched {

// Node after node, each as much as it can take, but at least one left for each node that follows.
std::vector<std::uint64_t> divide_in_blocks(std::uint64_t count, std::span<const std::uint64_t> room);
// One on each node in turn.
std::vector<std::uint64_t> divide_evenly(std::uint64_t count, std::span<const std::uint64_t> room);

}  // namespace minislurm::sched
