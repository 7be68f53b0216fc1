// A change of size put into books and rows.
#include <algorithm>
#include <csignal>

#include "slurmctld/core/elastic.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/shrink.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/suspension.h"
#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/size.h"
#include "slurmctld/sched/step_layout.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

// So many of the latest are kept with the job.
constexpr std::size_t kKeptResizes = 64;

std::string change_text(const ElasticSize& from, const ElasticSize& to) {
  std::string text = std::to_string(from.cpus) + " -> " + std::to_string(to.cpus) + " CPUs";
  if (from.memory != to.memory)
    text += ", " + std::to_string(from.memory.count) + " -> " + std::to_string(to.memory.count) + " MB";
  if (from.gpus != to.gpus) text += ", " + std::to_string(from.gpus) + " -> " + std::to_string(to.gpus) + " GPUs";
  if (from.nodes != to.nodes) text += ", " + std::to_string(from.nodes) + " -> " + std::to_string(to.nodes) + " nodes";
  return text;
}

// What its steps have of it follows; the rows and what the steps are told are the effects.
void resize_steps(Turn& turn, const Job& job, const Allocation& before, const Allocation& after) {
  ResizeSteps told;
  for (const StepId id : turn.state.steps_of(job.id)) {
    Step& step = turn.state.steps.at(id).step;
    step.allocation = elastic::follow(step.allocation, before, after);
    step.tres_allocated = sched::step_tres(step.allocation);
    turn.emit(SaveStep{step});
    told.steps.push_back(step);
  }
  told.job = job;
  turn.emit(std::move(told));
}

// The job holds `after` from now on, of which `job.elastic.leaving` will go.
void take_size(Turn& turn, Job& job, Allocation after) {
  Inside& state = turn.state;
  const auto seconds = std::max<Seconds::rep>(0, (turn.now - job.elastic.present_since).count());
  job.elastic.cpu_seconds += static_cast<std::uint64_t>(seconds) * job.allocation.cpu_count();
  job.elastic.present_since = turn.now;
  job.allocation = std::move(after);
  job.num_cpus = job.allocation.cpu_count();
  job.tres_allocated = billed(state, sched::allocation_tres(job.allocation), state.find_partition(job.partition));
  state.book.take(job.id, held_by(job), hold_of(state, job));
}

void note_resize(Turn& turn, Job& job, const ElasticSize& from, const ElasticSize& to, bool by_hand, bool up,
                 const std::string& why) {
  ++job.elastic.resize_count;
  job.elastic.resizes.push_back(Resize{turn.now, from, to, by_hand});
  if (job.elastic.resizes.size() > kKeptResizes) job.elastic.resizes.erase(job.elastic.resizes.begin());
  job.resized = turn.now;
  turn.emit(Note{"job", std::string("Scaled ") + (up ? "UP" : "DOWN") + " job " + to_string(job.id) + ": " +
                            change_text(from, to) + " (" + why + ")"});
}

// The order of the cluster's nodes behind the first, which the batch script runs on.
void in_cluster_order(const Inside& state, Allocation& allocation) {
  const auto place = [&](const NodeAllocation& part) { return state.book.free().index_of(part.node).value_or(0); };
  if (allocation.nodes.size() > 2)
    std::sort(allocation.nodes.begin() + 1, allocation.nodes.end(),
              [&](const NodeAllocation& left, const NodeAllocation& right) { return place(left) < place(right); });
}

std::set<std::uint32_t> used_alone(const Inside& state, const Job& job, const NodeAllocation& part) {
  std::set<std::uint32_t> used;
  for (const StepId id : state.steps_of(job.id))
    for (const NodeAllocation& own : state.steps.at(id).step.allocation.nodes)
      if (own.node == part.node && own.cpus != part.cpus) used.insert(own.cpus.begin(), own.cpus.end());
  return used;
}

}  // namespace

