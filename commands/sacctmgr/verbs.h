// sacctmgr's verbs: what a command line, or a line at the prompt, begins with.
#pragma once

#include "commands/sacctmgr/session.h"

namespace minislurm::sacctmgr {

// The exit code.
int run_verb(Session& session, const Words& words);

}  // namespace minislurm::sacctmgr
