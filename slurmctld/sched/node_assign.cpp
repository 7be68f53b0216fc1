// The second half of Placer: dividing tasks and resources over the nodes chosen.
#include <algorithm>

#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/spread.h"

namespace minislurm::sched {
namespace {

void append(std::vector<GresAllocation>& to, std::vector<GresAllocation> picked) {
  to.insert(to.end(), std::make_move_iterator(picked.begin()), std::make_move_iterator(picked.end()));
}

std::uint64_t gpus_in(const std::vector<GresNeed>& list) {
  std::uint64_t sum = 0;
  for (const GresNeed& need : list) {
    if (need.name == "gpu") sum += need.count;
  }
  return sum;
}

// From the entries of the node that match, in their order.
void count_gres(Footprint::Part& part, const FreeCounts& left, const GresNeed& need) {
  const NodeTable::Entry& entry = left.table().nodes[part.node];
  std::uint64_t count = need.count;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres && count > 0; ++at) {
    const NodeTable::Gres& kind = left.table().gres[at];
    if (kind.name != need.name || (!need.type.empty() && kind.type != need.type)) continue;
    const std::uint64_t here = std::min(count, left.free_gres(at));
    if (here > 0) part.gres.emplace_back(at, here);
    count -= here;
  }
}

}  // namespace

// Node after node is promised as many tasks as it can take, but one is left for each node that must still follow; those
// that are named come first. What is promised is then dealt out one task at a time.
std::vector<std::uint64_t> Placer::divide_tasks(const std::vector<Fit>& chosen) const {
  std::vector<std::uint64_t> room;
  for (const Fit& one : chosen) room.push_back(one.tasks);
  if (request_.tasks_from_nodes) return std::vector<std::uint64_t>(chosen.size(), request_.ntasks);
  if (request_.even_tasks) return divide_evenly(request_.ntasks, room);
  const std::uint64_t least = std::max<std::uint64_t>(1, request_.min_cpus_per_node / request_.cpus_per_task);
  std::uint64_t left = request_.ntasks, follow = request_.sizes.empty() ? request_.min_nodes : chosen.size();
  std::vector<std::uint64_t> promised(chosen.size(), 0);
  for (const bool named : {true, false}) {
    for (std::size_t at = 0; at < chosen.size(); ++at) {
      if (std::binary_search(required_.begin(), required_.end(), chosen[at].node) != named) continue;
      const std::uint64_t kept = follow > 1 ? follow - 1 : 0;
      promised[at] = std::min(room[at], std::max(left > kept ? left - kept : 0, least));
      left -= std::min(left, promised[at]);
      follow -= std::min<std::uint64_t>(follow, 1);
    }
  }
  return divide_evenly(request_.ntasks, promised);
}

std::vector<Placer::Share> Placer::divide(const FreeCounts& left, const std::vector<Fit>& chosen) const {
  const std::vector<std::uint64_t> tasks = divide_tasks(chosen);
  // Per need of the whole job, what each node gives.
  std::vector<std::vector<std::uint64_t>> of_job;
  for (std::size_t which = 0; which < request_.gres_per_job.size(); ++which) {
    const GresNeed& need = request_.gres_per_job[which];
    std::vector<std::uint64_t> has;
    for (const Fit& one : chosen) {
      has.push_back(which == 0 ? one.gres : left.free_gres(one.node, need.name, need.type));
    }
    of_job.push_back(divide_in_blocks(need.count, has));
  }
  std::vector<Share> shares;
  shares.reserve(chosen.size());
  for (std::size_t at = 0; at < chosen.size(); ++at) {
    std::vector<std::uint64_t> job_gres;
    for (const std::vector<std::uint64_t>& need : of_job) job_gres.push_back(need[at]);
    shares.push_back(share_of(left, chosen[at].node, static_cast<std::uint32_t>(tasks[at]), job_gres));
  }
  return shares;
}

