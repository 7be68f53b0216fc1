#include "slurmctld/elastic/size.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace minislurm::elastic {
namespace {

struct Row {
  const char* option;
  const char* what;
  std::optional<std::uint32_t> ElasticSpec::*least;
  std::optional<std::uint32_t> ElasticSpec::*most;
  std::uint32_t ElasticSize::*size;
};
constexpr Row kRows[] = {
    {"cpus", "CPUs", &ElasticSpec::min_cpus, &ElasticSpec::max_cpus, &ElasticSize::cpus},
    {"gpus", "GPUs", &ElasticSpec::min_gpus, &ElasticSpec::max_gpus, &ElasticSize::gpus},
    {"nodes", "nodes", &ElasticSpec::min_nodes, &ElasticSpec::max_nodes, &ElasticSize::nodes},
};

Status between(std::uint64_t least, std::uint64_t asked, std::uint64_t most, const std::string& what) {
  const auto text = [](std::uint64_t count) { return std::to_string(count); };
  if (least > most)
    return Error::generic("Elastic job: the minimum of " + text(least) + " " + what + " is above the maximum of " + text(most));
  if (asked < least)
    return Error::generic("Elastic job: it asks for " + text(asked) + " " + what + ", less than its minimum of " + text(least));
  if (asked > most)
    return Error::generic("Elastic job: it asks for " + text(asked) + " " + what + ", more than its maximum of " + text(most));
  return {};
}

}  // namespace

ElasticSize size_of(const Allocation& allocation) {
  ElasticSize size;
  size.cpus = allocation.cpu_count();
  size.nodes = static_cast<std::uint32_t>(allocation.nodes.size());
  size.memory = allocation.memory();
  for (const NodeAllocation& part : allocation.nodes)
    for (const GresAllocation& gres : part.gres)
      if (gres.name == "gpu") size.gpus += static_cast<std::uint32_t>(gres.count);
  return size;
}

Bounds bounds_of(const ElasticSpec& spec, const ElasticSize& asked, std::uint32_t largest_node) {
  Bounds bounds{asked, asked};
  for (const Row& row : kRows) {
    if (spec.*row.least) bounds.least.*row.size = std::min(*(spec.*row.least), asked.*row.size);
    if (spec.*row.most) bounds.most.*row.size = std::max(*(spec.*row.most), asked.*row.size);
  }
  if (spec.min_memory) bounds.least.memory = std::min(*spec.min_memory, asked.memory);
  if (spec.max_memory) bounds.most.memory = std::max(*spec.max_memory, asked.memory);
  // Nodes come and go with all that they give.
  const std::uint32_t nodes = std::max(1U, asked.nodes);
  const auto part = [nodes](std::uint64_t of, std::uint32_t count) { return (of * count + nodes - 1) / nodes; };
  if (!spec.min_cpus) bounds.least.cpus = static_cast<std::uint32_t>(part(asked.cpus, std::min(nodes, bounds.least.nodes)));
  if (!spec.min_gpus) bounds.least.gpus = static_cast<std::uint32_t>(part(asked.gpus, std::min(nodes, bounds.least.nodes)));
  if (!spec.min_memory) bounds.least.memory = Mebibytes{part(asked.memory.count, std::min(nodes, bounds.least.nodes))};
  if (!spec.max_gpus) bounds.most.gpus = static_cast<std::uint32_t>(part(asked.gpus, std::max(nodes, bounds.most.nodes)));
  if (!spec.max_memory) bounds.most.memory = Mebibytes{part(asked.memory.count, std::max(nodes, bounds.most.nodes))};
  if (!spec.max_cpus)
    bounds.most.cpus = std::max(asked.cpus, largest_node * std::max(1U, bounds.most.nodes));
  return bounds;
}

Status check_bounds(const ElasticSpec& spec, const ElasticSize& asked) {
  for (const Row& row : kRows) {
    const std::uint32_t size = asked.*row.size;
    const std::uint32_t least = (spec.*row.least).value_or(std::min(size, (spec.*row.most).value_or(size)));
    if (const Status good = between(least, size, (spec.*row.most).value_or(std::max(size, least)), row.what); !good) return good;
  }
  const std::uint64_t memory = asked.memory.count;
  const std::uint64_t least = spec.min_memory ? spec.min_memory->count : 0;
  const std::uint64_t most = spec.max_memory ? spec.max_memory->count : std::max(memory, least);
  return spec.min_memory || spec.max_memory ? between(least, memory, most, "MB of memory") : Status{};
}

std::uint32_t utilization(const Load& load) {
  if (load.cpus == 0) return 1000;
  const auto tenths = [](std::uint64_t used, std::uint64_t all) { return std::min<std::uint64_t>(1000, used * 1000 / all); };
  const std::uint64_t cpus = tenths(load.used_cpus, load.cpus);
  if (load.memory.count == 0) return static_cast<std::uint32_t>(cpus);
  return static_cast<std::uint32_t>((cpus + tenths(load.used_memory.count, load.memory.count)) / 2);
}

std::string percent_text(std::uint32_t tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

}  // namespace minislurm::elastic
