// The document of sdiag --json.
#pragma once

#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

std::string statistics_document(const wire::StatsReply& stats, const DocumentOptions& options);

}  // namespace minislurm::documents
