// --contiguous: nodes that follow each other in the cluster's list.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "slurmctld/topology/tree.h"

namespace minislurm::sched {

// REQUIRES: candidates ascending by node. The shortest row of neighbours that serves `want`, of these
// one in the shortest run, of these the first; leaves are not counted.
std::optional<std::vector<std::uint32_t>> first_window(std::span<const topology::Candidate> candidates,
                                                       const topology::Want& want);

}  // namespace minislurm::sched
