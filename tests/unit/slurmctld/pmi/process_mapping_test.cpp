#include "slurmctld/pmi/process_mapping.h"

#include <gtest/gtest.h>

#include <random>

namespace minislurm::pmi {
namespace {

// As MPICH reads it: the blocks one after the other, from the start again until every rank has its node.
std::vector<std::uint32_t> read_back(const std::string& text, std::size_t ranks) {
  std::vector<unsigned> numbers;
  for (const char letter : text)
    if (letter == '(' || letter == ',') numbers.push_back(0);
    else if (letter >= '0' && letter <= '9') numbers.back() = numbers.back() * 10 + static_cast<unsigned>(letter - '0');
  // "(vector" and each ",(" leave one number that is none.
  std::vector<unsigned> blocks;
  for (std::size_t at = 1; at + 3 < numbers.size(); at += 4)
    blocks.insert(blocks.end(), {numbers[at + 1], numbers[at + 2], numbers[at + 3]});
  std::vector<std::uint32_t> nodes;
  while (nodes.size() < ranks)
    for (std::size_t at = 0; at < blocks.size(); at += 3)
      for (unsigned node = 0; node < blocks[at + 1]; ++node)
        for (unsigned rank = 0; rank < blocks[at + 2]; ++rank)
          if (nodes.size() < ranks) nodes.push_back(blocks[at] + node);
  return nodes;
}

TEST(ProcessMapping, ranks_in_blocks_are_one_vector) {
  EXPECT_EQ(process_mapping({0, 0, 1, 1, 2, 2}), "(vector,(0,3,2))");
}

TEST(ProcessMapping, a_node_with_fewer_ranks_is_a_vector_of_its_own) {
  EXPECT_EQ(process_mapping({0, 0, 1}), "(vector,(0,1,2),(1,1,1))");
}

TEST(ProcessMapping, ranks_dealt_in_turn_are_written_once) {
  EXPECT_EQ(process_mapping({0, 1, 2, 0, 1, 2}), "(vector,(0,3,1))");
}

TEST(ProcessMapping, every_mapping_reads_back_as_it_was) {
  constexpr unsigned kSeed = 20251;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 10'000; ++round) {
    std::vector<std::uint32_t> nodes(1 + random() % 24);
    for (std::uint32_t& node : nodes) node = static_cast<std::uint32_t>(random() % (1 + random() % 5));
    const std::string text = process_mapping(nodes);
    ASSERT_EQ(read_back(text, nodes.size()), nodes) << text << ", seed " << kSeed << ", round " << round;
  }
}

}  // namespace
}  // namespace minislurm::pmi
