// The part of Placer that knows cores, sockets and the devices near them.
#include <algorithm>
#include <limits>

#include "slurmctld/sched/node_choice.h"

namespace minislurm::sched {

// With so many CPUs for each GPU, those of the node's GPUs that the job can get bound its CPUs.
std::uint64_t Placer::cpus_by_gpus(const FreeCounts& free, std::uint32_t node) const {
  std::uint64_t gpus = 0;
  if (request_.cpus_per_gpu > 0 && request_.gres_per_task.empty()) {
    for (const GresNeed& need : request_.gres_per_node) gpus += need.name == "gpu" ? need.count : 0;
    for (const GresNeed& need : request_.gres_per_job) {
      if (need.name == "gpu") gpus += std::min(need.count, free.free_gres(node, need.name, need.type));
    }
  }
  return gpus == 0 ? std::numeric_limits<std::uint32_t>::max() : gpus * request_.cpus_per_gpu;
}

Placer::CoreUse Placer::core_use(const NodeTable::Entry& entry) const {
  CoreUse use{entry.unit, entry.unit, 0};
  if (entry.threads > 1 && request_.threads_per_core != 0)
    use.used = entry.unit / entry.threads * std::min(request_.threads_per_core, entry.threads);
  if (entry.threads == entry.unit && entry.unit > 1) use.tasks = request_.max_tasks_per_core;
  return use;
}

// What the limits for one socket leave: exact where each CPU is known, else as if the node were empty.
std::uint64_t Placer::cpus_by_sockets(const View& view, std::uint32_t node, const CoreUse& use) const {
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint32_t>::max();
  if (request_.max_cpus_per_socket == 0 && request_.max_tasks_per_socket == 0) return kAll;
  std::uint64_t most = request_.max_cpus_per_socket == 0 ? kAll : request_.max_cpus_per_socket;
  if (request_.max_tasks_per_socket != 0 && request_.max_tasks_per_socket < kAll / request_.cpus_per_task) {
    const std::uint64_t tasks = request_.max_tasks_per_socket;
    most = std::min(most, use.cpus_for(tasks * request_.cpus_per_task, tasks));
  }
  const NodeTable::Entry& entry = view.left.table().nodes[node];
  if (view.free == nullptr || request_.shared) return std::min(kAll, most / entry.unit * entry.unit * entry.sockets);
  std::uint64_t cpus = 0;
  for (const std::vector<std::uint32_t>& socket : view.free->free_units(node))
    cpus += std::min<std::uint64_t>(socket.size(), most / entry.unit) * entry.unit;
  return cpus;
}

// A share of a GPU lies on one GPU.
bool Placer::shares_fit(const View& view, std::uint32_t node) const {
  if (view.free == nullptr) return true;
  return std::all_of(request_.gres_per_node.begin(), request_.gres_per_node.end(), [&](const GresNeed& need) {
    return !is_share_of_gpus(need.name) || view.free->largest_share(node, need.name) >= need.count;
  });
}

// Tasks go from socket to socket, unless the second level of --distribution says otherwise. Devices bring the cores of
// their sockets; devices that are near all cores leave the first sockets to those who need none, where it is known how
// many cores the job can use on the node.
CoreWish Placer::core_wish(const FreeResources& free, const Share& share, const std::vector<GresAllocation>& gres) const {
  const NodeTable::Entry& entry = free.table().nodes[share.node];
  const CoreUse use = core_use(entry);
  CoreWish wish;
  wish.per_task = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, (request_.cpus_per_task + use.used - 1) / use.used));
  wish.cyclic = !request_.block_of_sockets;
  if (request_.max_cpus_per_socket != 0) wish.most_per_socket = request_.max_cpus_per_socket / entry.unit;
  if (request_.max_tasks_per_socket != 0) {
    const std::uint64_t tasks = request_.max_tasks_per_socket;
    wish.most_per_socket = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        wish.most_per_socket, use.cpus_for(tasks * request_.cpus_per_task, tasks) / entry.unit));
  }
  if (gres.empty() || request_.exclusive) return wish;
  wish.near = free.sockets_near(share.node, gres);
  const bool gpus = std::any_of(gres.begin(), gres.end(), [](const GresAllocation& one) { return one.name == "gpu"; });
  wish.from_last = gpus && wish.near == 0 && bounded_by_tasks(share);
  return wish;
}

// The job is known to need no more CPUs of the node than it gets of it.
bool Placer::bounded_by_tasks(const Share& share) const {
  if (request_.cpus_per_gpu > 0 || request_.max_tasks_per_node != 0 || !request_.gres_per_task.empty()) return true;
  if (request_.tasks_from_nodes) return false;
  if (request_.gres_per_job.empty()) return share.tasks + request_.min_nodes >= request_.ntasks + 1;
  return request_.gres_per_job.front().count % request_.ntasks == 0 || share.tasks + request_.min_nodes > request_.ntasks;
}

}  // namespace minislurm::sched
