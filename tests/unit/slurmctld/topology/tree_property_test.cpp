// best_fit on random trees of up to four levels, loads and requests, beside a search through every choice of nodes.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "slurmctld/topology/tree.h"

namespace minislurm::topology {
namespace {

constexpr std::uint32_t kSeed = 20260512;
constexpr int kCases = 10000;
constexpr double kNearest = 0.95;  // of the cases: as near as can be

struct Case {
  TopologySpec spec;
  std::vector<std::string> names;
  std::vector<std::vector<std::uint32_t>> hops;  // between nodes, as the tree was grown
  std::vector<std::uint32_t> leaf;               // of each node
  std::vector<Candidate> candidates;
  Want want;
};

class Grower {
 public:
  explicit Grower(std::mt19937& random) : random_(random) {}

  Case grow() {
    do {
      made_ = {};
      paths_.clear();
      const std::uint32_t roots = below(12) == 0 ? 2 : 1;
      const std::uint32_t levels = 1 + below(4);
      for (std::uint32_t root = 0; root < roots; ++root) grow_switch("r" + std::to_string(root), levels - 1, {root});
    } while (made_.names.size() > 13 || made_.names.size() < 2);
    made_.spec.kind = TopologyKind::Tree;
    measure();
    load();
    return std::move(made_);
  }

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  // Answers its level. `path`: from the root down.
  std::uint32_t grow_switch(const std::string& name, std::uint32_t depth, std::vector<std::uint32_t> path) {
    SwitchSpec grown;
    grown.name = name;
    if (depth == 0 || (depth < 3 && below(6) == 0)) {
      for (std::uint32_t count = 1 + below(4); count > 0; --count) {
        grown.nodes.push_back("n" + std::to_string(made_.names.size()));
        made_.names.push_back(grown.nodes.back());
        made_.leaf.push_back(leaves_);
        paths_.push_back(path);
      }
      ++leaves_;
    } else {
      for (std::uint32_t child = 0, count = 1 + below(3); child < count; ++child) {
        grown.switches.push_back(name + "." + std::to_string(child));
        std::vector<std::uint32_t> further = path;
        further.push_back(child);
        grown.level = std::max(grown.level, grow_switch(grown.switches.back(), depth - 1, further) + 1);
      }
    }
    made_.spec.switches.push_back(grown);
    return grown.level;
  }

  void measure() {
    const std::size_t count = made_.names.size();
    made_.hops.assign(count, std::vector<std::uint32_t>(count, 0));
    for (std::size_t left = 0; left < count; ++left) {
      for (std::size_t right = 0; right < count; ++right) {
        std::size_t common = 0;
        const auto &one = paths_[left], &other = paths_[right];
        while (common < one.size() && common < other.size() && one[common] == other[common]) ++common;
        const auto up = static_cast<std::uint32_t>(std::max(one.size(), other.size()) - common + 1);
        made_.hops[left][right] = left == right ? 0 : common == 0 ? kUnreachable : up;
      }
    }
  }

  void load() {
    const bool even = below(3) == 0;
    const std::uint32_t busy = below(4);
    std::uint64_t tasks = 0;
    for (std::uint32_t node = 0; node < made_.names.size(); ++node) {
      if (below(5) < busy) continue;
      made_.candidates.push_back({node, even ? 2 : 1 + below(4), 1, below(14) == 0});
      tasks += made_.candidates.back().tasks;
    }
    const auto free = static_cast<std::uint32_t>(made_.candidates.size());
    Want& want = made_.want;
    want.nodes = 1 + below(free + 1);
    if (below(3) == 0) want.nodes = 1;
    want.max_nodes = below(2) == 0 ? want.nodes : below(2) == 0 ? 0 : want.nodes + below(4);
    want.tasks = below(2) == 0 ? want.nodes : 1 + below(static_cast<std::uint32_t>(tasks) + 2);
    if (below(4) == 0) want.max_leaves = 1 + below(3);
  }

  std::mt19937& random_;
  Case made_;
  std::vector<std::vector<std::uint32_t>> paths_;
  std::uint32_t leaves_ = 0;
};

struct Score {
  std::uint32_t leaves = 0xffffffff;
  std::uint64_t distance = 0;
};

// Every choice of nodes; the fewest leaves, then the least sum of hops.
class Exhaustive {
 public:
  explicit Exhaustive(const Case& all) : all_(all) {}
  Score best() {
    descend(0, 0, {0, 0});
    return best_;
  }

