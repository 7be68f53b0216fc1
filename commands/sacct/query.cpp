#include "commands/sacct/query.h"

#include <algorithm>
#include <ctime>

#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "commands/support/recorded_job.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sacct {
namespace {

constexpr Seconds kMoment{1};

Error said(std::string text) { return Error{Code::Generic, std::move(text)}; }

template <class Value>
bool among(const std::vector<Value>& wanted, const Value& one) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), one) != wanted.end();
}

std::string calendar_text(Instant when) {
  if (when == kNever) return "Epoch 0";
  const std::time_t seconds = when.time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[64];
  std::strftime(text, sizeof text, "%a %b %d %H:%M:%S %Y", &local);
  return text;
}

// The names are the cluster's: asked for only where there are any to check.
Status check_qos(const std::vector<std::string>& names, Context& context) {
  if (names.empty()) return {};
  const Result<wire::AccountingReply> known =
      context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (!known) return {};
  std::string valid;
  for (const Qos& qos : known->accounting.qos) valid += (valid.empty() ? "" : ",") + qos.name;
  for (const std::string& name : names) {
    const auto& all = known->accounting.qos;
    const auto is_it = [&name](const Qos& qos) { return text::iequals(qos.name, name); };
    if (std::any_of(all.begin(), all.end(), is_it)) continue;
    error(context, "You gave a bad qos '" + name + "'. Valid QOS's are " + valid);
    fatal(context, "problem processing qos list");
    return said({});
  }
  return {};
}

// A number that nobody has is nobody's too.
std::optional<UserId> known_user(const std::string& name) {
  const std::optional<UserId> user = find_user(name);
  if (user && user_name(*user) == std::to_string(number(*user))) return std::nullopt;
  return user;
}

Status add_people(const Options& options, const Context& context, wire::QueryHistoryRequest& query) {
  for (const std::string& name : options.users) {
    const std::optional<UserId> user = known_user(name);
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
  return {};
}

bool asks_states(const Options& options) { return !options.states.empty() || options.requeued; }

// A run that was put back is kept as a cancelled one, with a mark.
bool wants_state(const Job& job, const Options& options) {
  if (job.state != JobState::Cancelled || !asks_states(options)) return true;
  if (has(job.flags, JobFlag::Requeued)) return options.requeued;
  const auto& states = options.states;
  return !options.requeued || std::find(states.begin(), states.end(), JobState::Cancelled) != states.end();
}

}  // namespace

Result<Window> time_window(const Options& options, Instant now) {
  Window window;
  if (options.since) {
    const Result<Instant> since = options.since->empty()
                                      ? Result<Instant>(kNever)
                                      : text::parse_time_point(*options.since, now, text::TimeSense::Past);
    if (!since) return said(since.error().detail + "\n");
    window.since = *since;
  } else if (!options.jobs.empty()) {
    window.since = kNever;
  } else if (asks_states(options)) {
    window.since = now;
  } else {
    window.since = text::parse_time_point("00:00", now, text::TimeSense::Past).value_or(now);
  }
  window.until = asks_states(options) && options.since ? window.since : now;
  if (options.until && !options.until->empty()) {
    const Result<Instant> until = text::parse_time_point(*options.until, now, text::TimeSense::Past);
    if (!until) return said(until.error().detail + "\n");
    window.until = *until;
  }
  if (window.since > window.until)
    return said("Start time (" + text::format_time_point(window.since) + ") requested is after end time (" +
                text::format_time_point(window.until) + ").");
  // What happens in this second counts; and a window is never empty.
  if (window.until == now || window.until == window.since) window.until += kMoment;
  return window;
}

std::string window_text(const Options& options, const Window& window) {
  std::string states;
  for (const JobState state : options.states) states += (states.empty() ? "" : ",") + std::string{name_of(state)};
  if (options.requeued) states += states.empty() ? "REQUEUED" : ",REQUEUED";
  return "Jobs " + (states.empty() ? "Eligible" : states) + " in the time window from " + calendar_text(window.since) +
         " to " + calendar_text(window.until);
}

Result<wire::QueryHistoryRequest> make_query(const Options& options, const Window& window, Context& context) {
  wire::QueryHistoryRequest query;
  query.since = window.since;
  query.until = window.until;
  for (const JobChoice& choice : options.jobs) {
    // The components of a heterogeneous job have ids in a row.
    query.jobs.push_back({JobId{number(choice.job) + choice.het_offset.value_or(0)}, {}, std::nullopt, std::nullopt});
    if (choice.array_task) query.jobs.back().tasks.push_back(*choice.array_task);
  }
  if (const Status people = add_people(options, context, query); !people) return people.error();
  if (const Status qos = check_qos(options.qos, context); !qos) return qos.error();
  query.whole_het_job = options.whole_het_job;
  query.states = options.states;
  if (options.requeued) query.states.push_back(JobState::Cancelled);  // as which such runs are kept
  query.names = options.names;
  query.partitions = options.partitions;
  query.accounts = options.accounts;
  query.qos = options.qos;
  query.nodes = options.nodes;
  query.with_steps = !options.allocations || options.document.asked;
  return query;
}

bool wants_job(const Job& job, const Options& options) {
  if (!wants_state(job, options)) return false;
  if (options.node_range && !options.node_range->holds(job.allocation.nodes.size())) return false;
  if (options.cpu_range && !options.cpu_range->holds(job.allocation.cpu_count())) return false;
  if (options.limit_min) {
    const Minutes limit = job.time_limit.value_or(kUnlimited);
    if (options.limit_max ? limit < *options.limit_min || limit > *options.limit_max : limit != *options.limit_min)
      return false;
  }
  if (!among(options.wckeys, job.spec.wckey) || !among(options.reasons, recorded_reason(job)) ||
      !among(options.associations, std::uint64_t{job.association}))
    return false;
  if (!options.flags.empty() && std::none_of(options.flags.begin(), options.flags.end(),
                                             [&job](const StartFlag* flag) { return flag->is_set(job); }))
    return false;
  const std::vector<std::string_view> features = text::split_list(job.spec.constraint, '&');
  return std::all_of(options.constraints.begin(), options.constraints.end(), [&features](const std::string& wanted) {
    return std::find(features.begin(), features.end(), wanted) != features.end();
  });
}

bool wants_line(const Job& job, const Step* step, const Options& options) {
  if (step != nullptr && options.allocations) return false;
  if (options.jobs.empty()) return true;
  return std::any_of(options.jobs.begin(), options.jobs.end(), [&](const JobChoice& wanted) {
    if (!chooses(wanted, job, options.whole_het_job)) return false;
    return !wanted.step || (step != nullptr && step->id.step == *wanted.step);
  });
}

}  // namespace minislurm::sacct
