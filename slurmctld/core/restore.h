// Starting from what the store kept, and from a configuration that was read again.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

void restore_state(Turn& turn, Restored restored);
void change_configuration(Turn& turn, Cluster cluster);

}  // namespace minislurm::core