 private:
  void descend(std::size_t at, std::uint64_t tasks, Score so_far) {
    const Want& want = all_.want;
    if (so_far.leaves > best_.leaves || (so_far.leaves == best_.leaves && so_far.distance >= best_.distance)) return;
    if (want.max_leaves != 0 && so_far.leaves > want.max_leaves) return;
    if (at == all_.candidates.size()) {
      if (chosen_.size() >= want.nodes && tasks >= want.tasks && !chosen_.empty()) best_ = so_far;
      return;
    }
    const Candidate& one = all_.candidates[at];
    if (want.max_nodes == 0 || chosen_.size() < want.max_nodes) {
      Score with = so_far;
      bool known = false, reachable = true;
      for (const std::uint32_t other : chosen_) {
        known = known || all_.leaf[other] == all_.leaf[one.node];
        reachable = reachable && all_.hops[other][one.node] != kUnreachable;
        with.distance += all_.hops[other][one.node];
      }
      with.leaves += known ? 0 : 1;
      if (reachable) {
        chosen_.push_back(one.node);
        descend(at + 1, tasks + one.tasks, with);
        chosen_.pop_back();
      }
    }
    if (!one.required) descend(at + 1, tasks, so_far);
  }

  const Case& all_;
  std::vector<std::uint32_t> chosen_;
  Score best_;
};

std::string described(const Case& all) {
  std::ostringstream text;
  for (const SwitchSpec& one : all.spec.switches) {
    text << one.name << '(';
    for (const std::string& name : one.nodes) text << name << ' ';
    text << ") ";
  }
  text << "| free:tasks";
  for (const Candidate& one : all.candidates) text << ' ' << one.node << ':' << one.tasks << (one.required ? "!" : "");
  text << " | nodes " << all.want.nodes << '-' << all.want.max_nodes << " tasks " << all.want.tasks << " leaves "
       << all.want.max_leaves;
  return text.str();
}

Score score_of(const Case& all, const std::vector<std::uint32_t>& nodes) {
  Score score{0, 0};
  std::vector<std::uint32_t> leaves;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    leaves.push_back(all.leaf[nodes[at]]);
    for (std::size_t other = 0; other < at; ++other) score.distance += all.hops[nodes[at]][nodes[other]];
  }
  std::sort(leaves.begin(), leaves.end());
  score.leaves = static_cast<std::uint32_t>(std::unique(leaves.begin(), leaves.end()) - leaves.begin());
  return score;
}

void expect_serves(const Case& all, const std::vector<std::uint32_t>& nodes) {
  std::uint64_t tasks = 0;
  for (const Candidate& one : all.candidates) {
    const bool taken = std::binary_search(nodes.begin(), nodes.end(), one.node);
    if (taken) tasks += one.tasks;
    EXPECT_TRUE(taken || !one.required) << described(all);
  }
  EXPECT_GE(nodes.size(), all.want.nodes) << described(all);
  EXPECT_GE(tasks, all.want.tasks) << described(all);
  if (all.want.max_nodes != 0) {
    EXPECT_LE(nodes.size(), all.want.max_nodes) << described(all);
  }
}

TEST(BestFitOnRandomTrees, NeverUsesMoreLeavesThanNeededAndLiesAsNearAsCanBeNearlyAlways) {
  std::mt19937 random{kSeed};
  int found = 0, nearest = 0, listed = 0;
  for (int round = 0; round < kCases; ++round) {
    const Case all = Grower{random}.grow();
    const Score best = Exhaustive{all}.best();
    const auto chosen = Topology{all.spec, all.names}.best_fit(all.candidates, all.want);
    ASSERT_EQ(chosen.has_value(), best.leaves != 0xffffffff)
        << "seed " << kSeed << ", case " << round << ": " << described(all);
    if (!chosen) continue;
    ++found;
    expect_serves(all, *chosen);
    const Score ours = score_of(all, *chosen);
    ASSERT_EQ(ours.leaves, best.leaves) << "seed " << kSeed << ", case " << round << ": " << described(all);
    if (ours.distance <= best.distance) {
      ++nearest;
    } else if (listed++ < 10) {
      std::printf("case %d: distance %llu, optimum %llu: %s\n", round, static_cast<unsigned long long>(ours.distance),
                  static_cast<unsigned long long>(best.distance), described(all).c_str());
    }
  }
  std::printf("%d of %d choices are as near as can be (%.2f %%)\n", nearest, found, 100.0 * nearest / found);
  EXPECT_GE(nearest, kNearest * found) << "seed " << kSeed;
}

}  // namespace
}  // namespace minislurm::topology
