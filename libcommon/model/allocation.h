// What a job or a step holds, node by node. Node names, not indexes: an allocation outlives a reconfigure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"

namespace minislurm {

struct GresAllocation {
  std::string name, type;               // "gpu", "tesla" (empty: untyped)
  std::vector<std::uint32_t> indexes;   // on that node, ascending; empty for gres that are only counted
  std::uint64_t count = 0;
  std::vector<std::uint64_t> shares = {};   // of a shared one (shard, mps): how many of each index; else empty
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.type); visit(3, self.indexes); visit(4, self.count); visit(5, self.shares);
  }
};

struct NodeAllocation {
  std::string node;
  std::vector<std::uint32_t> cpus;      // ids on that node, ascending
  Mebibytes memory;
  std::vector<GresAllocation> gres;
  std::uint32_t tasks = 0;              // tasks planned on it
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.node); visit(2, self.cpus); visit(3, self.memory); visit(4, self.gres); visit(5, self.tasks);
  }
};

struct Allocation {
  std::vector<NodeAllocation> nodes;    // in cluster order; the first runs the batch script
  bool empty() const { return nodes.empty(); }
  std::uint32_t cpu_count() const {
    std::size_t sum = 0;
    for (const NodeAllocation& node : nodes) sum += node.cpus.size();
    return static_cast<std::uint32_t>(sum);
  }
  Mebibytes memory() const {
    Mebibytes sum;
    for (const NodeAllocation& node : nodes) sum += node.memory;
    return sum;
  }
  std::vector<std::string> node_names() const {
    std::vector<std::string> names;
    names.reserve(nodes.size());
    for (const NodeAllocation& node : nodes) names.push_back(node.node);
    return names;
  }
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.nodes); }
};

}  // namespace minislurm
