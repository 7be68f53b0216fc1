#include "slurmctld/store/store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <exception>

#include "slurmctld/store/history.h"
#include "slurmctld/store/reader.h"
#include "slurmctld/store/rows.h"
#include "slurmctld/store/schema.h"
#include "slurmctld/store/usage.h"
#include "slurmctld/store/writer.h"

namespace minislurm::store {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr const char* kScriptOf =
    "SELECT scripts.script, scripts.environment, jobs.user_id FROM jobs JOIN scripts "
    "ON scripts.job_id = CASE jobs.array_job_id WHEN 0 THEN jobs.job_id ELSE jobs.array_job_id END "
    "WHERE jobs.job_id = ?";

std::unique_ptr<SQLite::Database> open_for_reading(const std::string& path) {
  return std::make_unique<SQLite::Database>(path, SQLite::OPEN_READONLY, kBusyMilliseconds);
}

std::string cluster_value(SQLite::Database& database, const char* key) {
  SQLite::Statement query(database, "SELECT value FROM cluster WHERE key = ?");
  query.bind(1, key);
  return query.executeStep() ? read_blob(query.getColumn(0)) : std::string{};
}

Result<JobId> next_job(SQLite::Database& database) {
  const std::string text = cluster_value(database, "next_job_id");
  std::uint64_t id = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9' || id > 0xffffffffU) return Error::generic("damaged next_job_id");
    id = id * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return JobId{static_cast<std::uint32_t>(id)};
}

Result<Restored> load_from(SQLite::Database& database, Instant ended_since) {
  Restored restored;
  SQLite::Statement jobs(database, "SELECT record, job_id FROM jobs WHERE live = 1 "
                                   "UNION ALL SELECT record, job_id FROM jobs WHERE end_time >= ? AND live = 0 "
                                   "ORDER BY job_id");
  jobs.bind(1, std::int64_t{ended_since.time_since_epoch().count()});
  Result<std::vector<Job>> found = read_jobs(jobs);
  if (!found) return found.error();
  SQLite::Statement steps(database, "SELECT record, job_id FROM steps WHERE live = 1 ORDER BY job_id, step");
  Result<std::vector<Step>> running = read_steps(steps);
  if (!running) return running.error();
  Result<JobId> next = next_job(database);
  if (!next) return next.error();
  restored.jobs = std::move(*found);
  restored.steps = std::move(*running);
  restored.cluster_record = cluster_value(database, "state");
  restored.accounting_record = cluster_value(database, "accounting");
  restored.usage_record = cluster_value(database, "usage");
  restored.new_usage_record = cluster_value(database, "new_usage");
  restored.next_job = *next;
  return restored;
}

// Runs what may throw; an exception of the database becomes an error with the path.
template <class Value, class Work>
Result<Value> guarded(const std::string& path, Work work) {
  try {
    Result<Value> result = work();
    if (!result && result.error().code == Code::Generic) return Error::generic(path + ": " + result.error().detail);
    return result;
  } catch (const std::exception& problem) {
    return Error::generic(path + ": " + problem.what());
  }
}

}  // namespace

struct Store::Parts {
  std::string path;
  Poster poster;
  // A script is read when a job starts: it must not wait behind sacct.
  std::unique_ptr<Reader> histories, scripts;
  std::unique_ptr<Writer> writer;  // ends before the readers: it hands them what waited for it
  bool started = false;

  void start_writer() {
    if (!started) writer->start();
    started = true;
  }
};

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(Options options, Poster poster) {
  using Opened = std::unique_ptr<Store>;
  return guarded<Opened>(options.path, [&]() -> Result<Opened> {
    const mode_t before = ::umask(077);  // scripts and environments are nobody else's to read
    std::unique_ptr<SQLite::Database> database;
    try {
      database = std::make_unique<SQLite::Database>(options.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                    kBusyMilliseconds);
      database->exec("PRAGMA journal_mode = WAL");
    } catch (...) {
      ::umask(before);
      throw;
    }
    ::umask(before);
    database->exec("PRAGMA synchronous = FULL");
    if (const Status ours = prepare_schema(*database); !ours) return ours.error();
    auto parts = std::make_unique<Parts>();
    parts->path = options.path;
    parts->poster = poster;
    parts->writer = std::make_unique<Writer>(std::move(database), options, poster);
    parts->histories = std::make_unique<Reader>(open_for_reading(options.path));
    parts->scripts = std::make_unique<Reader>(open_for_reading(options.path));
    return Opened(new Store(std::move(parts)));
  });
}

Result<Restored> Store::load(Instant ended_since) {
  return guarded<Restored>(parts_->path, [&] { return load_from(parts_->writer->database(), ended_since); });
}

Status Store::clear_live() {
  const Result<bool> cleared = guarded<bool>(parts_->path, [&]() -> Result<bool> {
    SQLite::Database& database = parts_->writer->database();
    SQLite::Transaction transaction(database);
    database.exec("DELETE FROM scripts WHERE job_id IN (SELECT job_id FROM jobs WHERE live = 1)");
    database.exec("DELETE FROM steps WHERE live = 1 OR job_id IN (SELECT job_id FROM jobs WHERE live = 1)");
    database.exec("DELETE FROM jobs WHERE live = 1");
    database.exec("DELETE FROM cluster WHERE key = 'state'");
    transaction.commit();
    return true;
  });
  return cleared ? Status{} : Status{cleared.error()};
}

void Store::commit(Batch batch, std::function<void(Status)> done) {
  parts_->start_writer();
  parts_->writer->commit(std::move(batch), std::move(done));
}

// Behind the saves that were queued before it.
template <class Reply, class Query>
void Store::read_history(Query query, std::function<void(Result<Reply>)> done) {
  parts_->start_writer();
  parts_->writer->after_queued([parts = parts_.get(), query = std::move(query), done = std::move(done)] {
    parts->histories->ask([parts, query, done](SQLite::Database& database) {
      Result<Reply> reply = guarded<Reply>(parts->path, [&] { return query(database); });
      parts->poster([done, answer = std::move(reply)] { done(answer); });
    });
  });
}

void Store::history(wire::QueryHistoryRequest request, std::function<void(Result<wire::HistoryReply>)> done) {
  read_history<wire::HistoryReply>(
      [request = std::move(request)](SQLite::Database& database) { return query_history(database, request); },
      std::move(done));
}

void Store::usage(wire::QueryUsageRequest request, Instant now, std::function<void(Result<wire::UsageReply>)> done) {
  read_history<wire::UsageReply>(
      [request, now](SQLite::Database& database) { return query_usage(database, request, now); }, std::move(done));
}

void Store::script(JobId job, std::function<void(Result<Script>)> done) {
  parts_->scripts->ask([parts = parts_.get(), job, done = std::move(done)](SQLite::Database& database) {
    Result<Script> found = guarded<Script>(parts->path, [&]() -> Result<Script> {
      SQLite::Statement query(database, kScriptOf);
      query.bind(1, std::int64_t{number(job)});
      if (!query.executeStep()) return Error{Code::InvalidJobId};
      return Script{read_blob(query.getColumn(0)), read_blob(query.getColumn(1)),
                    UserId{query.getColumn(2).getUInt()}};
    });
    parts->poster([done, script = std::move(found)] { done(script); });
  });
}

}  // namespace minislurm::store
