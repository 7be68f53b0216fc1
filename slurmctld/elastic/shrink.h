// Who gives up what, so that others have what they need: the lowest priority first, nobody below his minimum, no more
// than is needed. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "slurmctld/elastic/grow.h"

namespace minislurm::elastic {

struct Giver {
  struct Part {
    std::uint32_t node = 0;
    std::uint32_t unit = 1;         // CPUs that are given together
    Amount has;
  };
  JobId id{};
  std::uint32_t priority = 0;
  ElasticSize now, least;
  std::vector<Part> parts;          // the first one stays: the batch script runs there
};

struct Need {
  std::uint32_t node = 0;
  Amount what;
};

struct Loss {
  std::uint32_t node = 0;
  Amount what;
  bool whole = false;               // all that it has there: it leaves the node
};
struct Shrinkage {
  JobId id{};
  std::vector<Loss> losses;
};

// Lowest priority first; of equals the youngest.
void sort_givers(std::vector<Giver>& givers);
// The most that it could give on each of its nodes, taken by itself. All of them together may be more than it can give.
std::vector<Loss> most_of(const Giver& giver);
// What it gives to become as large as its minimum, from its last nodes; whole nodes first.
std::vector<Loss> down_to_least(const Giver& giver);
// nullopt: they cannot give that. REQUIRES: givers in the order in which they are asked.
std::optional<std::vector<Shrinkage>> give(std::vector<Need> needs, std::span<const Giver> givers);

}  // namespace minislurm::elastic
