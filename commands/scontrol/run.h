// scontrol: shows and changes what the controller holds. One command from its arguments, or many from its prompt.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::scontrol {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::scontrol
