// sreport: how much was used, by whom and of what.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sreport {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sreport
