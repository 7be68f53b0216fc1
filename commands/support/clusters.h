// -M, --clusters: which clusters a command is to ask. There is one.
#pragma once

#include <string>
#include <string_view>

#include "commands/support/context.h"

namespace minislurm {

// Names of `list` that are not the cluster's ("all" is) are complained about. False: none is, and the command ends.
bool choose_cluster(Context& context, std::string_view list, const std::string& own);

}  // namespace minislurm
