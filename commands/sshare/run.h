// sshare: the shares of accounts and users, and what they have used of them.
#pragma once

#include <string>
#include <vector>

#include "commands/support/context.h"

namespace minislurm::sshare {

int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace minislurm::sshare
