#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {
namespace {

using Inside = core::ClusterState::Inside;

// Whether it waits for nothing but resources, so that its priority counts.
bool is_explained(const Inside& state, const Job& job, Instant now) {
  const std::uint32_t flags = state.cluster.settings.priority.flags;
  if (job.state == JobState::Running) return has(flags, PriorityFlag::CalculateRunning);
  if (job.state != JobState::Pending || job.priority == 0) return false;
  return core::is_candidate(job, now) || has(flags, PriorityFlag::AccrueAlways);
}

// In the order in which a pass tries them.
std::vector<std::string_view> partitions_of(const Inside& state, const Job& job) {
  std::vector<std::string_view> names = text::split_list(job.partition);
  const auto tier = [&state](std::string_view name) {
    const Partition* partition = state.find_partition(name);
    return partition == nullptr ? 0U : partition->priority_tier;
  };
  std::stable_sort(names.begin(), names.end(),
                   [&](std::string_view left, std::string_view right) { return tier(left) > tier(right); });
  return names;
}

wire::PriorityRow row_of(const sched::PriorityRules& rules, const Job& job, std::string_view partition, Instant now) {
  wire::PriorityRow row;
  row.job_id = number(job.id);
  row.job_text = to_string(job.id);
  row.user_id = number(job.user);
  row.user = job.user_name;
  row.account = job.spec.account;
  row.qos = job.spec.qos;
  row.partition = std::string{partition};
  row.sluid = job.sluid;
  if (job.spec.priority) {
    row.set_by_admin = true;
    row.priority = job.priority;
    return row;
  }
  sched::PriorityFactors factors = rules.factors(job, partition, now);
  row.priority = rules.weighted(job, factors);
  row.age = factors.age;
  row.association = factors.association;
  row.fair_share = factors.fair_share;
  row.size = factors.size;
  row.partition_factor = factors.partition;
  row.qos_factor = factors.qos;
  row.tres = std::move(factors.tres);
  row.nice = job.spec.nice;
  row.site = job.site_factor;
  return row;
}

wire::PriorityWeights weights_of(const Settings& settings, const sched::PriorityRules& rules) {
  wire::PriorityWeights weights;
  weights.age = settings.weight_age;
  weights.association = settings.priority.weight_association;
  weights.fair_share = settings.weight_fair_share;
  weights.size = settings.weight_size;
  weights.partition = settings.weight_partition;
  weights.qos = settings.weight_qos;
  weights.tres = rules.tres_weights();
  weights.tres_text = settings.priority.weight_tres;
  return weights;
}

}  // namespace

Outcome query_priorities(Context context, wire::Empty) {
  core::end_periods(context.turn);
  Inside& state = context.state();
  const sched::PriorityRules& rules = core::priority_rules(state);
  wire::PrioritiesReply reply;
  reply.cluster_name = state.cluster.settings.cluster_name;
  reply.multifactor = state.cluster.settings.multifactor;
  reply.weights = weights_of(state.cluster.settings, rules);
  if (!reply.multifactor) return good(reply);
  // Age counts as it did when priorities were worked out last.
  for (const auto& [id, job] : state.jobs.all()) {
    if (!is_explained(state, job, context.now()) || !sees_job(state, context.caller, job)) continue;
    for (const std::string_view partition : partitions_of(state, job))
      reply.rows.push_back(row_of(rules, job, partition, std::max(job.submitted, state.last_priority_update)));
  }
  return good(reply);
}

}  // namespace minislurm::requests
