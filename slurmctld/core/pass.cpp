#include "slurmctld/core/pass.h"

#include <algorithm>
#include <unordered_map>
#include <variant>

#include "slurmctld/accounting/limit_reasons.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/arrays.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/waiters.h"
#include "slurmctld/sched/plan.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

// When a job that waits for minutes to be used up, or to fade, is looked at again.
constexpr Seconds kSecondLook{60};
// Stands for the end of a job without a limit.
constexpr Seconds kFarAway{365 * 86400LL};

std::vector<sched::RunningJob> running_jobs(const Inside& state, Instant now) {
  std::vector<sched::RunningJob> running;
  running.reserve(state.jobs.active().size());
  for (const JobId id : state.jobs.active()) {
    const Job* job = state.jobs.find(id);
    const Instant limit = limit_of(state, *job);
    const bool ending = has(job->flags, JobFlag::Completing);
    running.push_back({job, ending ? now : limit == kNever ? now + kFarAway : limit});
  }
  return running;
}

std::unordered_map<std::string, std::uint32_t> free_licenses(const Inside& state) {
  std::unordered_map<std::string, std::uint32_t> free;
  for (const License& license : state.cluster.licenses) {
    const auto used = state.used_licenses.find(license.name);
    const std::uint32_t taken = used == state.used_licenses.end() ? 0 : used->second;
    free[license.name] = license.total > taken ? license.total - taken : 0;
  }
  return free;
}

// No more than can be started or looked at in one pass.
std::vector<const Job*> first_of_queue(const Inside& state, const sched::Policy& policy) {
  std::size_t most = std::size_t{policy.backfill ? policy.looked_at : policy.main_depth} + 64;
  for (std::uint32_t node = 0; node < state.book.free().node_count(); ++node) most += state.book.free().free_cpus(node);
  std::vector<const Job*> jobs;
  for (const QueueKey& key : state.jobs.queue()) {
    if (jobs.size() == most) break;
    jobs.push_back(state.jobs.find(key.id));
  }
  return jobs;
}

std::vector<sched::Decision> decide(const Inside& state, const std::vector<const Job*>& pending, Instant now,
                                    const sched::Policy& policy) {
  std::unordered_map<std::uint32_t, std::uint32_t> array_running;
  for (const Job* job : pending)
    if (const ArrayRecord* array = state.jobs.array(job->array_job); array && array->running > 0)
      array_running[number(job->array_job)] = array->running;
  // The main pass looks at what is free, not at what will be.
  const auto running = policy.backfill ? running_jobs(state, now) : std::vector<sched::RunningJob>{};
  const auto licenses = free_licenses(state);
  StartLimits limits(state, now);
  return sched::plan(sched::PassInput{state.cluster, state.book, state.topology, pending, running, state.reservations,
                                      licenses, array_running, now, policy, &limits});
}

void take_licenses(Turn& turn, const Job& job) {
  auto counts = free_licenses_for(turn.state, job);
  if (!counts || counts->empty()) return;
  for (const auto& [name, count] : *counts) turn.state.used_licenses[name] += count;
  turn.state.job_licenses[job.id] = std::move(*counts);
}

void start_job(Turn& turn, Job& job, const sched::StartJob& start) {
  const auto to = next(job.state, JobEvent::Allocated);
  if (!to) return;
  Inside& state = turn.state;
  job.state = *to;
  job.reason = Reason::None;
  job.reason_detail.clear();
  job.partition = start.partition;
  job.allocation = start.where;
  if (!start.qos.empty()) job.spec.qos = start.qos;
  const Qos* qos = accounting::find_qos(state.accounting, job.spec.qos);
  job.qos_id = qos ? qos->id : 0;
  if (!qos) job.spec.qos.clear();  // nobody knows it, as Slurm shows once a job has started
  job.tres_allocated = billed(state, sched::allocation_tres(start.where), state.find_partition(start.partition));
  job.num_cpus = start.where.cpu_count();
  // Nobody said how many tasks: at least one on each node.
  if (!job.spec.ntasks && !job.spec.ntasks_per_node && !job.spec.overcommit)
    job.num_tasks = std::max(job.num_tasks, static_cast<std::uint32_t>(start.where.nodes.size()));
  job.batch_host = start.where.empty() ? std::string{} : start.where.nodes.front().node;
  job.started = job.last_sched_eval = turn.now;
  job.ended = job.expected_start = kNever;
  job.expected_nodes.clear();
  job.suspended_for = Seconds{0};
  ++job.launch;
  if (!job.time_limit) job.time_limit = kUnlimited;
  state.book.take(job.id, start.where, start.hold);
  take_licenses(turn, job);
  forget_dependency(state, job);
  ++state.statistics.started;
  if (start.backfilled) ++state.statistics.backfilled;
  job.started_by_backfill = start.backfilled;
  state.statistics.wait_seconds += static_cast<std::uint64_t>(std::max<Seconds::rep>(0, (turn.now - job.submitted).count()));
  arm_running(turn, job);
  commit(turn, job);
  if (job.spec.kind == JobKind::Batch) start_batch(turn, job);
  answer_waiters(turn, job);
  turn.changed.insert(job.id);
  mail(turn, job, "BEGIN", "Began");
}

