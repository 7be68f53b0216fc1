#include "slurmctld/core/dependents.h"

#include <algorithm>
#include <set>

#include "libcommon/text/words.h"
#include "slurmctld/core/arrays.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/pending.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

constexpr Code kNotSupported{2036};

std::string name_key(const Job& job) { return std::to_string(number(job.user)) + '/' + job.spec.name; }

bool is_over(const Job& job) { return is_finished(job.state) && !has(job.flags, JobFlag::Completing); }

// What is known of the jobs that a term names, taken together.
struct Seen {
  std::size_t jobs = 0, started = 0, over = 0, good = 0;
  bool lost_failed = false;  // tasks that are no longer known did not all end well
  Instant last_start{};
};

void look_at(const Job& job, Seen& seen) {
  ++seen.jobs;
  if (is_over(job)) {
    ++seen.over;
    if (job.state == JobState::Completed) ++seen.good;
  }
  if (job.started != kNever || is_over(job)) ++seen.started;
  seen.last_start = std::max(seen.last_start, job.started);
}

Seen look_at_targets(const Inside& state, JobId id, std::optional<std::uint32_t> task) {
  Seen seen;
  const ArrayRecord* array = state.jobs.array(id);
  if (task && array) {
    const auto found = array->tasks.find(*task);
    if (found != array->tasks.end()) look_at(*state.jobs.find(found->second), seen);
    else if (const Job* rest = state.jobs.find(id);
             rest && std::binary_search(rest->array_pending.begin(), rest->array_pending.end(), *task))
      look_at(*rest, seen);
    return seen;
  }
  for (const JobId member : state.jobs.members(id)) look_at(*state.jobs.find(member), seen);
  seen.lost_failed = array && array->lost_failed;
  return seen;
}

TermState unfulfilled_unless(bool condition, bool met) {
  if (!condition) return TermState::Unfulfilled;
  return met ? TermState::Fulfilled : TermState::Failed;
}

TermState look_at_singleton(const Inside& state, const Job& job) {
  const std::set<JobId>* same = state.jobs.same_name(job.user, job.spec.name);
  if (!same) return TermState::Fulfilled;
  for (const JobId other : *same) {
    if (other >= job.id) break;
    const Job* earlier = state.jobs.find(other);
    const bool same_array = number(job.array_job) != 0 && earlier->array_job == job.array_job;
    const bool same_het = number(job.het_job) != 0 && earlier->het_job == job.het_job;
    if (!same_array && !same_het) return TermState::Unfulfilled;
  }
  return TermState::Fulfilled;
}

TermState look_at_term(const Inside& state, const Job& job, const DependencyTerm& term, Instant now) {
  if (term.state != TermState::Unfulfilled) return term.state;
  if (term.kind == DependencyKind::Singleton) return look_at_singleton(state, job);
  std::optional<std::uint32_t> task = term.task;
  // Of an array it is always the task of the same number that counts, whichever was named.
  const bool corresponding = term.kind == DependencyKind::AfterCorr && state.jobs.array(term.job);
  if (corresponding && job.is_array_master()) return TermState::Unfulfilled;  // task by task: see split_corresponding
  if (corresponding && job.array_task) task = job.array_task;
  const Seen seen = look_at_targets(state, term.job, task);
  const bool gone = seen.jobs == 0, over = seen.over == seen.jobs;
  switch (term.kind) {
    case DependencyKind::After:
      if (gone) return TermState::Fulfilled;
      if (seen.started < seen.jobs) return TermState::Unfulfilled;
      return seen.last_start + term.delay <= now ? TermState::Fulfilled : TermState::Unfulfilled;
    case DependencyKind::AfterAny:
    case DependencyKind::AfterBurstBuffer: return gone || over ? TermState::Fulfilled : TermState::Unfulfilled;
    case DependencyKind::Expand: return seen.started > 0 ? TermState::Fulfilled : gone ? TermState::Failed : TermState::Unfulfilled;
    case DependencyKind::AfterNotOk:
      return unfulfilled_unless(gone || over, !gone && (seen.good < seen.jobs || seen.lost_failed));
    default: break;
  }
  const bool failed_already = seen.over > seen.good || seen.lost_failed;
  if (failed_already && !gone) return TermState::Failed;
  return unfulfilled_unless(gone || over, !gone);
}

bool must_exist(DependencyKind kind) {
  return kind == DependencyKind::AfterOk || kind == DependencyKind::AfterNotOk || kind == DependencyKind::AfterCorr ||
         kind == DependencyKind::Expand;
}

// Whether `from` waits, over any number of steps, for `to`.
bool leads_to(const Inside& state, JobId from, const Job& to, std::set<JobId>& visited) {
  std::vector<JobId> open{from};
  while (!open.empty()) {
    const JobId id = open.back();
    open.pop_back();
    if (id == to.id || (number(to.array_job) != 0 && id == to.array_job)) return true;
    if (!visited.insert(id).second) continue;
    const Job* job = state.jobs.find(id);
    if (!job || job->dependency_left.empty()) continue;
    if (const auto next = parse_dependency(job->dependency_left))
      for (const DependencyTerm& term : next->terms)
        if (number(term.job) != 0) open.push_back(term.job);
  }
  return false;
}

void look_at_all(const Inside& state, const Job& job, Dependency& dependency, Instant now) {
  for (DependencyTerm& term : dependency.terms) term.state = look_at_term(state, job, term, now);
}

std::string left_of(const Dependency& dependency) {
  return overall(dependency) == TermState::Fulfilled ? std::string{} : render(dependency);
}

bool is_corresponding(const Inside& state, const DependencyTerm& term) {
  return term.kind == DependencyKind::AfterCorr && state.jobs.array(term.job) != nullptr;
}

