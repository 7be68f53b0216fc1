// sreport's question: what the jobs of the history used in a span of time, added up.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/wire/accounting_messages.h"

namespace SQLite {
class Database;
}

namespace minislurm::store {

// The rows of the jobs, and of the cluster's resources what jobs held ("allocated") and what those that could have
// started waited for ("planned"). A span that lies ahead of `now` has not been used yet; only whole hours count, as
// Slurm's data base adds them up at their end. Throws SQLiteCpp's exceptions.
Result<wire::UsageReply> query_usage(SQLite::Database& database, const wire::QueryUsageRequest& request, Instant now);

// The rest of the cluster's rows, from what it has of each resource: Slurm's partition of the time that there was into
// allocated, down, planned and idle; what waited beyond that is overcommitted. Without history there are no rows. Pure.
void settle_cluster(wire::UsageReply& usage, const std::vector<std::pair<std::string, std::uint64_t>>& resources);

}  // namespace minislurm::store
