// sacctmgr list|show ENTITY [CONDITION...].
#pragma once

#include "commands/sacctmgr/session.h"

namespace minislurm::sacctmgr {

int list(Session& session, const Words& words);

}  // namespace minislurm::sacctmgr
