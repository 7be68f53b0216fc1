#include "slurmctld/store/history.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "slurmctld/store/rows.h"

namespace minislurm::store {
namespace {

using Request = wire::QueryHistoryRequest;

// Collects conditions and the values of their parameters.
class Where {
 public:
  void add(const std::string& condition) { text_ += (text_.empty() ? " WHERE (" : " AND (") + condition + ")"; }
  std::string number_list(std::int64_t value) {
    numbers_.push_back(value);
    return "?" + std::to_string(numbers_.size());
  }
  template <class Values, class Number>
  std::string numbers(const std::string& column, const Values& values, Number to_number) {
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "" : ",") + number_list(to_number(value));
    return column + " IN (" + list + ")";
  }
  const std::string& text() const { return text_; }
  void bind(SQLite::Statement& query) const {
    int index = 1;
    for (const std::int64_t value : numbers_) query.bind(index++, value);
  }

 private:
  std::string text_;
  std::vector<std::int64_t> numbers_;
};

std::int64_t seconds_of(Instant when) { return when.time_since_epoch().count(); }

// What an index can narrow; matches() decides.
Where narrow(const Request& request) {
  Where where;
  if (!request.jobs.empty()) {
    const auto id = [](const wire::JobSelector& selector) { return std::int64_t{number(selector.job)}; };
    const std::string own = where.numbers("job_id", request.jobs, id);
    // Said in this way it is found by the index of those that are of an array.
    where.add(own + " OR (array_job_id <> 0 AND " + where.numbers("array_job_id", request.jobs, id) + ")");
  }
  if (!request.users.empty())
    where.add(where.numbers("user_id", request.users, [](std::uint32_t user) { return std::int64_t{user}; }));
  if (request.since != kNever) where.add("end_time = 0 OR end_time >= " + where.number_list(seconds_of(request.since)));
  if (request.until != kNever) where.add("submit_time <= " + where.number_list(seconds_of(request.until)));
  return where;
}

template <class Values, class Value>
bool among(const Values& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

bool selected(const Job& job, const std::vector<wire::JobSelector>& selectors) {
  if (selectors.empty()) return true;
  const auto names = [&job](const wire::JobSelector& selector) {
    if (selector.tasks.empty()) return selector.job == job.id || selector.job == job.array_job;
    if (selector.job != job.array_job) return false;
    return std::any_of(selector.tasks.begin(), selector.tasks.end(), [&job](std::uint32_t task) {
      if (job.array_task == task) return true;
      return std::binary_search(job.array_pending.begin(), job.array_pending.end(), task);
    });
  };
  return std::any_of(selectors.begin(), selectors.end(), names);
}

bool on_nodes(const Job& job, const std::vector<std::string>& nodes) {
  if (nodes.empty()) return true;
  return std::any_of(job.allocation.nodes.begin(), job.allocation.nodes.end(),
                     [&nodes](const NodeAllocation& held) { return among(nodes, held.node); });
}

bool matches(const Job& job, const Request& request) {
  return selected(job, request.jobs) && among(request.users, number(job.user)) &&
         among(request.groups, number(job.group)) && among(request.names, job.spec.name) &&
         among(request.partitions, job.partition) && among(request.accounts, job.spec.account) &&
         among(request.qos, job.spec.qos) && on_nodes(job, request.nodes) && in_window(job, request);
}

// As Slurm's database orders them: what is of no array first, as it was submitted or queued again.
bool by_array_and_task(const Job& left, const Job& right) {
  const auto key = [](const Job& job) {
    // What still waits of an array stands behind its tasks.
    return std::make_tuple(number(job.array_job), job.is_array_master(), job.array_task.value_or(0), job.submitted,
                           job.restarts, number(job.id));
  };
  return key(left) < key(right);
}

Result<std::vector<Step>> steps_of(SQLite::Database& database, const std::vector<Job>& jobs) {
  SQLite::Statement query(database,
                          "SELECT record, job_id FROM steps WHERE job_id = ?1 "
                          "UNION ALL SELECT record, job_id FROM past_steps WHERE job_id = ?1");
  std::vector<Step> all;
  std::set<JobId> seen;
  for (const Job& job : jobs) {
    if (!seen.insert(job.id).second) continue;  // another run of the same job
    query.reset();
    query.bind(1, std::int64_t{number(job.id)});
    Result<std::vector<Step>> steps = read_steps(query);
    if (!steps) return steps.error();
    std::sort(steps->begin(), steps->end(), [](const Step& left, const Step& right) {
      const auto key = [](const Step& step) {
        return std::make_tuple(step.id.step != StepNumber::Batch, number(step.id.step), step.started);
      };
      return key(left) < key(right);
    });
    std::move(steps->begin(), steps->end(), std::back_inserter(all));
  }
  return all;
}

// When the job could have started. What an array's limit keeps back of an array that has begun could not.
Instant eligible_since(const Job& job) {
  const bool kept_back = job.reason == Reason::JobArrayTaskLimit && job.array_pending.size() < job.array_count;
  return job.is_array_master() && kept_back ? kNever : job.eligible;
}

}  // namespace

bool in_window(const Job& job, const Request& request) {
  const auto begun = [&request](Instant from) { return request.until == kNever || from < request.until; };
  const auto lasted = [&request](Instant to) {  // to kNever: it still is so
    return request.since == kNever || to == kNever || to >= request.since;
  };
  const Instant eligible = eligible_since(job);
  if (request.states.empty()) {
    // Who names a job sees it, too, when it could not be started in that time.
    if (!request.jobs.empty()) return begun(job.submitted) && lasted(job.ended);
    return eligible != kNever && begun(eligible) && lasted(job.ended);
  }
  return std::any_of(request.states.begin(), request.states.end(), [&](JobState state) {
    if (state == JobState::Pending)
      return eligible != kNever && begun(eligible) && lasted(job.started) && lasted(job.ended);
    if (state == JobState::Running) return job.started != kNever && begun(job.started) && lasted(job.ended);
    if (job.state != state) return false;
    // A job that has ended counts in the window in which it ended.
    return is_finished(state) ? begun(job.ended) && lasted(job.ended) : begun(job.submitted);
  });
}

namespace {

// What was named, and the other components of heterogeneous jobs that go with it, once these are known.
Request with_components(const Request& request, const std::vector<Job>& found) {
  Request wider = request;
  for (const Job& job : found) {
    const bool leads = job.het_job == job.id;
    if (job.het_set.empty() || (!leads && request.whole_het_job != Tristate::Yes)) continue;
    for (const std::uint32_t id : job.het_set) wider.jobs.push_back({JobId{id}, {}, std::nullopt, std::nullopt});
  }
  wider.whole_het_job = Tristate::No;
  return wider;
}

}  // namespace

Result<wire::HistoryReply> query_history(SQLite::Database& database, const Request& request) {
  const Where where = narrow(request);
  SQLite::Statement query(database, "SELECT record, job_id FROM jobs" + where.text() +
                                        " UNION ALL SELECT record, job_id FROM past_runs" + where.text());
  where.bind(query);
  Result<std::vector<Job>> jobs = read_jobs(query);
  if (!jobs) return jobs.error();
  wire::HistoryReply reply;
  reply.jobs = std::move(*jobs);
  std::erase_if(reply.jobs, [&request](const Job& job) { return !matches(job, request); });
  if (!request.jobs.empty() && request.whole_het_job != Tristate::No) {
    const Request wider = with_components(request, reply.jobs);
    if (wider.jobs.size() > request.jobs.size()) return query_history(database, wider);
  }
  std::stable_sort(reply.jobs.begin(), reply.jobs.end(), by_array_and_task);
  if (request.with_steps) {
    Result<std::vector<Step>> steps = steps_of(database, reply.jobs);
    if (!steps) return steps.error();
    reply.steps = std::move(*steps);
  }
  return reply;
}

}  // namespace minislurm::store
