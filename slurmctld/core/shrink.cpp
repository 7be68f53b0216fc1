#include "slurmctld/core/shrink.h"

#include <algorithm>
#include <csignal>

#include "slurmctld/core/priorities.h"
#include "slurmctld/core/resources.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core {
namespace {

bool uses_any(const Allocation& allocation, const std::vector<std::string>& nodes) {
  return std::any_of(allocation.nodes.begin(), allocation.nodes.end(), [&](const NodeAllocation& part) {
    return std::find(nodes.begin(), nodes.end(), part.node) != nodes.end();
  });
}

}  // namespace

void give_back_nodes(Turn& turn, Job& job, const std::vector<std::string>& nodes) {
  ClusterState::Inside& state = turn.state;
  for (const StepId id : state.steps_of(job.id)) {
    LiveStep& live = state.steps.at(id);
    if (uses_any(live.step.allocation, nodes)) end_step(turn, live, wire::EndCause::Cancelled, SIGKILL);
  }
  for (const std::string& node : nodes) state.book.release_node(job.id, node);
  std::erase_if(job.allocation.nodes, [&](const NodeAllocation& part) {
    return std::find(nodes.begin(), nodes.end(), part.node) != nodes.end();
  });
  std::uint32_t tasks = 0;
  for (const NodeAllocation& part : job.allocation.nodes) tasks += part.tasks;
  job.num_tasks = tasks;
  job.num_cpus = job.allocation.cpu_count();
  job.min_nodes = static_cast<std::uint32_t>(job.allocation.nodes.size());
  job.max_nodes = 0;
  job.tres_allocated = billed(state, sched::allocation_tres(job.allocation), state.find_partition(job.partition));
  job.tres_request = job.tres_allocated;
  job.resized = turn.now;
  want_pass(turn);
}

}  // namespace minislurm::core
