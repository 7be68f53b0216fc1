// Placement on blocks: sentences as recorded from Slurm, and best_fit beside a search through every choice of nodes.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "slurmctld/topology/tree.h"

namespace minislurm::topology {
namespace {

using testing::ElementsAre;
using testing::Optional;

struct Blocks {
  Blocks(std::uint32_t count, std::uint32_t each, std::vector<std::uint32_t> sizes) : per_block(each) {
    spec.kind = TopologyKind::Block;
    spec.block_sizes = std::move(sizes);
    for (std::uint32_t block = 0; block < count; ++block) {
      spec.switches.push_back(SwitchSpec{"b" + std::to_string(block + 1), {}, {}, 0, 1});
      for (std::uint32_t node = 0; node < each; ++node) {
        names.push_back("n" + std::to_string(names.size() + 1));
        spec.switches.back().nodes.push_back(names.back());
      }
    }
  }
  std::uint32_t per_block;
  TopologySpec spec;
  std::vector<std::string> names;
};

// "oo.. .ooo": o is free.
std::vector<Candidate> free_in(const std::string& picture) {
  std::vector<Candidate> candidates;
  std::uint32_t node = 0;
  for (const char one : picture) {
    if (one == ' ') continue;
    if (one == 'o') candidates.push_back({node, 1, 1, false});
    ++node;
  }
  return candidates;
}

class SixBlocks : public testing::Test {
 protected:
  std::optional<std::vector<std::uint32_t>> place(const std::string& picture, Want want) {
    want.tasks = want.max_nodes = want.nodes;
    return topology_.best_fit(free_in(picture), want);
  }
  static Want nodes(std::uint32_t count, std::uint32_t segment = 0) {
    Want want;
    want.nodes = count;
    want.segment = segment;
    return want;
  }
  Blocks blocks_{6, 4, {4, 8}};
  Topology topology_{blocks_.spec, blocks_.names};
};

const std::string kAllFree = "oooo oooo oooo oooo oooo oooo";

TEST_F(SixBlocks, AJobOfABlocksSizeGetsTheTightestBlockAndOfEqualOnesTheLast) {
  EXPECT_THAT(place(kAllFree, nodes(3)), Optional(ElementsAre(20U, 21U, 22U)));
  EXPECT_THAT(place(".ooo .... .oo. ...o .... o...", nodes(2)), Optional(ElementsAre(9U, 10U)));
  EXPECT_EQ(place("o... oo.. .... .o.. .o.. .o..", nodes(3)), std::nullopt);
}

TEST_F(SixBlocks, ALargerOneGetsAnAggregatedBlock) {
  EXPECT_THAT(place("..oo oo.o oooo ooo. oooo oooo", nodes(6)), Optional(ElementsAre(8U, 9U, 10U, 11U, 12U, 13U)));
  EXPECT_EQ(place(".... .o.o .... ..o. .... .ooo", nodes(5)), std::nullopt);
}

TEST_F(SixBlocks, OneLargerThanAllLevelsGetsNoMoreAggregatedBlocksThanItsSizeAsksFor) {
  EXPECT_THAT(place(".ooo oo.. oooo oooo o.oo oooo", nodes(9)),
              Optional(ElementsAre(4U, 8U, 9U, 10U, 11U, 12U, 13U, 14U, 15U)));
  EXPECT_EQ(place("oooo ..o. .ooo oooo .o.. oooo", nodes(15)), std::nullopt);
}

TEST_F(SixBlocks, EachSegmentLiesInOneBlockTheTightestOnesFirst) {
  EXPECT_THAT(place("oo.o oo.o o.oo ooo. o.o. o.o.", nodes(6, 2)), Optional(ElementsAre(12U, 13U, 16U, 18U, 20U, 22U)));
  EXPECT_THAT(place("..oo oo.o oooo ooo. oooo oooo", nodes(14, 1)),
              Optional(ElementsAre(2U, 3U, 4U, 5U, 7U, 12U, 13U, 14U, 16U, 17U, 20U, 21U, 22U, 23U)));
  EXPECT_THAT(place(".ooo oo.. oooo oooo o.oo oooo", nodes(8, 8)),
              Optional(ElementsAre(8U, 9U, 10U, 11U, 12U, 13U, 14U, 15U)));
  EXPECT_EQ(place("ooo. .ooo .ooo ooo. ooo. oooo", nodes(8, 4)), std::nullopt);
}

TEST_F(SixBlocks, SegmentsSpreadOverBlocksOrStayInOneAggregatedBlock) {
  Want apart = nodes(6, 2);
  apart.spread_segments = true;
  EXPECT_THAT(place(kAllFree, apart), Optional(ElementsAre(12U, 13U, 16U, 17U, 20U, 21U)));
  Want together = nodes(8, 4);
  together.consolidate_segments = true;
  EXPECT_THAT(place("oooo oooo oooo ooo. ooo. oooo", together), Optional(ElementsAre(0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U)));
}

constexpr std::uint32_t kSeed = 20260513;
constexpr int kCases = 10000;

struct Case {
  std::vector<Candidate> candidates;
  Want want;
  std::string text;
};

Case random_case(std::mt19937& random, const Blocks& blocks) {
  Case made;
  std::ostringstream text;
  const auto busy = random() % 4;
  for (std::uint32_t node = 0; node < blocks.names.size(); ++node) {
    if (random() % 5 < busy) continue;
    made.candidates.push_back({node, 1, 1, random() % 16 == 0});
    text << node << (made.candidates.back().required ? "! " : " ");
  }
  made.want.nodes = 1 + static_cast<std::uint32_t>(random() % blocks.names.size());
  if (random() % 3 == 0) {
    made.want.segment = 1 + static_cast<std::uint32_t>(random() % blocks.per_block);
    made.want.nodes = std::max(1U, made.want.nodes / made.want.segment) * made.want.segment;
  }
  made.want.tasks = made.want.max_nodes = made.want.nodes;
  text << "| nodes " << made.want.nodes << " segment " << made.want.segment;
  made.text = text.str();
  return made;
}

// Of the choices that the rules admit the number of blocks of the one with fewest; 0: there is none.
std::uint32_t fewest_blocks(const Case& one, const Blocks& blocks) {
  const std::uint32_t count = one.want.nodes, per = blocks.per_block, top = blocks.spec.block_sizes.back();
  std::uint32_t level = top;
  for (const std::uint32_t size : blocks.spec.block_sizes) {
    if (size >= count) { level = size; break; }
  }
  std::uint32_t best = 0;
  const auto size = static_cast<std::uint32_t>(one.candidates.size());
  for (std::uint32_t set = 0; set < (1U << size); ++set) {
    std::map<std::uint32_t, std::uint32_t> base, aggregated;
    std::uint32_t chosen = 0;
    bool complete = true;
    for (std::uint32_t at = 0; at < size; ++at) {
      const bool in = (set >> at & 1U) != 0;
      complete = complete && (in || !one.candidates[at].required);
      if (!in) continue;
      ++chosen;
      ++base[one.candidates[at].node / per];
      ++aggregated[one.candidates[at].node / level];
    }
    if (chosen != count || !complete) continue;
    if (one.want.segment != 0 && one.want.segment < count) {
      const auto uneven = [&](const auto& block) { return block.second % one.want.segment != 0; };
      if (std::any_of(base.begin(), base.end(), uneven)) continue;
    } else if (aggregated.size() > (count + level - 1) / level) {
      continue;
    }
    const auto used = static_cast<std::uint32_t>(base.size());
    best = best == 0 ? used : std::min(best, used);
  }
  return best;
}

TEST(BestFitOnRandomBlocks, KeepsTheRulesAndUsesTheFewestBlocks) {
  std::mt19937 random{kSeed};
  int found = 0, fewest = 0, placed = 0, possible = 0;
  for (int round = 0; round < kCases; ++round) {
    const std::uint32_t per_block = 2 + static_cast<std::uint32_t>(random() % 2);
    const Blocks blocks{4, per_block, random() % 2 == 0 ? std::vector<std::uint32_t>{per_block, 2 * per_block}
                                                        : std::vector<std::uint32_t>{per_block}};
    const Case one = random_case(random, blocks);
    const std::uint32_t best = fewest_blocks(one, blocks);
    const Topology topology{blocks.spec, blocks.names};
    const auto nodes = topology.best_fit(one.candidates, one.want);
    const bool segments = one.want.segment != 0 && one.want.segment < one.want.nodes;
    const bool required = std::any_of(one.candidates.begin(), one.candidates.end(),
                                      [](const Candidate& candidate) { return candidate.required; });
    ASSERT_TRUE(best != 0 || !nodes) << "seed " << kSeed << ", case " << round << ": " << one.text;
    if (best == 0) continue;
    ++possible;
    placed += nodes ? 1 : 0;
    ASSERT_TRUE(nodes || (required && segments)) << "seed " << kSeed << ", case " << round << ": " << one.text;
    if (!nodes) continue;
    ASSERT_EQ(nodes->size(), one.want.nodes);
    // Segments go where they fit most tightly, whatever number of blocks that makes.
    if (segments) continue;
    ++found;
    fewest += topology.leaves_used(*nodes) == best ? 1 : 0;
    // No search for the best place of required nodes is made, nor for the best part of several aggregated blocks.
    const bool larger = one.want.nodes > blocks.spec.block_sizes.back();
    ASSERT_TRUE(required || larger || topology.leaves_used(*nodes) == best)
        << "seed " << kSeed << ", case " << round << ": " << one.text;
  }
  std::printf("%d of %d placed, %d of %d on the fewest blocks\n", placed, possible, fewest, found);
  EXPECT_GE(placed, possible * 0.99);
  EXPECT_GE(fewest, found * 0.97);
}

}  // namespace
}  // namespace minislurm::topology
