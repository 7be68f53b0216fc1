// The document of sacct --json.
#pragma once

#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

std::string accounting_document(const wire::HistoryReply& reply, const DocumentOptions& options);

}  // namespace minislurm::documents
