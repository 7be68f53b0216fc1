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
std::vector<const Job*> first_of_queue(const Inside& state) {
  std::size_t most = std::size_t{sched::policy_of(state.cluster.settings).looked_at} + 64;
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
  const auto running = running_jobs(state, now);
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

void adopt(Turn& turn, const sched::KeepWaiting& wait) {
  Job* job = turn.state.jobs.find(wait.job);
  if (!job || job->state != JobState::Pending) return;
  job->reason = wait.why;
  job->expected_start = wait.expected_start.value_or(kNever);
  job->expected_nodes = wait.expected_nodes;
  job->last_sched_eval = turn.now;
  if (accounting::passes_with_time(wait.why)) turn.state.timers.arm(turn.now + kSecondLook, TimerKind::LimitWait, job->id);
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
  std::vector<const Job*> queue = first_of_queue(state);
  queue.push_back(&job);
  sched::Policy policy = sched::policy_of(state.cluster.settings);
  policy.window = 2 * kFarAway;  // who asks wants to know, however far ahead it is
  for (const sched::Decision& decision : decide(state, queue, now, policy))
    if (std::visit([](const auto& one) { return one.job; }, decision) == job.id) return decision;
  return std::nullopt;
}

void run_pass(Turn& turn) {
  Inside& state = turn.state;
  end_periods(turn);
  const std::vector<const Job*> pending = first_of_queue(state);
  ++state.statistics.passes;
  state.statistics.last_depth = pending.size();
  state.statistics.total_depth += pending.size();
  state.statistics.last_pass = turn.now;
  if (pending.empty()) return;
  const bool cut = pending.size() < state.jobs.queue().size();
  bool started = false;
  for (const sched::Decision& decision : decide(state, pending, turn.now, sched::policy_of(state.cluster.settings))) {
    started = started || std::holds_alternative<sched::StartJob>(decision);
    std::visit([&](const auto& one) { adopt(turn, one); }, decision);
  }
  if (cut && started) want_pass(turn);
  arm_period(turn);
}

}  // namespace minislurm::core
