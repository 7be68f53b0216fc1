// The database's tables; see schema.cpp for what the columns mean.
#pragma once

#include <string>

#include "libcommon/base/result.h"

namespace SQLite {
class Database;
}

namespace minislurm::store {

inline constexpr int kSchemaVersion = 2;

// Creates the tables in an empty database, or checks that they are ours. Errors: Code::Generic, without the path.
Status prepare_schema(SQLite::Database& database);

}  // namespace minislurm::store
