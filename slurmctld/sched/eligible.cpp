#include "slurmctld/sched/eligible.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace minislurm::sched {
namespace {

using NodeList = std::vector<const Node*>;

constexpr std::uint64_t kAny = std::numeric_limits<std::uint32_t>::max();

std::uint64_t gres_of(const Node& node, const GresNeed& need) {
  std::uint64_t sum = 0;
  for (const NodeGres& gres : node.gres)
    if (gres.name == need.name && (need.type.empty() || gres.type == need.type)) sum += gres.count;
  return sum;
}

std::uint32_t usable_cpus(const Node& node) {
  return node.cpus - std::min(node.cpus, static_cast<std::uint32_t>(node.system_cpus.size()));
}

Mebibytes usable_memory(const Node& node) {
  return node.memory > node.system_memory ? node.memory - node.system_memory : Mebibytes{};
}

std::uint64_t cpus_by_memory(const ResourceRequest& request, const Node& node) {
  if (request.memory_kind != MemoryKind::PerCpu || request.memory.count == 0) return kAny;
  return usable_memory(node).count / request.memory.count;
}

// GPUs that every node of the job has.
std::uint64_t gpus_of_each(const ResourceRequest& request) {
  std::uint64_t gpus = 0;
  for (const GresNeed& need : request.gres_per_node) gpus += need.name == "gpu" ? need.count : 0;
  for (const GresNeed& need : request.gres_per_task) gpus += need.name == "gpu" ? need.count : 0;
  return gpus;
}

std::uint64_t cpus_by_gpus(const ResourceRequest& request, const Node& node) {
  if (request.cpus_per_gpu == 0 || !request.gres_per_task.empty()) return kAny;
  std::uint64_t gpus = gpus_of_each(request);
  for (const GresNeed& need : request.gres_per_job)
    if (need.name == "gpu") gpus += std::min(need.count, gres_of(node, need));
  return gpus == 0 ? kAny : gpus * request.cpus_per_gpu;
}

// How many tasks the node can hold when it is empty; 0: it cannot serve the request at all.
std::uint64_t tasks_on(const ResourceRequest& request, const Node& node) {
  const std::uint64_t cpus =
      std::min<std::uint64_t>({usable_cpus(node), request.max_cpus_per_node == 0 ? kAny : request.max_cpus_per_node,
                               cpus_by_memory(request, node), cpus_by_gpus(request, node)});
  const std::uint64_t gpus = gpus_of_each(request);
  if (gpus * request.cpus_per_gpu > usable_cpus(node)) return 0;
  const Mebibytes memory = usable_memory(node);
  if (request.memory_kind == MemoryKind::PerNode && memory < request.memory) return 0;
  if (request.memory_kind == MemoryKind::PerGpu && memory < request.memory * std::max<std::uint64_t>(gpus, 1))
    return 0;
  if (node.tmp_disk < request.tmp_disk) return 0;
  for (const GresNeed& need : request.gres_per_node)
    if (gres_of(node, need) < need.count) return 0;
  std::uint64_t tasks = request.overcommit ? kAny : cpus / request.cpus_per_task;
  if (request.max_tasks_per_node != 0) tasks = std::min<std::uint64_t>(tasks, request.max_tasks_per_node);
  if ((request.overcommit ? cpus : tasks * request.cpus_per_task) < request.min_cpus_per_node) return 0;
  for (const GresNeed& need : request.gres_per_task)
    if (need.count > 0) tasks = std::min(tasks, gres_of(node, need) / need.count);
  return tasks;
}

// Not excluded, and of the kind that the alternative wants everywhere.
NodeList candidates(const ResourceRequest& request, const FeatureAlternative& alternative, const NodeList& nodes) {
  NodeList left;
  for (const Node* node : nodes) {
    const bool excluded =
        std::binary_search(request.excluded_nodes.begin(), request.excluded_nodes.end(), node->name);
    if (!excluded && alternative.all.holds(node->features)) left.push_back(node);
  }
  return left;
}

bool has_kinds(const FeatureAlternative& alternative, const NodeList& nodes) {
  return std::all_of(alternative.counted.begin(), alternative.counted.end(), [&](const CountedFeature& counted) {
    const auto fits = [&](const Node* node) { return counted.test.holds(node->features); };
    return std::count_if(nodes.begin(), nodes.end(), fits) >= static_cast<std::ptrdiff_t>(counted.count);
  });
}

bool enough_tasks(const ResourceRequest& request, const NodeList& nodes) {
  std::vector<std::uint64_t> tasks;
  for (const Node* node : nodes) tasks.push_back(tasks_on(request, *node));
  const std::uint64_t least = request.tasks_from_nodes ? std::max(request.ntasks, 1U) : 1;
  tasks.erase(std::remove_if(tasks.begin(), tasks.end(), [least](std::uint64_t n) { return n < least; }), tasks.end());
  if (tasks.size() < request.min_nodes) return false;
  if (request.tasks_from_nodes) return true;
  std::sort(tasks.begin(), tasks.end(), std::greater<>());
  if (request.max_nodes != 0 && tasks.size() > request.max_nodes) tasks.resize(request.max_nodes);
  return std::accumulate(tasks.begin(), tasks.end(), std::uint64_t{0}) >= request.ntasks;
}

bool has_required(const ResourceRequest& request, const NodeList& nodes) {
  return std::all_of(request.required_nodes.begin(), request.required_nodes.end(), [&](const std::string& name) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node* node) { return node->name == name; });
  });
}

// What is asked for the whole job.
bool enough_in_all(const ResourceRequest& request, const NodeList& nodes) {
  return std::all_of(request.gres_per_job.begin(), request.gres_per_job.end(), [&](const GresNeed& need) {
    std::uint64_t sum = 0;
    for (const Node* node : nodes) sum += gres_of(*node, need);
    return sum >= need.count;
  });
}

}  // namespace

bool could_hold(const ResourceRequest& request, const NodeList& nodes) {
  std::uint64_t cpus = 0;
  for (const Node* node : nodes) cpus += node->cpus;
  const std::uint64_t wanted =
      request.overcommit || request.tasks_from_nodes ? 0 : std::uint64_t{request.ntasks} * request.cpus_per_task;
  if (request.min_nodes > nodes.size() || wanted > cpus) return true;
  // What is preferred must be possible too.
  const auto last = request.preferred > 0 ? request.features.begin() + static_cast<std::ptrdiff_t>(request.preferred)
                                          : request.features.end();
  return std::any_of(request.features.begin(), last, [&](const FeatureAlternative& alternative) {
    const NodeList left = candidates(request, alternative, nodes);
    return has_required(request, left) && has_kinds(alternative, left) && enough_tasks(request, left) &&
           enough_in_all(request, left);
  });
}

}  // namespace minislurm::sched
