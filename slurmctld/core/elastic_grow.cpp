// Growing: what nobody needs goes to those who may have more.
#include <algorithm>

#include "slurmctld/core/elastic.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/size.h"

namespace minislurm::core::elastic_detail {
namespace {

using Inside = ClusterState::Inside;

// Stands for the end of a job without a limit.
constexpr Seconds kFarAway{365 * 86400LL};

// As many waiting jobs count as have planned places at most; a plan is made several times over.
constexpr std::uint32_t kLookedAt = 100;

Seconds time_left(const Job& job, Instant now) {
  const Minutes limit = job.time_limit.value_or(kUnlimited);
  if (limit == kUnlimited) return kFarAway;
  return std::max(Seconds{1}, std::chrono::duration_cast<Seconds>(job.started + limit + job.suspended_for - now));
}

bool barred(const sched::NodeMask& mask, std::uint32_t node) { return node < mask.size() && mask[node]; }

elastic::Amount spare_of(const sched::Outlook::Spare& spare, std::uint32_t node) {
  if (barred(spare.barred, node)) return {};
  return {spare.counts.free_cpus(node), static_cast<std::uint32_t>(spare.counts.free_gres(node, "gpu", "")),
          spare.counts.free_memory(node)};
}

bool may_grow(const Inside& state, const Job& job, Instant now) {
  if (!is_resizable(job) || !job.elastic.leaving.empty()) return false;
  const ElasticSize size = elastic::size_of(job.allocation);
  const ElasticSize& most = job.elastic.most;
  if (size.cpus >= most.cpus && size.gpus >= most.gpus && size.memory >= most.memory && size.nodes >= most.nodes) return false;
  return job.elastic.resizes.empty() || job.elastic.resizes.back().at + cooldown_of(state) <= now;
}

// Nodes of its partition that it could have besides, whether they are free or not.
std::vector<std::uint32_t> other_nodes(const Inside& state, const Job& job, const Partition& partition) {
  std::vector<std::uint32_t> members;
  for (const std::string& name : partition.nodes)
    if (const auto index = state.book.free().index_of(name)) members.push_back(*index);
  std::sort(members.begin(), members.end());
  JobSpec spec = job.spec;  // one more node of the kind, wherever it is
  spec.required_nodes.clear();
  const auto request = sched::resolve(spec, partition, state.cluster.settings);
  if (!request) return {};
  const sched::Placer placer(*request, partition, members, state.cluster, job.user);
  std::vector<std::uint32_t> others;
  for (const std::vector<std::uint32_t>& alternative : placer.eligible())
    for (const std::uint32_t node : alternative) {
      const std::string& name = state.cluster.nodes[node].name;
      const bool own = std::any_of(job.allocation.nodes.begin(), job.allocation.nodes.end(),
                                   [&](const NodeAllocation& part) { return part.node == name; });
      if (!own && std::find(others.begin(), others.end(), node) == others.end()) others.push_back(node);
    }
  return others;
}

}  // namespace

std::uint32_t largest_node(const Inside& state, const Partition& partition) {
  std::uint32_t largest = 0;
  for (const std::string& name : partition.nodes)
    if (const auto index = state.book.free().index_of(name))
      largest = std::max(largest, state.book.free().table().nodes[*index].usable);
  return partition.max_cpus_per_node == 0 ? largest : std::min(largest, partition.max_cpus_per_node);
}

std::uint32_t utilization_of(const Inside& state, const Partition& partition) {
  elastic::Load load;
  for (const std::string& name : partition.nodes) {
    const auto node = state.book.free().index_of(name);
    if (!node) continue;
    load.cpus += state.book.free().table().nodes[*node].usable;
    load.used_cpus += state.book.used_cpus(*node);
    if (!state.cluster.settings.counts_memory) continue;
    load.memory += state.book.free().table().nodes[*node].memory;
    load.used_memory += state.book.used_memory(*node);
  }
  return elastic::utilization(load);
}

sched::Policy outlook_policy(const Inside& state) {
  sched::Policy policy = sched::policy_of(state.cluster.settings);
  policy.backfill = sched::rhythm_of(state.cluster.settings).backfills;
  policy.looked_at = std::min(policy.looked_at, kLookedAt);
  return policy;
}

std::optional<Growable> growable(const Inside& state, sched::Outlook& outlook, const Job& job, Instant now) {
  const Partition* partition = state.find_partition(job.partition);
  if (partition == nullptr) return std::nullopt;
  const sched::Hold hold = hold_of(state, job);
  Growable made{{}, outlook.left_for(time_left(job, now), job.reservation)};
  elastic::Grower& grower = made.grower;
  grower.id = job.id;
  grower.priority = job.priority;
  grower.now = elastic::size_of(job.allocation);
  grower.most = SizeLimits(state, job, now).most();
  for (const NodeAllocation& part : job.allocation.nodes) {
    const auto node = state.book.free().index_of(part.node);
    if (!node) return std::nullopt;
    elastic::Amount spare = spare_of(made.spare, *node);
    const std::uint32_t most = partition->max_cpus_per_node;
    const auto has = static_cast<std::uint32_t>(part.cpus.size());
    if (most != 0) spare.cpus = std::min(spare.cpus, most > has ? most - has : 0);
    grower.parts.push_back({*node, state.book.free().table().nodes[*node].unit, has, spare});
  }
  if (grower.now.nodes < grower.most.nodes) {
    const ElasticSize last = elastic::size_of(Allocation{{job.allocation.nodes.back()}});
    grower.of_node = {last.cpus, last.gpus, last.memory};
    for (const std::uint32_t node : other_nodes(state, job, *partition))
      if (made.spare.counts.admits(node, hold))
        grower.others.push_back({node, state.book.free().table().nodes[node].unit, 0, spare_of(made.spare, node)});
  }
  return made;
}

// `free`: what was not handed out before.
Allocation gains_of(const Inside& state, const Job& job, const elastic::Growth& growth, sched::FreeResources& free) {
  Allocation more;
  for (const elastic::Gain& gain : growth.gains) {
    NodeAllocation part;
    part.node = state.cluster.nodes[gain.node].name;
    part.cpus = free.pick_cpus(gain.node, gain.what.cpus);
    part.memory = gain.what.memory;
    if (gain.what.gpus > 0) part.gres = free.pick_gres(gain.node, "gpu", "", gain.what.gpus);
    more.nodes.push_back(std::move(part));
  }
  free.take(more, hold_of(state, job));
  return more;
}

void with_outlook(const Inside& state, const sched::ResourceBook& book, Instant now,
                  const std::function<void(const sched::PassInput&)>& work) {
  const sched::Policy policy = outlook_policy(state);
  const std::vector<const Job*> pending = first_of_queue(state, policy, now);
  with_pass_input(state, pending, now, policy, nullptr, [&](const sched::PassInput& as_it_is) {
    work(sched::PassInput{as_it_is.cluster, book, as_it_is.topology, as_it_is.pending, as_it_is.running,
                          as_it_is.reservations, as_it_is.free_licenses, as_it_is.array_running, now, policy,
                          as_it_is.gate});
  });
}

void grow_into_idle(Turn& turn) {
  Inside& state = turn.state;
  std::vector<JobId> candidates;
  std::map<JobId, std::uint32_t> utilization;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    const Partition* partition = state.find_partition(job.partition);
    if (!partition || !may_grow(state, job, turn.now)) continue;
    const std::uint32_t load = utilization_of(state, *partition);
    if (load >= partition->elastic_threshold.value_or(state.cluster.settings.elastic_threshold) * 10) continue;
    candidates.push_back(id);
    utilization[id] = load;
  }
  if (candidates.empty()) return;
  // Those for whom something is on its way come first.
  bool awaited = false;
  const sched::ResourceBook later = book_to_come(state);
  with_outlook(state, later, turn.now, [&](const sched::PassInput& input) { awaited = sched::Outlook(input).anybody_starts(); });
  if (awaited) return;
  with_outlook(state, state.book, turn.now, [&](const sched::PassInput& input) {
    sched::Outlook outlook(input);
    if (outlook.anybody_starts()) return;  // the pass that starts them comes first
    std::vector<elastic::Grower> growers;
    std::map<JobId, sched::FreeResources> free;
    for (const JobId id : candidates)
      if (auto one = growable(state, outlook, *state.jobs.find(id), turn.now)) {
        growers.push_back(std::move(one->grower));
        free.emplace(id, std::move(one->spare.free));
      }
    Allocation dealt;
    for (const elastic::Growth& growth : elastic::grow(growers)) {
      Job& job = *state.jobs.find(growth.id);
      sched::FreeResources& own = free.at(growth.id);
      if (!dealt.empty()) own.take(dealt, sched::Hold{});
      const Allocation more = gains_of(state, job, growth, own);
      // What was left of a limit may have gone to the one before.
      if (SizeLimits(state, job, turn.now).why_not(elastic::together(job.allocation, more)) != Reason::None) continue;
      dealt.nodes.insert(dealt.nodes.end(), more.nodes.begin(), more.nodes.end());
      enlarge(turn, job, more, false, "utilization: " + elastic::percent_text(utilization[growth.id]));
    }
  });
}

}  // namespace minislurm::core::elastic_detail

namespace minislurm::core {

void run_elastic(Turn& turn) {
  const ClusterState::Inside& state = turn.state;
  if (!state.cluster.settings.elastic) return;
  const auto& active = state.jobs.active();
  if (std::none_of(active.begin(), active.end(), [&](JobId id) { return elastic_detail::is_resizable(*state.jobs.find(id)); }))
    return;
  elastic_detail::give_to_waiting(turn);
  elastic_detail::grow_into_idle(turn);
}

}  // namespace minislurm::core
