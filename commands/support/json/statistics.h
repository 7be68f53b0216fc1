// The document of sdiag --json.
#pragma once

#include <cstdint>
#include <string>

#include "commands/support/json/document.h"
#include "libcommon/wire/messages.h"

namespace minislurm::documents {

// `clock_latency`: microseconds that 1000 readings of the clock take.
std::string statistics_document(const wire::StatsReply& stats, std::uint64_t clock_latency,
                                const DocumentOptions& options);

}  // namespace minislurm::documents
