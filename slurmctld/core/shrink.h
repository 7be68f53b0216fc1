// A running job gives nodes back.
#pragma once

#include <string>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// REQUIRES: the job runs, holds them, and holds others too. Steps on those nodes end; the rest of the job goes on.
void give_back_nodes(Turn& turn, Job& job, const std::vector<std::string>& nodes);

}  // namespace minislurm::core
