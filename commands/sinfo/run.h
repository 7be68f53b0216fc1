// sinfo: the nodes and partitions.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sinfo {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sinfo
