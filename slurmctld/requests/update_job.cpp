#include <algorithm>
#include <iterator>

#include "libcommon/text/words.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
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
  for (const auto& [written, value] : request.keys) {
    const auto [name, how] = split_key(written);
    if (names_the_job(name)) continue;
    const JobKey* key = find_job_key(name);
    change.how = how;
    change.value = value;
    if (key->pending_only && change.job.state != JobState::Pending) return Error{Code::JobNotPending};
    if (const Status set = key->set(change); !set) return named(set.error(), key->name);
  }
  if (change.resized && change.job.state == JobState::Pending)
    if (const Status fits = still_fits(context.state(), change.job); !fits) return fits;
  if (change.dependency)
    if (const Status read = core::read_dependency(context.state(), change.job, context.now()); !read) return read;
  return {};
}

Status change_job(Context context, const wire::UpdateRequest& request, Job& job) {
  Job copy = job;
  JobChange change{context.state(), context.now(), context.caller.is_operator, copy};
  if (const Status applied = apply_keys(context, request, change); !applied) return applied;
  core::forget_dependency(context.state(), job);
  job = std::move(copy);
  core::register_dependency(context.state(), job);
  if (change.priority) {
    if (job.priority != 0 && !job.spec.priority) core::give_priority(context.turn, job);
    job.spec.hold = job.priority == 0;
    if (job.state == JobState::Pending) job.reason = Reason::None;
  }
  if (job.state == JobState::Pending) core::settle(context.turn, job);
  else if (!is_finished(job.state)) core::arm_running(context.turn, job);
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
  return by_name(context, *name, value_of(request, "UserId"));
}

Status check_names(const wire::UpdateRequest& request) {
  for (const auto& key : request.keys) {
    const std::string_view name = split_key(key.first).first;
    if (!names_the_job(name) && !find_job_key(name)) return unsupported(key);
  }
  return {};
}

}  // namespace

Outcome update_job(Context context, const wire::UpdateRequest& request) {
  if (request.verb != wire::UpdateVerb::Update) return bad(Error{Code::Disabled});
  if (const Status known = check_names(request); !known) return bad(known.error());
  const auto selectors = named_jobs(context, request);
  if (!selectors) return bad(selectors.error());
  std::vector<Target> targets;
  for (const wire::JobSelector& selector : *selectors) {
    Selection selection = select(context.state(), selector);
    if (!selection.all_known) return bad(Error{Code::InvalidJobId});
    std::move(selection.targets.begin(), selection.targets.end(), std::back_inserter(targets));
  }
  if (targets.empty()) return bad(Error{Code::InvalidJobId});
  const auto is_over = [&](const Target& target) { return is_finished(context.state().jobs.find(target.job)->state); };
  if (targets.size() > 1 && !std::all_of(targets.begin(), targets.end(), is_over)) std::erase_if(targets, is_over);
  for (const Target& target : targets) {  // all are tried before any is changed
    Job copy = *context.state().jobs.find(target.job);
    if (!context.may_change(copy)) return bad(Error{Code::AccessDenied});
    if (is_finished(copy.state)) return bad(Error{Code::AlreadyDone});
    JobChange change{context.state(), context.now(), context.caller.is_operator, copy};
    if (const Status applied = apply_keys(context, request, change); !applied) return bad(applied.error());
  }
  for (const Target& target : targets)
    for (const JobId id : take_apart(context.turn, target))
      if (const Status changed = change_job(context, request, *context.state().jobs.find(id)); !changed)
        return bad(changed.error());
  return done();
}

}  // namespace minislurm::requests
