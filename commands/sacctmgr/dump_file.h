// The file that sacctmgr dump writes and sacctmgr load reads: a line for the cluster, each account and each user in it.
#pragma once

#include "commands/sacctmgr/session.h"

namespace minislurm::sacctmgr {

int dump(Session& session, const Words& arguments);
int load(Session& session, const Words& arguments);

}  // namespace minislurm::sacctmgr
