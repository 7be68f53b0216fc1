#include "slurmctld/exec/resize_order.h"

#include <algorithm>
#include <csignal>

namespace minislurm::exec {

wire::ResizeRequest resize_order(const Job& job, const Step& step, const Cluster& cluster) {
  wire::ResizeRequest order;
  order.number = job.elastic.resize_count;
  order.signal = job.spec.elastic.signal != 0 ? job.spec.elastic.signal : SIGUSR1;
  const bool batch = step.id.step == StepNumber::Batch;
  for (const NodeAllocation& part : step.allocation.nodes) {
    const auto node = std::find_if(cluster.nodes.begin(), cluster.nodes.end(),
                                   [&](const Node& one) { return one.name == part.node; });
    if (node == cluster.nodes.end()) continue;
    wire::NodeCpus cpus{part.node, {}};
    for (const std::uint32_t cpu : part.cpus)
      if (cpu < node->machine_cpus.size()) cpus.machine_cpus.push_back(node->machine_cpus[cpu]);
    order.nodes.push_back(std::move(cpus));
    if (cluster.settings.counts_memory) order.memory_limit += part.memory;
    if (batch) break;  // the script runs on the first
  }
  return order;
}

}  // namespace minislurm::exec
