// Taking back what could not be saved.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// The submission of a job or array was refused by the disk after it had been taken in, and perhaps started: nothing of
// it stays. REQUIRES: none of its steps has been launched.
void forget_submission(Turn& turn, JobId submission);

}  // namespace minislurm::core
