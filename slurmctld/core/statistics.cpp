#include "slurmctld/core/statistics.h"

#include <algorithm>
#include <string>
#include <vector>

#include "slurmctld/core/state.h"

namespace minislurm::core {

wire::StatsReply statistics_of(const ClusterState::Inside& state, Instant now) {
  const Statistics& counted = state.statistics;
  wire::StatsReply reply;
  reply.now = now;
  reply.since = counted.since;
  reply.jobs_submitted = counted.submitted;
  reply.jobs_started = counted.started;
  reply.jobs_completed = counted.completed;
  reply.jobs_canceled = counted.cancelled;
  reply.jobs_failed = counted.failed;
  reply.jobs_pending = state.jobs.count(JobState::Pending);
  reply.jobs_running = state.jobs.count(JobState::Running);
  reply.sched_cycles = counted.main.count;
  reply.sched_depth = counted.main.total_depth;
  reply.queue_length = state.jobs.queue().size();
  reply.backfilled_jobs = counted.backfilled;
  reply.backfilled_het_jobs = counted.backfilled_het;
  reply.backfill_cycles = counted.backfill.count;
  reply.backfill_depth = reply.backfill_depth_tried = counted.backfill.last_depth;
  reply.backfill_last_when = counted.backfill.last;
  // The machine is what its pinned nodes hold; nodes that are only counted stand for machines elsewhere.
  const std::vector<Node>& nodes = state.cluster.nodes;
  const bool any_pinned =
      std::any_of(nodes.begin(), nodes.end(), [](const Node& node) { return !node.machine_cpus.empty(); });
  for (const Node& node : nodes) {
    if (any_pinned && node.machine_cpus.empty()) continue;
    reply.total_cpus += node.cpus;
    reply.total_memory += node.memory;
    const auto index = state.book.free().index_of(node.name);
    if (!index) continue;
    reply.used_cpus += state.book.used_cpus(*index);
    reply.used_memory += state.book.used_memory(*index);
  }
  for (const StateName& name : state_names()) {
    if (name.is_flag) continue;
    const std::size_t count = state.jobs.count(static_cast<JobState>(name.bits));
    if (count != 0) reply.jobs_by_state.emplace_back(std::string{name.name}, std::to_string(count));
  }
  if (counted.started != 0) {
    reply.mean_wait_seconds = static_cast<double>(counted.wait_seconds) / static_cast<double>(counted.started);
  }
  if (counted.ran != 0) {
    reply.mean_run_seconds = static_cast<double>(counted.run_seconds) / static_cast<double>(counted.ran);
  }
  return reply;
}

}  // namespace minislurm::core
