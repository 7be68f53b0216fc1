// sacctmgr add, modify and delete.
#pragma once

#include "commands/sacctmgr/session.h"

namespace minislurm::sacctmgr {

int add(Session& session, const Words& words);
int modify(Session& session, const Words& words);
int erase(Session& session, const Words& words);

}  // namespace minislurm::sacctmgr
