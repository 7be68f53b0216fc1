// The document of sshare --json.
#pragma once

#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::documents {

// Of the reply's rows; the caller has left out what was not asked for.
std::string shares_document(const wire::SharesReply& reply, const DocumentOptions& options);

}  // namespace minislurm::documents
