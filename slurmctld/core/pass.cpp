#include "slurmctld/core/pass.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <unordered_map>
#include <utility>
#include <variant>

#include "slurmctld/accounting/limit_reasons.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/accrual.h"
#include "slurmctld/core/arrays.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/preemption.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/suspension.h"
#include "slurmctld/core/used_up.h"
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

// When it is counted on to have ended: by its own limit. What OverTimeLimit may add is for those who overstay.
Instant end_of(const Job& job, Instant now) {
  if (has(job.flags, JobFlag::Completing)) return now;
  const Minutes limit = job.time_limit.value_or(kUnlimited);
  if (limit == kUnlimited) return now + kFarAway;
  const Seconds stands = job.state == JobState::Suspended ? now - job.suspended_at : Seconds{0};
  return job.started + limit + job.suspended_for + stands;
}

// `licenses` keeps what they hold.
std::vector<sched::RunningJob> running_jobs(const Inside& state, Instant now,
                                            std::deque<std::vector<sched::LicenseNeed>>& licenses) {
  std::vector<sched::RunningJob> running;
  running.reserve(state.jobs.active().size());
  for (const JobId id : state.jobs.active()) {
    const Job* job = state.jobs.find(id);
    running.push_back({job, end_of(*job, now), {}});
    if (const auto held = state.job_licenses.find(id); held != state.job_licenses.end()) {
      std::vector<sched::LicenseNeed>& needs = licenses.emplace_back();
      for (const auto& [name, count] : held->second) needs.push_back({name, count});
      running.back().licenses = needs;
    }
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

std::vector<sched::Decision> decide(const Inside& state, const std::vector<const Job*>& pending, Instant now,
                                    const sched::Policy& policy, const Job* asked = nullptr) {
  std::vector<sched::Decision> decisions;
  with_pass_input(state, pending, now, policy, asked,
                  [&](const sched::PassInput& input) { decisions = sched::plan(input); });
  return decisions;
}

void take_licenses(Turn& turn, const Job& job, const std::vector<sched::LicenseNeed>& licenses) {
  if (licenses.empty()) return;
  auto& held = turn.state.job_licenses[job.id];
  held.clear();
  for (const sched::LicenseNeed& one : licenses) {
    turn.state.used_licenses[one.name] += one.count;
    held.emplace_back(one.name, one.count);
  }
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
  job.reservation = start.reservation;
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
  job.preemptor = JobId{};
  const sched::PreemptRules rules = preempt_rules(state);
  const Partition* partition = state.find_partition(start.partition);
  job.preempt_eligible = rules.enabled() ? turn.now + rules.exempt(job, partition) : kNever;
  ++job.launch;
  if (start.limit) job.time_limit = start.limit;
  if (!job.time_limit) job.time_limit = kUnlimited;
  state.book.take(job.id, start.where, start.hold);
  take_licenses(turn, job, start.licenses);
  forget_dependency(state, job);
  ++state.statistics.started;
  if (start.backfilled) ++(is_het(job) ? state.statistics.backfilled_het : state.statistics.backfilled);
  job.started_by_backfill = start.backfilled;
  state.statistics.wait_seconds += static_cast<std::uint64_t>(std::max<Seconds::rep>(0, (turn.now - job.submitted).count()));
  arm_running(turn, job);
  arm_used_up(turn);
  begin_elastic(turn, job);
  commit(turn, job);
  reservation_taken(turn, job);
  if (job.spec.kind == JobKind::Batch && !is_het(job)) start_batch(turn, job);
  answer_waiters(turn, job);
  turn.changed.insert(job.id);
  mail(turn, job, "BEGIN", "Began");
}

// The job that has started: itself, or the task that has become one.
JobId adopt(Turn& turn, const sched::StartJob& start) {
  Job* job = turn.state.jobs.find(start.job);
  if (!job) return {};
  // A task that its array's limit has kept waiting could not have started before.
  const bool was_limited = job->reason == Reason::JobArrayTaskLimit;
  if (start.array_task && job->is_array_master()) job = &split_task(turn, *job, *start.array_task);
  if (was_limited) job->eligible = turn.now;
  suspend_for(turn, start, job->id);
  start_job(turn, *job, start);
  return job->id;
}

// What the main pass says of a job that it did not look at closely does not take the place of what is known.
void keep_waiting(Turn& turn, const sched::KeepWaiting& wait, bool backfill) {
  Job* job = turn.state.jobs.find(wait.job);
  if (!job || job->state != JobState::Pending) return;
  if (backfill || wait.why != Reason::Priority || job->reason == Reason::None) job->reason = wait.why;
  job->reason_detail = why_partition_refuses(turn.state, *job, job->reason);
  job->last_sched_eval = turn.now;
  if (accounting::passes_with_time(wait.why)) turn.state.timers.arm(turn.now + kSecondLook, TimerKind::LimitWait, job->id);
  if (!backfill) return;
  job->expected_start = wait.expected_start.value_or(kNever);
  job->expected_nodes = wait.expected_nodes;
}

}  // namespace

std::vector<const Job*> first_of_queue(const Inside& state, const sched::Policy& policy, Instant now) {
  std::size_t most = std::size_t{policy.backfill ? policy.looked_at : policy.main_depth} + 64;
  for (std::uint32_t node = 0; node < state.book.free().node_count(); ++node) most += state.book.free().free_cpus(node);
  std::vector<const Job*> jobs;
  for (const QueueKey& key : state.jobs.queue()) {
    if (jobs.size() == most) break;
    jobs.push_back(state.jobs.find(key.id));
  }
  add_other_components(state, jobs, now);
  return jobs;
}

void with_pass_input(const Inside& state, std::span<const Job* const> pending, Instant now, const sched::Policy& policy,
                     const Job* asked, const std::function<void(const sched::PassInput&)>& work) {
  std::unordered_map<std::uint32_t, std::uint32_t> array_running;
  for (const Job* job : pending)
    if (const ArrayRecord* array = state.jobs.array(job->array_job); array && array->running > 0)
      array_running[number(job->array_job)] = array->running;
  std::deque<std::vector<sched::LicenseNeed>> held;
  // The main pass looks at what is free, not at what will be.
  const auto running = policy.backfill ? running_jobs(state, now, held) : std::vector<sched::RunningJob>{};
  const auto licenses = free_licenses(state);
  StartLimits limits(state, now);
  const sched::PreemptRules rules = preempt_rules(state);
  const auto held_by = holders(state, now);
  const std::vector<Reservation> reservations = reservations_now(state, now);
  work(sched::PassInput{state.cluster, state.book, state.topology, pending, running, reservations, licenses,
                        array_running, now, policy, &limits, asked, &rules, held_by});
}

sched::Policy far_sighted(const Settings& settings, std::size_t jobs) {
  sched::Policy policy = sched::policy_of(settings);
  policy.window = 2 * kFarAway;
  policy.looked_at = policy.planned = static_cast<std::uint32_t>(jobs);
  policy.look_ahead_tests *= 2;
  policy.starts = 0;
  policy.licenses = true;
  return policy;
}

std::optional<sched::Decision> forecast(const Inside& state, const Job& job, Instant now) {
  std::vector<const Job*> queue = first_of_queue(state, sched::policy_of(state.cluster.settings), now);
  queue.push_back(&job);
  const sched::Policy policy = far_sighted(state.cluster.settings, queue.size());
  for (const sched::Decision& decision : decide(state, queue, now, policy, &job))
    if (std::visit([](const auto& one) { return one.job; }, decision) == job.id &&
        !std::holds_alternative<sched::PreemptJobs>(decision))
      return decision;
  return std::nullopt;
}

namespace {

// The jobs that it started.
std::set<JobId> pass(Turn& turn, const sched::Policy& policy, Statistics::Passes& counted) {
  Inside& state = turn.state;
  const std::vector<const Job*> pending = first_of_queue(state, policy, turn.now);
  ++counted.count;
  counted.last_depth = pending.size();
  counted.total_depth += pending.size();
  counted.last = turn.now;
  if (pending.empty()) return {};
  const bool cut = pending.size() < state.jobs.queue().size();
  std::set<JobId> started, preemptors;
  for (const sched::Decision& decision : decide(state, pending, turn.now, policy)) {
    if (const auto* start = std::get_if<sched::StartJob>(&decision)) {
      started.insert(adopt(turn, *start));
    } else if (const auto* preempted = std::get_if<sched::PreemptJobs>(&decision)) {
      preempt(turn, *preempted);
      preemptors.insert(preempted->job);
    } else {
      const auto& wait = std::get<sched::KeepWaiting>(decision);
      keep_waiting(turn, wait, policy.backfill);
      if (preemptors.count(wait.job) == 0) forget_room(turn, wait.job);
    }
  }
  start_het_batches(turn, started);
  if (cut && !started.empty()) want_pass(turn);
  return started;
}

// Now, or as soon as the interval allows.
void want_backfill(Turn& turn) {
  Inside& state = turn.state;
  const std::size_t waiting = state.jobs.queue().size();
  if (!sched::rhythm_of(state.cluster.settings).backfills || waiting == 0 || state.backfill_at) return;
  const Instant due = state.statistics.backfill.last + sched::backfill_interval(state.cluster.settings, waiting);
  state.backfill_at = std::max(due, turn.now);
  if (due <= turn.now) {
    turn.emit(RunBackfill{});
  } else {
    state.timers.arm(due, TimerKind::Backfill);
  }
}

// Who waits behind the jobs that a pass looks at has his turn once in a while.
void arm_full_pass(Turn& turn) {
  const auto interval = sched::rhythm_of(turn.state.cluster.settings).full_pass;
  if (!interval) return;
  // The first one has an interval's time, too.
  if (turn.state.last_full_pass == kNever) turn.state.last_full_pass = turn.now;
  const Instant due = turn.state.last_full_pass + *interval;
  turn.state.timers.arm(std::max(due, turn.now + Seconds{1}), TimerKind::FullPass);
}

}  // namespace

void run_pass_in_time(Turn& turn) {
  const Seconds interval = sched::rhythm_of(turn.state.cluster.settings).main_interval;
  const Instant due = turn.state.statistics.main.last + interval;
  if (interval.count() == 0 || due <= turn.now) return run_pass(turn);
  turn.state.timers.arm(due, TimerKind::LatePass);
}

void run_pass(Turn& turn) {
  end_periods(turn);
  begin_accrual(turn);
  sched::Policy policy = sched::policy_of(turn.state.cluster.settings);
  policy.backfill = false;
  const std::uint32_t depth = policy.main_depth;
  if (std::exchange(turn.state.full_pass_due, false)) {
    policy.main_depth = std::numeric_limits<std::uint32_t>::max();
    turn.state.last_full_pass = turn.now;
  }
  take_turns(turn, false, pass(turn, policy, turn.state.statistics.main));
  if (turn.state.jobs.queue().size() > depth) arm_full_pass(turn);
  want_backfill(turn);
  run_elastic(turn);
  arm_period(turn);
}

void run_backfill(Turn& turn) {
  turn.state.backfill_at.reset();
  take_turns(turn, false, pass(turn, sched::policy_of(turn.state.cluster.settings), turn.state.statistics.backfill));
  run_elastic(turn);
  arm_period(turn);
}

}  // namespace minislurm::core
