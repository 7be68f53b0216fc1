#include "slurmctld/exec/resize_order.h"

#include <csignal>

#include "slurmctld/exec/machine_cpus.h"

namespace minislurm::exec {

wire::ResizeRequest resize_order(const Job& job, const Step& step, const Cluster& cluster) {
  wire::ResizeRequest order;
  order.number = job.elastic.resize_count;
  order.signal = job.spec.elastic.signal != 0 ? job.spec.elastic.signal : SIGUSR1;
  const bool batch = step.id.step == StepNumber::Batch;
  for (const NodeAllocation& part : step.allocation.nodes) {
    order.nodes.push_back({part.node, machine_cpus(cluster, part.node, part.cpus)});
    if (cluster.settings.counts_memory) order.memory_limit += part.memory;
    if (batch) break;  // the script runs on the first
  }
  order.job_machine_cpus = machine_cpus(cluster, job.allocation);
  if (cluster.settings.counts_memory) order.job_memory_limit = job.allocation.memory();
  return order;
}

}  // namespace minislurm::exec
