#include "slurmctld/store/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace minislurm::store {
namespace {

// PRAGMA application_id: tells our file from other programs' databases. "mslr" in ASCII.
constexpr int kApplicationId = 0x6d736c72;

// Times are seconds since 1970 in UTC, 0: not yet. The columns are for people and for queries; `record` is the whole
// truth, encoded as libcommon/wire/codec.h does it, and a column never says anything else than the record.
constexpr const char* kTables = R"sql(
CREATE TABLE jobs (                 -- one row per job, live or ended; an array's waiting tasks share one row
  job_id        INTEGER PRIMARY KEY,
  array_job_id  INTEGER NOT NULL,   -- 0: not of an array
  array_task_id INTEGER,            -- NULL: not one task
  user_id       INTEGER NOT NULL,
  user          TEXT NOT NULL,
  name          TEXT NOT NULL,
  partition     TEXT NOT NULL,
  account       TEXT NOT NULL,
  qos           TEXT NOT NULL,
  state         TEXT NOT NULL,      -- PENDING, RUNNING, COMPLETED, FAILED ...
  live          INTEGER NOT NULL,   -- 1: not ended, or still being cleaned up
  submit_time   INTEGER NOT NULL,
  start_time    INTEGER NOT NULL,   -- of the last run
  end_time      INTEGER NOT NULL,
  exit_status   INTEGER NOT NULL,
  exit_signal   INTEGER NOT NULL,
  nodes         TEXT NOT NULL,      -- names of the nodes it has or had, separated by commas
  cpus          INTEGER NOT NULL,   -- allocated; before: asked for
  restarts      INTEGER NOT NULL,
  record        BLOB NOT NULL
);
CREATE INDEX jobs_live ON jobs(live) WHERE live = 1;
CREATE INDEX jobs_array ON jobs(array_job_id) WHERE array_job_id <> 0;
CREATE INDEX jobs_end ON jobs(end_time);
CREATE INDEX jobs_start ON jobs(start_time);
CREATE INDEX jobs_user ON jobs(user_id, end_time);
CREATE INDEX jobs_state ON jobs(state, end_time);

CREATE TABLE steps (                -- batch scripts and what srun started
  job_id      INTEGER NOT NULL,
  step        INTEGER NOT NULL,     -- number; 4294967291: the batch script
  name        TEXT NOT NULL,
  state       TEXT NOT NULL,
  live        INTEGER NOT NULL,
  start_time  INTEGER NOT NULL,
  end_time    INTEGER NOT NULL,
  exit_status INTEGER NOT NULL,
  exit_signal INTEGER NOT NULL,
  nodes       TEXT NOT NULL,
  tasks       INTEGER NOT NULL,
  cpus        INTEGER NOT NULL,
  record      BLOB NOT NULL,
  PRIMARY KEY (job_id, step)
);
CREATE INDEX steps_live ON steps(live) WHERE live = 1;

CREATE TABLE scripts (              -- of batch jobs; the tasks of an array share the array's
  job_id      INTEGER PRIMARY KEY,
  script      BLOB NOT NULL,
  environment BLOB NOT NULL         -- A=b, each ended by a zero byte
);

CREATE TABLE cluster (              -- 'state': what operators changed of nodes, partitions, reservations; 'next_job_id';
                                    -- 'accounting': accounts, users, associations, QOS and their limits;
                                    -- 'usage': what associations and QOS used, as of the last period's end;
                                    -- 'new_usage': of jobs that ended since then
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;
)sql";

// What version 2 has on top.
constexpr const char* kRuns = R"sql(
CREATE TABLE past_runs (            -- of jobs that were put back into the queue: what the job was at the end of that run
  job_id        INTEGER NOT NULL,
  restarts      INTEGER NOT NULL,
  array_job_id  INTEGER NOT NULL,
  user_id       INTEGER NOT NULL,
  submit_time   INTEGER NOT NULL,
  end_time      INTEGER NOT NULL,
  record        BLOB NOT NULL,
  PRIMARY KEY (job_id, restarts)
);
CREATE INDEX past_runs_end ON past_runs(end_time);

CREATE TABLE past_steps (           -- steps of such runs whose number a later run has used again
  job_id      INTEGER NOT NULL,
  step        INTEGER NOT NULL,
  start_time  INTEGER NOT NULL,
  record      BLOB NOT NULL,
  PRIMARY KEY (job_id, step, start_time)
);
)sql";

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

}  // namespace

Status prepare_schema(SQLite::Database& database) {
  const int version = pragma(database, "user_version");
  const int application = pragma(database, "application_id");
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
  if (tables == 0 && version == 0) {
    SQLite::Transaction transaction(database);
    database.exec(kTables);
    database.exec(kRuns);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
    return {};
  }
  if (application != kApplicationId) return Error::generic("not a database of slurmctld");
  if (version > kSchemaVersion)
    return Error::generic("written by a newer slurmctld (schema " + std::to_string(version) + ", this one knows " +
                          std::to_string(kSchemaVersion) + ")");
  if (version < kSchemaVersion) {
    SQLite::Transaction transaction(database);
    database.exec(kRuns);
    database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
  }
  return {};
}

}  // namespace minislurm::store
