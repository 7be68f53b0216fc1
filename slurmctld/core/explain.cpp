#include "slurmctld/core/explain.h"

#include <algorithm>

#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/limit_words.h"
#include "slurmctld/core/pass.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/sched/explain.h"
#include "slurmctld/sched/limit_range.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

// A forecast of its own is made for no more jobs than this that are not in the queue yet.
constexpr std::size_t kMostForecasts = 16;

void add(wire::Explanation& to, Reason reason, std::string text) {
  to.obstacles.push_back({std::string{name_of(reason)}, std::move(text)});
}

void explain_gates(const Inside& state, const Job& job, Instant now, wire::Explanation& to) {
  if (job.priority == 0) {
    add(to, job.held_by_admin ? Reason::JobHeldAdmin : Reason::JobHeldUser,
        job.held_by_admin ? "held by an administrator" : "held by its user");
  }
  if (has(job.flags, JobFlag::Completing)) add(to, Reason::Cleaning, "its last run is still ending");
  for (const std::string_view term : text::split_list(job.dependency_left)) add(to, Reason::Dependency, std::string{term});
  if (job.spec.begin > now) add(to, Reason::BeginTime, "not before " + text::format_time_point(job.spec.begin));
  const ArrayRecord* array = state.jobs.array(job.array_job);
  if (array && job.array_throttle != 0 && array->running >= job.array_throttle) {
    add(to, Reason::JobArrayTaskLimit, std::to_string(array->running) + " of at most " +
                                           std::to_string(job.array_throttle) + " tasks of array " +
                                           to_string(job.array_job) + " run");
  }
}

void explain_limits(const Inside& state, const Job& job, Instant now, wire::Explanation& to) {
  StartLimits limits(state, now);
  const std::string list = job.partition.empty() ? job.spec.partition : job.partition;
  for (const std::string_view name : text::split_list(list)) {
    const Partition* partition = state.find_partition(name);
    if (!partition) continue;
    const Reason why = limits.why_not(job, *partition, sched::limits_of(job, *partition).most);
    if (why == Reason::None) continue;
    std::string text = limit_in_words(state, job, why, now);
    const bool known = std::any_of(to.obstacles.begin(), to.obstacles.end(),
                                   [&](const wire::Obstacle& one) { return one.text == text; });
    if (!known) add(to, why, std::move(text));
  }
}

void explain_deadline(const Job& job, wire::Explanation& to) {
  const Instant last = sched::last_start(job);
  if (last == kNever || (to.earliest != kNever && to.earliest <= last)) return;
  add(to, Reason::DeadLine, "has to start by " + text::format_time_point(last) + " to end before its deadline");
}

void take_over(sched::Explanation&& from, wire::Explanation& to) {
  for (sched::Obstacle& one : from.obstacles) add(to, one.reason, std::move(one.text));
  to.earliest = from.earliest.value_or(kNever);
  to.nodes = std::move(from.nodes);
  for (sched::Blocker& one : from.blockers)
    to.after.push_back({std::move(one.who), std::move(one.nodes), std::move(one.licenses), one.by});
}

}  // namespace

std::vector<wire::Explanation> explain(const Inside& state, std::span<const Job> jobs, Instant now) {
  std::vector<wire::Explanation> explanations;
  const auto is_pending = [](const Job& job) { return job.state == JobState::Pending; };
  if (std::none_of(jobs.begin(), jobs.end(), is_pending)) return explanations;
  const std::vector<const Job*> queue = first_of_queue(state, sched::policy_of(state.cluster.settings), now);
  const sched::Policy policy = far_sighted(state.cluster.settings, queue.size() + 1);
  std::size_t forecasts = 0;
  with_pass_input(state, queue, now, policy, nullptr, [&](const sched::PassInput& input) {
    const sched::Explainer explainer(input);
    for (const Job& job : jobs) {
      if (!is_pending(job)) continue;
      wire::Explanation& one = explanations.emplace_back();
      one.job = job.id;
      explain_gates(state, job, now, one);
      explain_limits(state, job, now, one);
      // Nobody can tell when a hold or a dependency will be gone; when a begin time comes, everybody can.
      const bool waits_for_clock = job.priority != 0 && job.dependency_left.empty() && job.spec.begin > now;
      std::optional<sched::Decision> decision;
      if (waits_for_clock && forecasts++ < kMostForecasts) decision = forecast(state, job, now);
      const auto* waiting = decision ? std::get_if<sched::KeepWaiting>(&*decision) : nullptr;
      take_over(explainer.explain(job, waiting), one);
      explain_deadline(job, one);
    }
  });
  return explanations;
}

}  // namespace minislurm::core
