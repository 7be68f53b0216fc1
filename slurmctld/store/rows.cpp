#include "slurmctld/store/rows.h"

#include "libcommon/wire/codec.h"

namespace minislurm::store {
namespace {

constexpr const char* kPutJob =
    "INSERT OR REPLACE INTO jobs(job_id, array_job_id, array_task_id, user_id, user, name, partition, account, qos, "
    "state, live, submit_time, start_time, end_time, exit_status, exit_signal, nodes, cpus, restarts, record) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kPutStep =
    "INSERT OR REPLACE INTO steps(job_id, step, name, state, live, start_time, end_time, exit_status, exit_signal, "
    "nodes, tasks, cpus, record) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)";
// Before a row of the job's next run replaces that of the one which has ended.
constexpr const char* kKeepRun =
    "INSERT OR REPLACE INTO past_runs(job_id, restarts, array_job_id, user_id, submit_time, end_time, record) "
    "SELECT job_id, restarts, array_job_id, user_id, submit_time, end_time, record FROM jobs "
    "WHERE job_id = ? AND restarts < ? AND start_time <> 0 AND end_time <> 0";
constexpr const char* kKeepStep =
    "INSERT OR REPLACE INTO past_steps(job_id, step, start_time, record) "
    "SELECT job_id, step, start_time, record FROM steps "
    "WHERE job_id = ? AND step = ? AND start_time < ? AND live = 0";
constexpr const char* kPutScript = "INSERT OR REPLACE INTO scripts(job_id, script, environment) VALUES(?,?,?)";
constexpr const char* kPutCluster = "INSERT OR REPLACE INTO cluster(key, value) VALUES(?,?)";

// Binds values to a statement's parameters in order, runs it, and makes it ready for the next row.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) { statement_.tryReset(); }
  Binder& integer(std::int64_t value) {
    statement_.bind(next_++, value);
    return *this;
  }
  Binder& text(const std::string& value) {
    statement_.bindNoCopy(next_++, value);
    return *this;
  }
  Binder& blob(const std::string& value) {
    statement_.bindNoCopy(next_++, value.data(), static_cast<int>(value.size()));
    return *this;
  }
  Binder& null() {
    statement_.bind(next_++);
    return *this;
  }
  Binder& time(Instant when) { return integer(when.time_since_epoch().count()); }
  void run() {
    statement_.exec();
    statement_.reset();
  }

 private:
  SQLite::Statement& statement_;
  int next_ = 1;
};

std::string node_names(const Allocation& allocation) {
  std::string names;
  for (const NodeAllocation& node : allocation.nodes) names += (names.empty() ? "" : ",") + node.node;
  return names;
}

template <class Record>
Result<std::vector<Record>> read_records(SQLite::Statement& query, const char* what) {
  std::vector<Record> records;
  while (query.executeStep()) {
    const SQLite::Column column = query.getColumn(0);
    const std::string_view bytes(static_cast<const char*>(column.getBlob()),
                                 static_cast<std::size_t>(column.getBytes()));
    Result<Record> record = wire::decode<Record>(bytes);
    if (!record)
      return Error::generic(std::string("damaged record of ") + what + " " + query.getColumn(1).getString());
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace

RowWriter::RowWriter(SQLite::Database& database)
    : job_(database, kPutJob), step_(database, kPutStep), keep_run_(database, kKeepRun),
      keep_step_(database, kKeepStep), script_(database, kPutScript),
      cluster_(database, kPutCluster) {}

void RowWriter::write(const Batch& batch) {
  for (const auto& [job, script] : batch.scripts) put(job, script);
  for (const Job& job : batch.jobs) put(job);
  for (const Step& step : batch.steps) put(step);
  if (batch.cluster_record) put("state", *batch.cluster_record);
  if (batch.accounting_record) put("accounting", *batch.accounting_record);
  if (batch.usage_record) put("usage", *batch.usage_record);
  if (batch.new_usage_record) put("new_usage", *batch.new_usage_record);
  if (batch.next_job) put("next_job_id", to_string(*batch.next_job));
}

void RowWriter::put(const Job& job) {
  const std::string state(name_of(job.state)), nodes = node_names(job.allocation), record = wire::encode(job);
  if (job.restarts > 0) Binder(keep_run_).integer(number(job.id)).integer(job.restarts).run();
  const bool live = !is_finished(job.state) || has(job.flags, JobFlag::Completing);
  Binder row(job_);
  row.integer(number(job.id)).integer(number(job.array_job));
  if (job.array_task) row.integer(*job.array_task); else row.null();
  row.integer(number(job.user)).text(job.user_name).text(job.spec.name).text(job.partition).text(job.spec.account);
  row.text(job.spec.qos).text(state).integer(live ? 1 : 0);
  row.time(job.submitted).time(job.started).time(job.ended);
  row.integer(job.exit_code.status).integer(job.exit_code.signal).text(nodes);
  row.integer(job.allocation.empty() ? job.num_cpus : job.allocation.cpu_count()).integer(job.restarts);
  row.blob(record).run();
}

void RowWriter::put(const Step& step) {
  const std::string state(name_of(step.state)), nodes = node_names(step.allocation), record = wire::encode(step);
  Binder(keep_step_).integer(number(step.id.job)).integer(number(step.id.step)).time(step.started).run();
  Binder row(step_);
  row.integer(number(step.id.job)).integer(number(step.id.step)).text(step.name).text(state);
  row.integer(is_finished(step.state) ? 0 : 1).time(step.started).time(step.ended);
  row.integer(step.exit_code.status).integer(step.exit_code.signal).text(nodes);
  row.integer(step.num_tasks).integer(step.allocation.cpu_count()).blob(record).run();
}

void RowWriter::put(JobId job, const Script& script) {
  Binder(script_).integer(number(job)).blob(script.script).blob(script.environment).run();
}

void RowWriter::put(const std::string& key, const std::string& value) {
  Binder(cluster_).text(key).blob(value).run();
}

Result<std::vector<Job>> read_jobs(SQLite::Statement& query) { return read_records<Job>(query, "job"); }
Result<std::vector<Step>> read_steps(SQLite::Statement& query) { return read_records<Step>(query, "a step of job"); }

std::string read_blob(const SQLite::Column& column) {
  const void* bytes = column.getBlob();
  return bytes == nullptr ? std::string{}
                          : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(column.getBytes()));
}

}  // namespace minislurm::store
