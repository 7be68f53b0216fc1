#include <algorithm>
#include <iterator>
#include <utility>

#include "libcommon/text/words.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/shrink.h"
#include "slurmctld/requests/array_outcome.h"
#include "slurmctld/requests/elastic_keys.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/job_keys.h"
#include "slurmctld/requests/selector.h"
#include "slurmctld/requests/update.h"
#include "slurmctld/sched/feasible.h"

namespace minislurm::requests {
namespace {

bool names_the_job(std::string_view key) { return text::iequals(key, "JobId") || text::iequals(key, "UserId"); }

// What the change asks for must still be possible in one of the partitions.
Status still_fits(const core::ClusterState::Inside& state, Job& job) {
  if (const Status sized = core::resize_request(state, job); !sized) return sized;
  const auto names = core::partition_names(state, job.partition);
  if (!names) return Error{names.error().code};
  Status first;
  for (const std::string& name : *names) {
    const Partition& partition = *state.find_partition(name);
    const auto request = sched::resolve(job.spec, partition, state.cluster.settings);
    const Status fits = request ? sched::can_ever_run(*request, partition, state.cluster) : Status{request.error()};
    if (fits) return {};
    if (first) first = Error{fits.error().code};
  }
  return first;
}

// The keys' values put into `job`, which is a copy.
Status apply_keys(Context context, const wire::UpdateRequest& request, JobChange& change) {
  const bool by_id = value_of(request, "JobId") != nullptr;
  for (const auto& [written, value] : request.keys) {
    const auto [name, how] = split_key(written);
    if (names_the_job(name)) continue;
    if (!by_id && text::iequals(name, "JobName")) continue;  // it says which jobs
    const JobKey* key = find_job_key(name);
    change.how = how;
    change.value = value;
    if (const auto taken = take_elastic_key(change, key->name)) {
      if (!*taken) return named(taken->error(), key->name);
      continue;
    }
    if (key->pending_only && change.job.state != JobState::Pending) return Error{Code::JobNotPending};
    if (const Status set = key->set(change); !set) return named(set.error(), key->name);
  }
  if (change.resized && change.job.state == JobState::Pending)
    if (const Status fits = still_fits(context.state(), change.job); !fits) return fits;
  if (change.dependency)
    if (const Status read = core::read_dependency(context.state(), change.job, context.now()); !read) return read;
  return {};
}

// What a new nice value or factor makes of the priority; of one without factors the difference is taken.
void weigh_again(Context context, Job& job, std::int64_t nice_before) {
  if (job.priority == 0 || job.state != JobState::Pending) return;
  if (context.state().cluster.settings.multifactor && !job.spec.priority) return core::give_priority(context.turn, job);
  const std::int64_t sum = job.priority + nice_before - job.spec.nice;
  if (job.spec.nice == nice_before) return;
  job.priority = static_cast<std::uint32_t>(std::clamp<std::int64_t>(sum, 1, 4294967294));
  if (job.spec.priority) job.spec.priority = job.priority;
}

// Another place in the queue makes no room: a pass that comes with other events is soon enough.
core::PassWish wish_of(const wire::UpdateRequest& request) {
  const bool reorders = std::all_of(request.keys.begin(), request.keys.end(), [](const auto& key) {
    const std::string_view name = split_key(key.first).first;
    return names_the_job(name) || text::iequals(name, "Priority") || text::iequals(name, "Nice");
  });
  return reorders ? core::PassWish::Soon : core::PassWish::Now;
}

Status change_job(Context context, const wire::UpdateRequest& request, Job& job) {
  Job copy = job;
  JobChange change{context.state(), context.now(), context.caller.is_operator, copy};
  if (const Status applied = apply_keys(context, request, change); !applied) return applied;
  if (change.size.any()) {
    if (const Status resized = core::resize_by_hand(context.turn, job, change.size); !resized) return resized;
    copy = job;
    if (const Status applied = apply_keys(context, request, change); !applied) return applied;
  }
  core::forget_dependency(context.state(), job);
  const std::int64_t nice_before = job.spec.nice;
  job = std::move(copy);
  core::register_dependency(context.state(), job);
  if (change.priority) {
    if (!change.by_hand) weigh_again(context, job, nice_before);
    job.spec.hold = job.priority == 0;
    if (job.state == JobState::Pending) job.reason = Reason::None;
  }
  if (job.state == JobState::Pending) core::settle(context.turn, job, wish_of(request));
  else if (!is_finished(job.state)) core::arm_running(context.turn, job);
  if (!change.given_back.empty()) core::give_back_nodes(context.turn, job, change.given_back);
  core::commit(context.turn, job);
  return {};
}

// Jobs by name (and user), where no id is given.
std::vector<wire::JobSelector> by_name(Context context, const std::string& name, const std::string* user) {
  std::vector<wire::JobSelector> selectors;
  for (const auto& [id, job] : context.state().jobs.all()) {
    if (job.spec.name != name || is_finished(job.state)) continue;
    if (user && *user != job.user_name && *user != std::to_string(number(job.user))) continue;
    wire::JobSelector selector;
    selector.job = id;
    selectors.push_back(selector);
  }
  return selectors;
}

Result<std::vector<wire::JobSelector>> named_jobs(Context context, const wire::UpdateRequest& request) {
  if (const std::string* ids = value_of(request, "JobId")) return parse_selectors(*ids);
  const std::string* name = value_of(request, "JobName");
  if (!name) name = value_of(request, "Name");
  if (!name) return Error{Code::InvalidJobId};
  auto selectors = by_name(context, *name, value_of(request, "UserId"));
  if (selectors.empty()) return Error{Code::InvalidValue, "No jobs with name '" + *name + "'"};
  return selectors;
}

Status check_names(const wire::UpdateRequest& request) {
  for (const auto& key : request.keys) {
    const std::string_view name = split_key(key.first).first;
    if (!names_the_job(name) && !find_job_key(name)) return unsupported(key);
  }
  return {};
}

// Tasks that have ended are left alone where others of their array have not.
Selection living(Context context, Selection selection) {
  const auto is_over = [&](const Target& target) { return is_finished(context.state().jobs.find(target.job)->state); };
  std::vector<Target>& targets = selection.targets;
  if (targets.size() > 1 && !std::all_of(targets.begin(), targets.end(), is_over)) std::erase_if(targets, is_over);
  return selection;
}

// All or nothing: the change is tried before the tasks leave their array.
Status change_target(Context context, const wire::UpdateRequest& request, const Target& target) {
  Job copy = *context.state().jobs.find(target.job);
  if (!context.may_change(copy)) return Error{Code::AccessDenied};
  if (is_finished(copy.state)) return Error{kAlreadyFinished};
  JobChange change{context.state(), context.now(), context.caller.is_operator, copy};
  if (const Status applied = apply_keys(context, request, change); !applied) return applied;
  if (change.size.any())
    if (const Status good = core::check_wish(change.job, change.size); !good) return good;
  for (const JobId id : take_apart(context.turn, target))
    if (const Status changed = change_job(context, request, *context.state().jobs.find(id)); !changed) return changed;
  return {};
}

}  // namespace

Outcome update_job(Context context, const wire::UpdateRequest& request) {
  if (request.verb != wire::UpdateVerb::Update) return bad(Error{Code::Disabled});
  if (const Status known = check_names(request); !known) return bad(known.error());
  const auto selectors = named_jobs(context, request);
  if (!selectors) return bad(selectors.error());
  if (selectors->empty()) return bad(Error{Code::InvalidJobId});
  wire::UpdateReply reply;
  for (const wire::JobSelector& selector : *selectors) {
    const bool array = ArrayOutcome::applies(context.state(), selector);
    const Selection selection = living(context, select(context.state(), selector));
    ArrayOutcome outcome;
    Status first = selection.targets.empty() ? Status{Error{Code::InvalidJobId}} : Status{};
    for (const Target& target : selection.targets) {
      const Job before = *context.state().jobs.find(target.job);
      const Status changed = change_target(context, request, target);
      outcome.add(before, target, changed ? Code::Success : changed.error().code);
      if (first && !changed) first = changed;
    }
    outcome.add_unknown(selector);
    if (array) {
      for (wire::NamedCode& line : outcome.lines(selector.job)) reply.refused.push_back(std::move(line));
    } else if (!first && selectors->size() == 1) {
      return bad(first.error());
    } else if (!first) {
      reply.refused.push_back({to_string(selector.job), first.error().code});
    }
  }
  return good(reply);
}

}  // namespace minislurm::requests