void adopt(Turn& turn, const sched::StartJob& start) {
  Job* job = turn.state.jobs.find(start.job);
  if (!job) return;
  // A task that its array's limit has kept waiting could not have started before.
  const bool was_limited = job->reason == Reason::JobArrayTaskLimit;
  if (start.array_task && job->is_array_master()) job = &split_task(turn, *job, *start.array_task);
  if (was_limited) job->eligible = turn.now;
  start_job(turn, *job, start);
}

// What the main pass says of a job that it did not look at closely does not take the place of what is known.
void keep_waiting(Turn& turn, const sched::KeepWaiting& wait, bool backfill) {
  Job* job = turn.state.jobs.find(wait.job);
  if (!job || job->state != JobState::Pending) return;
  if (backfill || wait.why != Reason::Priority || job->reason == Reason::None) job->reason = wait.why;
  job->last_sched_eval = turn.now;
  if (accounting::passes_with_time(wait.why)) turn.state.timers.arm(turn.now + kSecondLook, TimerKind::LimitWait, job->id);
  if (!backfill) return;
  job->expected_start = wait.expected_start.value_or(kNever);
  job->expected_nodes = wait.expected_nodes;
}

}  // namespace

std::optional<std::vector<std::pair<std::string, std::uint32_t>>> free_licenses_for(const Inside& state, const Job& job) {
  std::vector<std::pair<std::string, std::uint32_t>> none;
  if (job.spec.licenses.empty()) return none;
  auto wish = parse_licenses(state, job.spec.licenses);
  if (!wish) return std::nullopt;
  const auto free = free_licenses(state);
  const auto is_free = [&](const auto& one) {
    const auto found = free.find(one.first);
    return found != free.end() && found->second >= one.second;
  };
  if (wish->any) {
    const auto first = std::find_if(wish->counts.begin(), wish->counts.end(), is_free);
    if (first == wish->counts.end()) return std::nullopt;
    none.push_back(*first);
    return none;
  }
  if (!std::all_of(wish->counts.begin(), wish->counts.end(), is_free)) return std::nullopt;
  return std::move(wish->counts);
}

std::optional<sched::Decision> forecast(const Inside& state, const Job& job, Instant now) {
  sched::Policy policy = sched::policy_of(state.cluster.settings);
  std::vector<const Job*> queue = first_of_queue(state, policy);
  queue.push_back(&job);
  policy.window = 2 * kFarAway;  // who asks wants to know, however far ahead it is
  for (const sched::Decision& decision : decide(state, queue, now, policy))
    if (std::visit([](const auto& one) { return one.job; }, decision) == job.id) return decision;
  return std::nullopt;
}

namespace {

// Whether it started jobs.
bool pass(Turn& turn, const sched::Policy& policy, Statistics::Passes& counted) {
  Inside& state = turn.state;
  const std::vector<const Job*> pending = first_of_queue(state, policy);
  ++counted.count;
  counted.last_depth = pending.size();
  counted.total_depth += pending.size();
  counted.last = turn.now;
  if (pending.empty()) return false;
  const bool cut = pending.size() < state.jobs.queue().size();
  bool started = false;
  for (const sched::Decision& decision : decide(state, pending, turn.now, policy)) {
    if (const auto* start = std::get_if<sched::StartJob>(&decision)) {
      started = true;
      adopt(turn, *start);
    } else {
      keep_waiting(turn, std::get<sched::KeepWaiting>(decision), policy.backfill);
    }
  }
  if (cut && started) want_pass(turn);
  return started;
}

// Now, or as soon as the interval allows.
void want_backfill(Turn& turn) {
  Inside& state = turn.state;
  const std::size_t waiting = state.jobs.queue().size();
  if (!sched::backfills(state.cluster.settings) || waiting == 0 || state.backfill_at) return;
  const Instant due = state.statistics.backfill.last + sched::backfill_interval(state.cluster.settings, waiting);
  state.backfill_at = std::max(due, turn.now);
  if (due <= turn.now) {
    turn.emit(RunBackfill{});
  } else {
    state.timers.arm(due, TimerKind::Backfill);
  }
}

}  // namespace

void run_pass(Turn& turn) {
  end_periods(turn);
  sched::Policy policy = sched::policy_of(turn.state.cluster.settings);
  policy.backfill = false;
  pass(turn, policy, turn.state.statistics.main);
  want_backfill(turn);
  arm_period(turn);
}

void run_backfill(Turn& turn) {
  turn.state.backfill_at.reset();
  pass(turn, sched::policy_of(turn.state.cluster.settings), turn.state.statistics.backfill);
  arm_period(turn);
}

}  // namespace minislurm::core
