#include "slurmctld/core/priorities.h"

#include <algorithm>

#include "libcommon/text/tres_weights.h"
#include "libcommon/wire/codec.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

const Qos* qos_of(const Inside& state, const Job& job) {
  for (const Qos& qos : state.accounting.qos)
    if (job.qos_id != 0 ? qos.id == job.qos_id : qos.name == job.spec.qos) return &qos;
  return nullptr;
}

fairshare::Consumer consumer_of(const Inside& state, const Job& job) {
  fairshare::Consumer made;
  made.association = job.association;
  made.since = job.started;
  if (const Qos* qos = qos_of(state, job)) {
    made.qos = qos->id;
    made.factor = qos->usage_factor_millionths / 1e6;
  }
  const auto list = text::parse_tres(job.tres_allocated);
  if (!list) return made;
  for (const text::Tres& one : *list) {
    made.tres.emplace_back(one.name, static_cast<double>(one.count));
    if (one.name == "billing") made.billing = static_cast<double>(one.count);
  }
  return made;
}

bool uses(const Job& job) { return job.state == JobState::Running || job.state == JobState::Suspended; }

std::vector<fairshare::Consumer> consumers(const Inside& state) {
  std::vector<fairshare::Consumer> made;
  for (const JobId id : state.jobs.active())
    if (const Job& job = *state.jobs.find(id); uses(job)) made.push_back(consumer_of(state, job));
  return made;
}

void save_usage(Turn& turn) {
  turn.emit(SaveUsage{wire::encode(turn.state.usage)});
  turn.emit(SaveNewUsage{wire::encode(turn.state.usage.fresh)});
}

// False: no period is over.
bool make_up(Turn& turn) {
  Inside& state = turn.state;
  const PrioritySettings& settings = state.cluster.settings.priority;
  const std::int64_t over = fairshare::periods_over(state.usage, turn.now, settings.calc_period);
  if (over == 0) return false;
  fairshare::end_periods(state.usage, over, settings.calc_period, consumers(state), settings.half_life);
  fairshare::reset_if_due(state.usage, turn.now, settings.usage_reset);
  forget_rules(state);
  save_usage(turn);
  return true;
}

}  // namespace

void restore_usage(Turn& turn, const std::string& record, const std::string& new_record) {
  if (record.empty()) return;
  Result<fairshare::Usage> saved = wire::decode<fairshare::Usage>(record);
  if (!saved) {
    turn.emit(Note{"store", "the record of usage cannot be read: usage begins anew"});
    return;
  }
  turn.state.usage = std::move(*saved);
  turn.state.usage.fresh.since = turn.state.usage.as_of;
  Result<fairshare::NewUsage> fresh = wire::decode<fairshare::NewUsage>(new_record);
  if (fresh && fresh->since == turn.state.usage.as_of) turn.state.usage.fresh = std::move(*fresh);
}

void begin_priorities(Turn& turn) {
  Inside& state = turn.state;
  if (!state.cluster.settings.multifactor) return;
  if (state.cluster.settings.priority.usage_reset == UsageReset::Now || state.usage.as_of == kNever) {
    fairshare::forget_all(state.usage, turn.now);
    save_usage(turn);
  }
  make_up(turn);
  forget_rules(state);
  give_priorities_again(turn);
  state.priority_period_armed = false;  // the period may have another length
  arm_period(turn);
}

void end_periods(Turn& turn) {
  if (!turn.state.cluster.settings.multifactor || !make_up(turn)) return;
  if (priority_rules(turn.state).changes_with_time()) give_priorities_again(turn);
}

void arm_period(Turn& turn) {
  Inside& state = turn.state;
  if (state.priority_period_armed || !state.cluster.settings.multifactor || state.jobs.queue().empty()) return;
  if (!priority_rules(state).changes_with_time()) return;
  state.priority_period_armed = true;
  state.timers.arm(std::max(turn.now, state.usage.as_of + state.cluster.settings.priority.calc_period),
                   TimerKind::PriorityPeriod);
}

void charge(Turn& turn, const Job& job) {
  if (!turn.state.cluster.settings.multifactor || !uses(job)) return;
  make_up(turn);
  // What is new counts with the record that it began after; a young controller has none yet.
  const fairshare::NewUsage& fresh = turn.state.usage.fresh;
  if (fresh.associations.empty() && fresh.qos.empty()) turn.emit(SaveUsage{wire::encode(turn.state.usage)});
  fairshare::charge_end(turn.state.usage, consumer_of(turn.state, job), turn.now,
                        turn.state.cluster.settings.priority.half_life);
  turn.emit(SaveNewUsage{wire::encode(turn.state.usage.fresh)});
}

fairshare::ShareTree share_tree(const Inside& state) {
  fairshare::ShareTree tree = fairshare::plant(state.accounting, state.usage.associations);
  fairshare::rank(tree, state.cluster.settings.priority);
  return tree;
}

const sched::PriorityRules& priority_rules(Inside& state) {
  if (!state.priority_rules) {
    std::unordered_map<std::uint32_t, double> shares;
    if (state.cluster.settings.weight_fair_share != 0) shares = fairshare::factors(share_tree(state));
    state.priority_rules.emplace(state.cluster, state.accounting, std::move(shares));
  }
  return *state.priority_rules;
}

void give_priority(Turn& turn, Job& job) {
  if (job.spec.priority) {
    job.priority = *job.spec.priority;
  } else if (turn.state.cluster.settings.multifactor) {
    job.priority = priority_rules(turn.state).priority(job, turn.now);
  } else {
    job.priority = sched::basic_priority(job, turn.state.last_basic_priority);
    if (job.priority != 0) turn.state.last_basic_priority = job.priority;
  }
}

void give_priorities_again(Turn& turn) {
  Inside& state = turn.state;
  state.last_priority_update = turn.now;
  const sched::PriorityRules& rules = priority_rules(state);
  const bool only_up = has(state.cluster.settings.priority.flags, PriorityFlag::IncreaseOnly);
  std::vector<std::pair<Job*, std::uint32_t>> changed;
  for (const auto& [id, known] : state.jobs.all()) {
    if (known.state != JobState::Pending || known.priority == 0 || known.spec.priority) continue;
    const std::uint32_t priority = rules.priority(known, turn.now);
    if (priority != known.priority && !(only_up && priority < known.priority))
      changed.emplace_back(state.jobs.find(id), priority);
  }
  for (const auto& [job, priority] : changed) {
    job->priority = priority;
    reindex(turn, *job);
  }
}

fairshare::UsageRow usage_since(const Inside& state, const Job& job, Instant now) {
  fairshare::UsageRow row;
  if (!state.cluster.settings.multifactor || !uses(job)) return row;
  const fairshare::Consumer consumer = consumer_of(state, job);
  const auto seconds = static_cast<double>(std::max<Seconds::rep>(0, (now - std::max(job.started, state.usage.as_of)).count()));
  row.wall = seconds;
  for (const auto& [name, count] : consumer.tres) row.tres.emplace_back(name, count * seconds * consumer.factor);
  return row;
}

std::string billed(const Inside& state, const std::string& tres, const Partition* partition) {
  if (partition == nullptr || partition->tres_billing_weights.empty()) return tres;
  return text::with_billing(tres, partition->tres_billing_weights,
                            text::billing_of(state.cluster.settings.priority.flags));
}

}  // namespace minislurm::core