namespace elastic_detail {

bool is_resizable(const Job& job) {
  return job.spec.elastic.wanted && job.state == JobState::Running && !has(job.flags, JobFlag::Completing) &&
         !job.allocation.empty();
}

elastic::Giver giver_of(const Inside& state, const Job& job) {
  const Allocation kept = elastic::without(job.allocation, job.elastic.leaving);
  elastic::Giver giver{job.id, job.priority, elastic::size_of(kept), job.elastic.least, {}};
  for (const NodeAllocation& part : kept.nodes) {
    const auto node = state.book.free().index_of(part.node);
    if (!node) continue;
    const ElasticSize own = elastic::size_of(Allocation{{part}});
    giver.parts.push_back({*node, state.book.free().table().nodes[*node].unit, {own.cpus, own.gpus, own.memory}});
  }
  return giver;
}

Allocation losses_of(const Inside& state, const Job& job, const std::vector<elastic::Loss>& losses) {
  Allocation lost;
  const Allocation kept = elastic::without(job.allocation, job.elastic.leaving);
  for (const NodeAllocation& part : kept.nodes) {
    const auto node = state.book.free().index_of(part.node);
    const auto loss = std::find_if(losses.begin(), losses.end(), [&](const elastic::Loss& one) { return one.node == node; });
    if (!node || loss == losses.end()) continue;
    if (loss->whole) {
      lost.nodes.push_back(part);
      continue;
    }
    NodeAllocation gone;
    gone.node = part.node;
    gone.cpus = elastic::cpus_to_give(part, loss->what.cpus, state.book.free().table().nodes[*node].unit,
                                      used_alone(state, job, part));
    gone.memory = loss->what.memory;
    gone.gres = elastic::gpus_to_give(part, loss->what.gpus);
    lost.nodes.push_back(std::move(gone));
  }
  return lost;
}

void enlarge(Turn& turn, Job& job, const Allocation& more, bool by_hand, const std::string& why) {
  const Allocation before = job.allocation;
  Allocation after = elastic::together(before, more);
  in_cluster_order(turn.state, after);
  const ElasticSize from = elastic::size_of(before), to = elastic::size_of(after);
  take_size(turn, job, after);
  note_resize(turn, job, from, to, by_hand, true, why);
  commit(turn, job);
  resize_steps(turn, job, before, after);
  arm_elastic(turn, job);
  retry_waiting_steps(turn, job);
}

void reduce(Turn& turn, Job& job, const Allocation& less, const std::vector<std::string>& whole_nodes, bool by_hand,
            const std::string& why) {
  const Allocation before = job.allocation;
  Allocation at_once, later;  // CPUs now, all the rest when the grace is over
  for (const NodeAllocation& part : less.nodes) {
    const bool whole = std::find(whole_nodes.begin(), whole_nodes.end(), part.node) != whole_nodes.end();
    NodeAllocation now, then = part;
    now.node = part.node;
    if (!whole) {
      now.cpus = part.cpus;
      then.cpus.clear();
    }
    if (!now.cpus.empty()) at_once.nodes.push_back(std::move(now));
    if (!then.cpus.empty() || then.memory.count != 0 || !then.gres.empty()) later.nodes.push_back(std::move(then));
  }
  const ElasticSize from = elastic::size_of(elastic::without(before, job.elastic.leaving));
  const Allocation after = elastic::without(before, at_once);
  take_size(turn, job, after);
  if (!later.empty()) {
    job.elastic.leaving = elastic::together(job.elastic.leaving, later);
    job.elastic.grace_end = turn.now + turn.state.cluster.settings.elastic_grace;
  }
  const ElasticSize to = elastic::size_of(elastic::without(after, job.elastic.leaving));
  note_resize(turn, job, from, to, by_hand, false, why);
  commit(turn, job);
  resize_steps(turn, job, before, after);
  arm_elastic(turn, job);
  want_pass(turn);
  turn.emit(RunBackfill{});
}

}  // namespace elastic_detail

void foresee_bounds(const Inside& state, Job& job) {
  if (!job.spec.elastic.wanted) return;
  const Partition* partition = state.partition_of(job);
  if (partition == nullptr) return;
  ElasticSize asked;
  asked.cpus = job.num_cpus;
  asked.nodes = std::max(1U, job.min_nodes);
  const elastic::Bounds bounds = elastic::bounds_of(job.spec.elastic, asked, elastic_detail::largest_node(state, *partition));
  job.elastic = ElasticState{};
  job.elastic.least = bounds.least;
  job.elastic.most = bounds.most;
}

void begin_elastic(Turn& turn, Job& job) {
  if (!job.spec.elastic.wanted) return;
  const Partition* partition = turn.state.find_partition(job.partition);
  const elastic::Bounds bounds =
      elastic::bounds_of(job.spec.elastic, elastic::size_of(job.allocation),
                         partition == nullptr ? 0 : elastic_detail::largest_node(turn.state, *partition));
  job.elastic = ElasticState{};
  job.elastic.least = bounds.least;
  job.elastic.most = bounds.most;
  job.elastic.present_since = turn.now;
  turn.emit(ResizeSteps{job, {}});
}

void tell_elastic_step(Turn& turn, const Job& job, const Step& step) {
  if (elastic_detail::is_resizable(job) && job.elastic.resize_count > 0) turn.emit(ResizeSteps{job, {step}});
}

void arm_elastic(Turn& turn, const Job& job) {
  if (!elastic_detail::is_resizable(job)) return;
  const ElasticState& elastic = job.elastic;
  if (!elastic.leaving.empty())
    turn.state.timers.arm(std::max(elastic.grace_end, turn.now), TimerKind::ElasticGrace, job.id);
  if (elastic.resizes.empty()) return;
  const Instant again = elastic.resizes.back().at + elastic_detail::cooldown_of(turn.state);
  if (again > turn.now) turn.state.timers.arm(again, TimerKind::ElasticCooldown, job.id);
}

void on_elastic_cooldown(Turn& turn, const Timer& timer) {
  const Job* job = turn.state.jobs.find(timer.what.job);
  if (job && elastic_detail::is_resizable(*job)) want_pass(turn);
}

void on_elastic_grace(Turn& turn, const Timer& timer) {
  Job* job = turn.state.jobs.find(timer.what.job);
  if (!job || job->elastic.leaving.empty() || !is_active(*job) || has(job->flags, JobFlag::Completing)) return;
  if (job->elastic.grace_end > turn.now) return arm_elastic(turn, *job);
  const Allocation before = job->allocation;
  const Allocation after = elastic::without(before, job->elastic.leaving);
  job->elastic.leaving = {};
  job->elastic.grace_end = kNever;
  ++job->elastic.resize_count;
  // Steps with tasks on a node that is gone can go on nowhere.
  for (const StepId id : turn.state.steps_of(job->id)) {
    LiveStep& live = turn.state.steps.at(id);
    const auto names = after.node_names();
    for (const NodeAllocation& part : live.step.allocation.nodes)
      if (part.tasks > 0 && std::find(names.begin(), names.end(), part.node) == names.end() && id.step != StepNumber::Batch)
        end_step(turn, live, wire::EndCause::Cancelled, SIGTERM);
  }
  take_size(turn, *job, after);
  commit(turn, *job);
  resize_steps(turn, *job, before, after);
  want_pass(turn);
  turn.emit(RunBackfill{});
}

}  // namespace minislurm::core
