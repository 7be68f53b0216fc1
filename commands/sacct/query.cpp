#include "commands/sacct/query.h"

#include <algorithm>

#include "commands/support/identity.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sacct {
namespace {

Status add_states(const std::string& words, std::vector<JobState>& to) {
  for (const std::string_view word : text::split_list(words)) {
    const StateName* state = find_state(word);
    if (state == nullptr) return Error{Code::InvalidValue, "Invalid state: " + std::string{word}};
    if (!state->is_flag) to.push_back(static_cast<JobState>(state->bits));
  }
  return {};
}

bool selects(const wire::JobSelector& wanted, const Job& job) {
  if (wanted.tasks.empty()) return wanted.job == job.id || wanted.job == job.array_job;
  if (wanted.job != job.array_job) return false;
  const auto has_task = [&wanted](std::uint32_t task) {
    return std::find(wanted.tasks.begin(), wanted.tasks.end(), task) != wanted.tasks.end();
  };
  return job.array_task ? has_task(*job.array_task)
                        : std::any_of(job.array_pending.begin(), job.array_pending.end(), has_task);
}

bool has_any(const std::vector<std::string>& wanted, std::string_view word) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                       [&word](const std::string& one) { return text::iequals(one, word); });
}

}  // namespace

Result<Window> time_window(const Options& options, Instant now) {
  Window window;
  if (options.since) {
    const Result<Instant> since = text::parse_time_point(*options.since, now, text::TimeSense::Past);
    if (!since) return since.error();
    window.since = *since;
  } else if (options.jobs_given) {
    window.since = kNever;
  } else if (options.states) {
    window.since = now;
  } else {
    window.since = text::parse_time_point("00:00", now, text::TimeSense::Past).value_or(now);
  }
  if (options.until) {
    const Result<Instant> until = text::parse_time_point(*options.until, now, text::TimeSense::Past);
    if (!until) return until.error();
    window.until = *until;
  } else {
    window.until = options.states && options.since ? window.since : now;
  }
  return window;
}

Result<wire::QueryHistoryRequest> make_query(const Options& options, const Context& context) {
  wire::QueryHistoryRequest query;
  const Result<Window> window = time_window(options, context.now());
  if (!window) return window.error();
  query.since = window->since;
  query.until = window->until;
  for (const wire::JobSelector& job : options.jobs) query.jobs.push_back({job.job, job.tasks, std::nullopt});
  for (const std::string& name : options.users) {
    const std::optional<UserId> user = find_user(name);
    if (!user) return Error{Code::InvalidUser, "Invalid user id: " + name};
    query.users.push_back(number(*user));
  }
  // Everybody's jobs are shown to root; to others, their own where they name neither jobs nor nodes.
  const bool named = !options.jobs.empty() || !options.nodes.empty();
  if (query.users.empty() && !options.all_users && !named && number(context.caller().user) != 0)
    query.users.push_back(number(context.caller().user));
  for (const std::string& name : options.groups) {
    const std::optional<GroupId> group = find_group(name);
    if (!group) return Error{Code::InvalidUser, "Invalid group id: " + name};
    query.groups.push_back(number(*group));
  }
  if (options.states)
    if (const Status read = add_states(*options.states, query.states); !read) return read.error();
  query.names = options.names;
  query.partitions = options.partitions;
  query.accounts = options.accounts;
  query.qos = options.qos;
  query.nodes = options.nodes;
  query.with_steps = !options.allocations || options.document.asked;
  return query;
}

bool wants_job(const Job& job, const Options& options) {
  // A job that cannot become eligible is shown to who asks for it by its id.
  if (!options.jobs_given && job.eligible == kNever) return false;
  if (options.node_range && !options.node_range->holds(job.allocation.nodes.size())) return false;
  if (options.cpu_range && !options.cpu_range->holds(job.allocation.cpu_count())) return false;
  if (options.limit_min) {
    const Minutes limit = job.time_limit.value_or(kUnlimited);
    if (options.limit_max ? limit < *options.limit_min || limit > *options.limit_max : limit != *options.limit_min)
      return false;
  }
  if (!has_any(options.wckeys, job.spec.wckey) || !has_any(options.reasons, name_of(job.reason))) return false;
  const std::vector<std::string_view> features = text::split_list(job.spec.constraint, '&');
  return std::all_of(options.constraints.begin(), options.constraints.end(), [&features](const std::string& wanted) {
    return std::find(features.begin(), features.end(), wanted) != features.end();
  });
}

bool wants_line(const Job& job, const Step* step, const Options& options) {
  if (step != nullptr && options.allocations) return false;
  if (options.jobs.empty()) return true;
  return std::any_of(options.jobs.begin(), options.jobs.end(), [&](const wire::JobSelector& wanted) {
    if (!selects(wanted, job)) return false;
    return !wanted.step || (step != nullptr && step->id.step == *wanted.step);
  });
}

}  // namespace minislurm::sacct
