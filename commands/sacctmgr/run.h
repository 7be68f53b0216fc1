// sacctmgr: accounts, users, QOS and their limits, shown and changed.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sacctmgr {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sacctmgr
