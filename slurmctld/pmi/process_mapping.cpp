#include "slurmctld/pmi/process_mapping.h"

#include <cstddef>

namespace minislurm::pmi {

namespace {

struct Block {
  std::uint32_t first_node, nodes, ranks_per_node;
  friend bool operator==(const Block&, const Block&) = default;
};

std::vector<Block> blocks_of(const std::vector<std::uint32_t>& nodes) {
  std::vector<Block> blocks;
  for (std::size_t at = 0; at < nodes.size();) {
    std::size_t end = at;
    while (end < nodes.size() && nodes[end] == nodes[at]) ++end;
    const auto ranks = static_cast<std::uint32_t>(end - at);
    if (!blocks.empty() && blocks.back().ranks_per_node == ranks &&
        blocks.back().first_node + blocks.back().nodes == nodes[at]) {
      ++blocks.back().nodes;
    } else {
      blocks.push_back({nodes[at], 1, ranks});
    }
    at = end;
  }
  return blocks;
}

// The shortest beginning whose repetition is the whole.
std::size_t period(const std::vector<Block>& blocks) {
  for (std::size_t length = 1; length < blocks.size(); ++length) {
    if (blocks.size() % length != 0) continue;
    std::size_t at = length;
    while (at < blocks.size() && blocks[at] == blocks[at - length]) ++at;
    if (at == blocks.size()) return length;
  }
  return blocks.size();
}

}  // namespace

std::string process_mapping(const std::vector<std::uint32_t>& node_of_rank) {
  std::vector<Block> blocks = blocks_of(node_of_rank);
  blocks.resize(period(blocks));
  std::string text = "(vector";
  for (const Block& block : blocks)
    text += ",(" + std::to_string(block.first_node) + "," + std::to_string(block.nodes) + "," +
            std::to_string(block.ranks_per_node) + ")";
  return text + ")";
}

}  // namespace minislurm::pmi
