// The lines of a dump: "Account - 'physics':Description='Physics':Fairshare=10".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/sacctmgr/settings.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sacctmgr {

using DumpBlock = std::vector<std::string>;  // lines that stand together

// QOS and cluster first, then account by account: its users, the accounts below it.
std::vector<DumpBlock> dump_blocks(const wire::AccountingReply& reply);

struct DumpLine {
  std::string title, name;  // "Account", "physics"
  Pairs settings;
};
// None: a comment, or an empty line. Errors: Code::Generic with what is wrong.
Result<std::optional<DumpLine>> read_dump_line(std::string_view line);

}  // namespace minislurm::sacctmgr
