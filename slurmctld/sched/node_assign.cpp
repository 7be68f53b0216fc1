// The second half of Placer: dividing tasks and resources over the nodes chosen.
#include <algorithm>

#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/spread.h"

namespace minislurm::sched {
namespace {

void append(std::vector<GresAllocation>& to, std::vector<GresAllocation> picked) {
  to.insert(to.end(), std::make_move_iterator(picked.begin()), std::make_move_iterator(picked.end()));
}

std::uint64_t gpus_in(const std::vector<GresAllocation>& list) {
  std::uint64_t sum = 0;
  for (const GresAllocation& gres : list) {
    if (gres.name == "gpu") sum += gres.count;
  }
  return sum;
}

}  // namespace

Allocation Placer::assign(const FreeResources& free, const std::vector<Fit>& chosen) const {
  std::vector<std::uint64_t> room;
  for (const Fit& one : chosen) room.push_back(one.tasks);
  std::vector<std::uint64_t> tasks(chosen.size(), request_.ntasks);
  if (!request_.tasks_from_nodes) {
    tasks = request_.even_tasks ? divide_evenly(request_.ntasks, room) : divide_in_blocks(request_.ntasks, room);
  }
  // Per need of the whole job, what each node gives.
  std::vector<std::vector<std::uint64_t>> shares;
  for (std::size_t which = 0; which < request_.gres_per_job.size(); ++which) {
    const GresNeed& need = request_.gres_per_job[which];
    std::vector<std::uint64_t> has;
    for (const Fit& one : chosen) {
      has.push_back(which == 0 ? one.gres : free.free_gres(one.node, need.name, need.type));
    }
    shares.push_back(divide_in_blocks(need.count, has));
  }
  Allocation allocation;
  allocation.nodes.reserve(chosen.size());
  for (std::size_t at = 0; at < chosen.size(); ++at) {
    std::vector<std::uint64_t> job_gres;
    for (const std::vector<std::uint64_t>& share : shares) job_gres.push_back(share[at]);
    allocation.nodes.push_back(
        assign_node(free, chosen[at].node, static_cast<std::uint32_t>(tasks[at]), job_gres));
  }
  return allocation;
}

NodeAllocation Placer::assign_node(const FreeResources& free, std::uint32_t index, std::uint32_t tasks,
                                   std::span<const std::uint64_t> job_gres) const {
  const Node& node = cluster_.nodes[index];
  NodeAllocation part;
  part.node = node.name;
  part.tasks = tasks;
  if (request_.exclusive) {
    for (const NodeGres& gres : node.gres) append(part.gres, free.pick_gres(index, gres.name, gres.type, gres.count));
  } else {
    for (const GresNeed& need : request_.gres_per_node) {
      append(part.gres, free.pick_gres(index, need.name, need.type, need.count));
    }
    for (const GresNeed& need : request_.gres_per_task) {
      append(part.gres, free.pick_gres(index, need.name, need.type, need.count * tasks));
    }
    for (std::size_t which = 0; which < job_gres.size(); ++which) {
      const GresNeed& need = request_.gres_per_job[which];
      append(part.gres, free.pick_gres(index, need.name, need.type, job_gres[which]));
    }
  }
  const std::uint64_t gpus = gpus_in(part.gres);
  std::uint64_t cpus = request_.overcommit ? 1 : std::uint64_t{tasks} * request_.cpus_per_task;
  cpus = std::max({cpus, std::uint64_t{request_.min_cpus_per_node}, gpus * request_.cpus_per_gpu});
  if (request_.exclusive) cpus = node.cpus;
  const std::uint32_t share = request_.shared ? request_.share_count : 1;
  part.cpus = free.pick_cpus(index, static_cast<std::uint32_t>(std::min<std::uint64_t>(cpus, node.cpus)), share);
  // Nobody said how many tasks: as many as the CPUs held are good for.
  if (request_.tasks_from_nodes && request_.max_tasks_per_node == 0 && !request_.overcommit) {
    part.tasks = std::max(tasks, static_cast<std::uint32_t>(part.cpus.size()) / request_.cpus_per_task);
  }
  switch (request_.memory_kind) {
    case MemoryKind::None: break;
    case MemoryKind::PerNode: part.memory = request_.memory; break;
    case MemoryKind::PerCpu: part.memory = request_.memory * part.cpus.size(); break;
    case MemoryKind::PerGpu: part.memory = request_.memory * gpus; break;
    case MemoryKind::WholeNode: part.memory = node.memory; break;
  }
  part.memory = std::min(part.memory, free.free_memory(index));
  return part;
}

}  // namespace minislurm::sched
