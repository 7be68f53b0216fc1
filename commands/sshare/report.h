// sshare's table of shares.
#pragma once

#include <string>
#include <vector>

#include "commands/sshare/options.h"
#include "commands/support/context.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sshare {

// The rows that the options leave. `users`: names; empty: everybody.
std::vector<wire::ShareRow> selected(const std::vector<wire::ShareRow>& rows, const Options& options,
                                     const std::vector<std::string>& users);
// The exit code.
int print_table(const wire::SharesReply& reply, const Options& options, Context& context);

}  // namespace minislurm::sshare
