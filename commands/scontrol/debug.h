// scontrol setdebug, setdebugflags, schedloglevel, fsdampeningfactor: what the controller logs and how it counts.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int set_debug(Session& session, const Words& words);
int set_debug_flags(Session& session, const Words& words);
int set_sched_log(Session& session, const Words& words);
int set_dampening(Session& session, const Words& words);

}  // namespace minislurm::scontrol
