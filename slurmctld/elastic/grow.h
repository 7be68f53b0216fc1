// Who gets what of the resources that nobody else needs now. Pure.
// They are dealt out piece by piece, each to the job whose weight over the number of pieces it would then have got is
// the greatest: the method of highest averages of D'Hondt (1878), which no other apportionment by whole pieces betters
// for those who weigh most, and which gives nobody a piece less where there is a piece more. A job's weight is its
// priority times how far it is from its maximum.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libcommon/model/elastic.h"

namespace minislurm::elastic {

// Of one node.
struct Amount {
  std::uint32_t cpus = 0, gpus = 0;
  Mebibytes memory;
  bool empty() const { return cpus == 0 && gpus == 0 && memory.count == 0; }
};

struct Grower {
  struct Part {
    std::uint32_t node = 0;
    std::uint32_t unit = 1;       // CPUs that are given together
    std::uint32_t cpus = 0;       // that it holds there
    Amount spare;                 // free, and needed by nobody as long as the job runs
  };
  JobId id{};
  std::uint32_t priority = 0;
  ElasticSize now, most;
  std::vector<Part> parts;        // its nodes
  std::vector<Part> others;       // nodes that it could have besides, the best first; `cpus` is 0
  Amount of_node;                 // what one more node has to give
};

struct Gain {
  std::uint32_t node = 0;
  Amount what;
  bool is_new = false;            // the job was not on it
};
struct Growth {
  JobId id{};
  std::vector<Gain> gains;
};

// Nothing of a spare is given twice, and nobody gets beyond his maximum. Those who get nothing are left out.
std::vector<Growth> grow(std::span<const Grower> growers);

}  // namespace minislurm::elastic
