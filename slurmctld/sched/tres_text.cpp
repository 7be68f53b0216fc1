#include "slurmctld/sched/tres_text.h"

#include <algorithm>
#include <vector>

#include "libcommon/text/tres.h"

namespace minislurm::sched {
namespace {

void add(std::vector<text::Tres>& list, const std::string& name, std::uint64_t count) {
  const auto same = std::find_if(list.begin(), list.end(), [&](const text::Tres& one) { return one.name == name; });
  if (same == list.end()) {
    list.push_back({name, count});
  } else {
    same->count += count;
  }
}

std::vector<text::Tres> base(std::uint64_t cpus, Mebibytes memory, std::uint64_t nodes) {
  return {{"cpu", cpus}, {"mem", memory.count}, {"node", nodes}, {"billing", cpus}};
}

}  // namespace

std::string request_tres(const ResourceRequest& request, Mebibytes node_memory) {
  JobSize size = size_of(request);
  if (request.shown_min_nodes != 0) size.min_nodes = request.shown_min_nodes;
  std::vector<text::Tres> gres;
  std::uint64_t gpus = 0;
  const auto count = [&](const std::vector<GresNeed>& needs, std::uint64_t times) {
    for (const GresNeed& need : needs) {
      add(gres, "gres/" + need.name, need.count * times);
      if (need.name == "gpu") gpus += need.count * times;
    }
  };
  count(request.gres_per_node, size.min_nodes);
  count(request.gres_per_job, 1);
  count(request.gres_per_task, size.num_tasks);
  Mebibytes memory;
  switch (request.memory_kind) {
    case MemoryKind::None: break;
    case MemoryKind::PerNode: memory = request.memory * size.min_nodes; break;
    case MemoryKind::PerCpu: memory = request.shown_memory * size.num_cpus; break;
    case MemoryKind::PerGpu: memory = request.memory * gpus; break;
    case MemoryKind::WholeNode: memory = node_memory * size.min_nodes; break;
  }
  std::vector<text::Tres> list = base(size.num_cpus, memory, size.min_nodes);
  list.insert(list.end(), gres.begin(), gres.end());
  return text::format_tres(list, text::TresOrder::Controller);
}

std::string allocation_tres(const Allocation& allocation) {
  if (allocation.empty()) return {};
  std::vector<text::Tres> list = base(allocation.cpu_count(), allocation.memory(), allocation.nodes.size());
  for (const NodeAllocation& node : allocation.nodes) {
    for (const GresAllocation& gres : node.gres) add(list, "gres/" + gres.name, gres.count);
  }
  return text::format_tres(list, text::TresOrder::Controller);
}

}  // namespace minislurm::sched