// Takes those tasks out of a waiting array whose counterpart has ended; each is then looked at by itself.
void split_corresponding(Turn& turn, Job& array, const Dependency& dependency) {
  std::vector<std::uint32_t> ready;
  for (const std::uint32_t task : array.array_pending)
    for (const DependencyTerm& term : dependency.terms) {
      if (!is_corresponding(turn.state, term)) continue;
      const Seen seen = look_at_targets(turn.state, term.job, task);
      if (seen.jobs != 0 && seen.over < seen.jobs) continue;
      ready.push_back(task);
      break;
    }
  for (const std::uint32_t task : ready) look_at_dependency(turn, split_task(turn, array, task));
}

bool has_corresponding(const Inside& state, const Dependency& dependency) {
  return std::any_of(dependency.terms.begin(), dependency.terms.end(),
                     [&](const DependencyTerm& term) { return is_corresponding(state, term); });
}

bool is_killed_when_invalid(const Inside& state, const Job& job) {
  if (job.spec.kill_on_invalid_dependency != Tristate::Unset)
    return job.spec.kill_on_invalid_dependency == Tristate::Yes;
  for (const std::string_view word : text::split_list(state.cluster.settings.scheduler_parameters))
    if (text::iequals(word, "kill_invalid_depend")) return true;
  return false;
}

}  // namespace

Status read_dependency(const Inside& state, Job& job, Instant now) {
  auto dependency = parse_dependency(job.spec.dependency);
  if (!dependency) return dependency.error();
  std::set<JobId> visited;
  for (DependencyTerm& term : dependency->terms) {
    if (term.kind == DependencyKind::Singleton) continue;
    if (term.kind == DependencyKind::Expand) return Error{kNotSupported};
    const bool known = state.jobs.find(term.job) || state.jobs.array(term.job);
    if (!known && must_exist(term.kind)) return Error{Code::Dependency};
    if (term.job == job.id && number(job.id) != 0) return Error{Code::Dependency};
    if (number(job.id) != 0 && leads_to(state, term.job, job, visited)) return Error{Code::CircularDependency};
    term.whole_array = !term.task && state.jobs.array(term.job) != nullptr;
  }
  look_at_all(state, job, *dependency, now);
  job.dependency_left = left_of(*dependency);
  return {};
}

void register_dependency(Inside& state, const Job& job) {
  if (job.dependency_left.empty()) return;
  const auto dependency = parse_dependency(job.dependency_left);
  if (!dependency) return;
  for (const DependencyTerm& term : dependency->terms) {
    if (term.kind == DependencyKind::Singleton) state.singletons[name_key(job)].insert(job.id);
    else state.dependents[term.job].insert(job.id);
    if (term.kind != DependencyKind::After || term.delay.count() == 0) continue;
    const Seen seen = look_at_targets(state, term.job, term.task);
    if (seen.started == seen.jobs) state.timers.arm(seen.last_start + term.delay, TimerKind::DependencyDelay, job.id);
  }
}

void forget_dependency(Inside& state, const Job& job) {
  if (const auto dependency = parse_dependency(job.dependency_left))
    for (const DependencyTerm& term : dependency->terms)
      if (const auto found = state.dependents.find(term.job); found != state.dependents.end()) {
        found->second.erase(job.id);
        if (found->second.empty()) state.dependents.erase(found);
      }
  if (const auto found = state.singletons.find(name_key(job)); found != state.singletons.end()) {
    found->second.erase(job.id);
    if (found->second.empty()) state.singletons.erase(found);
  }
}

bool is_never_satisfied(const Job& job) {
  const auto dependency = parse_dependency(job.dependency_left);
  return dependency && overall(*dependency) == TermState::Failed;
}

void look_at_dependency(Turn& turn, Job& job) {
  if (job.state != JobState::Pending || job.dependency_left.empty()) return;
  auto dependency = parse_dependency(job.dependency_left);
  if (!dependency) return;
  look_at_all(turn.state, job, *dependency, turn.now);
  if (job.is_array_master() && has_corresponding(turn.state, *dependency)) {
    split_corresponding(turn, job, *dependency);
    if (!job.is_array_master()) return;  // it became the last task, and was looked at as such
  }
  const std::string left = left_of(*dependency), before = job.dependency_left;
  const Reason reason_before = job.reason;
  const bool failed = overall(*dependency) == TermState::Failed;
  forget_dependency(turn.state, job);
  job.dependency_left = left;
  register_dependency(turn.state, job);
  if (failed && is_killed_when_invalid(turn.state, job)) {
    job.reason = Reason::DependencyNeverSatisfied;
    cancel_pending(turn, job, UserId{0});
    return;
  }
  settle(turn, job);
  if (left != before || job.reason != reason_before) commit(turn, job);
}

void look_at_dependents(Turn& turn, JobId changed) {
  std::set<JobId> waiting;
  const Job* job = turn.state.jobs.find(changed);
  const auto collect = [&](JobId id) {
    if (const auto found = turn.state.dependents.find(id); found != turn.state.dependents.end())
      waiting.insert(found->second.begin(), found->second.end());
  };
  collect(changed);
  if (job && number(job->array_job) != 0) collect(job->array_job);
  if (job && number(job->het_job) != 0) collect(job->het_job);
  if (job && is_over(*job))  // the next of that name; the others still wait for this one's successor
    if (const auto found = turn.state.singletons.find(name_key(*job)); found != turn.state.singletons.end())
      waiting.insert(*found->second.begin());
  for (const JobId id : waiting)
    if (Job* dependent = turn.state.jobs.find(id)) look_at_dependency(turn, *dependent);
}

}  // namespace minislurm::core