Placer::Share Placer::share_of(const FreeCounts& left, std::uint32_t index, std::uint32_t tasks,
                               std::span<const std::uint64_t> job_gres) const {
  const Node& node = cluster_.nodes[index];
  Share share{index, tasks, 0, {}, {}};
  if (request_.exclusive) {
    for (const NodeGres& gres : node.gres) share.gres.push_back({gres.name, gres.type, gres.count});
  } else {
    share.gres = request_.gres_per_node;
    for (const GresNeed& need : request_.gres_per_task) share.gres.push_back({need.name, need.type, need.count * tasks});
    for (std::size_t which = 0; which < job_gres.size(); ++which) {
      const GresNeed& need = request_.gres_per_job[which];
      share.gres.push_back({need.name, need.type, job_gres[which]});
    }
  }
  const std::uint64_t gpus = gpus_in(share.gres);
  // A node that gives only generic resources gives a CPU with them.
  std::uint64_t cpus = request_.overcommit || tasks == 0 ? 1 : std::uint64_t{tasks} * request_.cpus_per_task;
  // Nobody said how many tasks: as many as the least number of CPUs is good for.
  if (request_.tasks_from_nodes && !request_.overcommit) {
    cpus = std::max<std::uint64_t>(cpus, request_.min_cpus_per_node / request_.cpus_per_task * request_.cpus_per_task);
  }
  cpus = std::max(cpus, gpus * request_.cpus_per_gpu);
  // Of the GPUs of a whole job each node gives the CPUs of all that it could give.
  if (const std::uint64_t bound = cpus_by_gpus(left, index); !request_.gres_per_job.empty() && bound <= node.cpus) {
    cpus = std::max(cpus, std::min<std::uint64_t>(bound, left.free_cpus(index)));
  }
  const NodeTable::Entry& entry = left.table().nodes[index];
  const CoreUse use = core_use(entry);
  cpus = request_.exclusive ? entry.usable : use.cpus_for(cpus, request_.overcommit ? 1 : tasks);
  share.cpus = static_cast<std::uint32_t>(std::min<std::uint64_t>(cpus, entry.usable));
  // Nobody said how many tasks: as many as the CPUs held are good for.
  if (request_.tasks_from_nodes && request_.max_tasks_per_node == 0 && !request_.overcommit) {
    share.tasks = std::max(tasks, static_cast<std::uint32_t>(use.usable(share.cpus)) / request_.cpus_per_task);
  }
  switch (request_.memory_kind) {
    case MemoryKind::None: break;
    case MemoryKind::PerNode: share.memory = request_.memory; break;
    case MemoryKind::PerCpu: share.memory = request_.memory * use.usable(share.cpus); break;
    case MemoryKind::PerGpu: share.memory = request_.memory * gpus; break;
    case MemoryKind::WholeNode: share.memory = entry.memory; break;
  }
  share.memory = std::min(share.memory, left.free_memory(index));
  return share;
}

Allocation Placer::pick(const FreeResources& free, const std::vector<Share>& shares) const {
  Allocation allocation;
  allocation.nodes.reserve(shares.size());
  const std::uint32_t share_count = request_.shared ? request_.share_count : 1;
  for (const Share& share : shares) {
    NodeAllocation part;
    part.node = cluster_.nodes[share.node].name;
    part.tasks = share.tasks;
    part.memory = share.memory;
    for (const GresNeed& need : share.gres) {
      if (request_.exclusive && is_share_of_gpus(need.name)) continue;  // whole GPUs it is
      append(part.gres, free.pick_gres(share.node, need.name, need.type, need.count));
    }
    part.cpus = free.pick_cpus(share.node, share.cpus, share_count, core_wish(free, share, part.gres));
    allocation.nodes.push_back(std::move(part));
  }
  return allocation;
}

Footprint Placer::count(const FreeCounts& left, const std::vector<Share>& shares) const {
  Footprint made;
  made.hold = hold_;
  made.parts.reserve(shares.size());
  for (const Share& share : shares) {
    Footprint::Part& part = made.parts.emplace_back();
    part.node = share.node;
    part.cpus = share.cpus;
    part.memory = share.memory;
    for (const GresNeed& need : share.gres) count_gres(part, left, need);
  }
  return made;
}

}  // namespace minislurm::sched
