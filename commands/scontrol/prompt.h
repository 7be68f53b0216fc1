// scontrol without a verb: a prompt for them.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

// Lines of verbs until "quit" or the end of the input; "!!" runs the last one again. 1: one of them failed.
int prompt(Session& session);

}  // namespace minislurm::scontrol
