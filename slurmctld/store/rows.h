// Values to rows and back. Used by one thread each; SQLiteCpp's exceptions pass through to the caller in this room.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>
#include <vector>

#include "slurmctld/store/store.h"

namespace minislurm::store {

// The prepared statements that write.
class RowWriter {
 public:
  explicit RowWriter(SQLite::Database& database);
  void write(const Batch& batch);

 private:
  void put(const Job& job);
  void put(const Step& step);
  void put(JobId job, const Script& script);
  void put(const std::string& key, const std::string& value);

  SQLite::Statement job_, step_, keep_run_, keep_step_, script_, cluster_;
};

// The `record` column of each row. Errors: Code::Generic naming the row that cannot be read.
Result<std::vector<Job>> read_jobs(SQLite::Statement& query);
Result<std::vector<Step>> read_steps(SQLite::Statement& query);
std::string read_blob(const SQLite::Column& column);

}  // namespace minislurm::store
