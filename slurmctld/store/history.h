// sacct's question, in SQL and in what SQL cannot say.
#pragma once

#include "libcommon/base/result.h"
#include "libcommon/wire/messages.h"

namespace SQLite {
class Database;
}

namespace minislurm::store {

// Throws SQLiteCpp's exceptions.
Result<wire::HistoryReply> query_history(SQLite::Database& database, const wire::QueryHistoryRequest& request);

// Whether the job existed, or was in one of the states asked for, in the window. Pure.
bool in_window(const Job& job, const wire::QueryHistoryRequest& request);

}  // namespace minislurm::store
