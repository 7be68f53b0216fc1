// The part of Placer that knows cores, sockets and the devices near them.
#include <algorithm>
#include <limits>

#include "slurmctld/sched/node_choice.h"

namespace minislurm::sched {
namespace {

constexpr std::uint64_t kNoBound = std::numeric_limits<std::uint32_t>::max();

}  // namespace

// With so many CPUs for each GPU, those of the node's GPUs that the job can get bound its CPUs.
std::uint64_t Placer::cpus_by_gpus(const FreeCounts& free, std::uint32_t node) const {
  std::uint64_t gpus = 0;
  if (request_.cpus_per_gpu > 0 && request_.gres_per_task.empty()) {
    for (const GresNeed& need : request_.gres_per_node) gpus += need.name == "gpu" ? need.count : 0;
    for (const GresNeed& need : request_.gres_per_job) {
      if (need.name == "gpu") gpus += std::min(need.count, free.free_gres(node, need.name, need.type));
    }
  }
  return gpus == 0 ? kNoBound : gpus * request_.cpus_per_gpu;
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
  if (request_.max_cpus_per_socket == 0 && request_.max_tasks_per_socket == 0) return kNoBound;
  std::uint64_t most = request_.max_cpus_per_socket == 0 ? kNoBound : request_.max_cpus_per_socket;
  if (request_.max_tasks_per_socket != 0 && request_.max_tasks_per_socket < kNoBound / request_.cpus_per_task) {
    const std::uint64_t tasks = request_.max_tasks_per_socket;
    most = std::min(most, use.cpus_for(tasks * request_.cpus_per_task, tasks));
  }
  const NodeTable::Entry& entry = view.left.table().nodes[node];
  if (view.free == nullptr || request_.shared)
    return std::min(kNoBound, most / entry.unit * entry.unit * entry.sockets);
  std::uint64_t cpus = 0;
  for (const std::vector<std::uint32_t>& socket : view.free->free_units(node))
    cpus += std::min<std::uint64_t>(socket.size(), most / entry.unit) * entry.unit;
  return cpus;
}

// A share of a GPU lies on one GPU.
std::uint64_t Placer::tasks_by_shares(const View& view, std::uint32_t node) const {
  std::uint64_t tasks = kNoBound;
  for (const GresNeed& need : request_.gres_per_task)
    if (view.free != nullptr && is_share_of_gpus(need.name))
      tasks = std::min(tasks, view.free->largest_share(node, need.name) / need.count);
  return tasks;
}

bool Placer::shares_fit(const View& view, std::uint32_t node) const {
  if (view.free == nullptr) return true;
  return std::all_of(request_.gres_per_node.begin(), request_.gres_per_node.end(), [&](const GresNeed& need) {
    return !is_share_of_gpus(need.name) || view.free->largest_share(node, need.name) >= need.count;
  });
}

// Tasks go from socket to socket, unless the second level of --distribution says otherwise. Devices bring the cores of
// their sockets; devices that are near all cores leave the first sockets to those who need none, where it is known how
// many cores the job can use on the node.
CoreWish Placer::core_wish(const FreeResources& free, const Share& share,
                           const std::vector<GresAllocation>& gres) const {
  const NodeTable::Entry& entry = free.table().nodes[share.node];
  const CoreUse use = core_use(entry);
  CoreWish wish;
  wish.per_task = std::max(1U, (request_.cpus_per_task + use.used - 1) / use.used);
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
  if (!gpus || wish.near != 0) return wish;
  if (const std::uint64_t cpus = cpus_by_gpus(free.counts(), share.node); cpus < kNoBound)
    wish.kept = static_cast<std::uint32_t>(std::min<std::uint64_t>(use.cpus_for(cpus, 1), entry.cpus) / entry.unit);
  if (const std::uint64_t tasks = task_bound(free.counts(), share.node); wish.kept == 0 && tasks < kNoBound) {
    const std::uint64_t cpus = std::min<std::uint64_t>(use.cpus_for(tasks * request_.cpus_per_task, tasks), entry.cpus);
    wish.kept = static_cast<std::uint32_t>(cpus / entry.unit);
  }
  return wish;
}

// Where a number of tasks shares the job's GPUs evenly, what the node has of them bounds its tasks.
std::uint64_t Placer::tasks_by_even_gpus(const FreeCounts& left, std::uint32_t node) const {
  if (request_.tasks_from_nodes || request_.gres_per_job.size() != 1) return kNoBound;
  const GresNeed& need = request_.gres_per_job.front();
  if (need.name != "gpu" || need.count % request_.ntasks != 0) return kNoBound;
  const std::uint64_t here = left.free_gres(node, need.name, need.type), each = need.count / request_.ntasks;
  return here < each ? kNoBound : here / each;
}

// The most tasks that the node can get, as far as the request alone tells.
std::uint64_t Placer::task_bound(const FreeCounts& left, std::uint32_t node) const {
  std::uint64_t tasks = kNoBound;
  if (request_.tasks_from_nodes && (request_.ntasks > 1 || request_.tasks_by_gpus)) tasks = request_.ntasks;
  if (!request_.tasks_from_nodes) tasks = request_.ntasks - std::min(request_.ntasks, request_.min_nodes) + 1;
  if (request_.max_tasks_per_node != 0) tasks = std::min<std::uint64_t>(tasks, request_.max_tasks_per_node);
  for (const GresNeed& need : request_.gres_per_task)
    if (need.name == "gpu") tasks = std::min(tasks, left.free_gres(node, need.name, need.type) / need.count);
  return std::min(tasks, tasks_by_even_gpus(left, node));
}

}  // namespace minislurm::sched
