#include "slurmctld/sched/resource_book.h"

#include <algorithm>
#include <utility>

namespace minislurm::sched {
namespace {

template <class Counter>
void step(Counter& counter, bool taking) {
  if (taking) {
    ++counter;
  } else if (counter > 0) {
    --counter;
  }
}

}  // namespace

FreeResources::FreeResources(const Cluster& cluster) : counts_(make_node_table(cluster)) {
  owners_.assign(table().cpus, 0);
  sharers_.assign(table().cpus, 0);
  gres_owners_.assign(table().gres_slots, 0);
}

std::optional<std::uint32_t> FreeResources::index_of(const std::string& node) const {
  const auto found = table().index.find(node);
  if (found == table().index.end()) return std::nullopt;
  return found->second;
}

void FreeResources::take(const Allocation& allocation, const Hold& hold) { change(allocation, hold, true); }
void FreeResources::give_back(const Allocation& allocation, const Hold& hold) { change(allocation, hold, false); }

void FreeResources::change(const Allocation& allocation, const Hold& hold, bool taking) {
  for (const NodeAllocation& part : allocation.nodes) {
    const std::optional<std::uint32_t> node = index_of(part.node);
    if (!node) continue;
    change_cpus(*node, part.cpus, hold.shared, taking);
    const auto memory = static_cast<std::int64_t>(part.memory.count);
    counts_.nodes_[*node].free_memory += taking ? -memory : memory;
    for (const GresAllocation& gres : part.gres) change_gres(*node, gres, taking);
    counts_.change_holders(*node, hold, taking);
  }
}

void FreeResources::change_cpus(std::uint32_t node, const std::vector<std::uint32_t>& cpus, bool shared, bool taking) {
  const NodeTable::Entry& entry = table().nodes[node];
  FreeCounts::NodeUse& use = counts_.nodes_[node];
  for (const std::uint32_t cpu : cpus) {
    if (cpu >= entry.cpus) continue;
    std::uint16_t &owners = owners_[entry.first_cpu + cpu], &sharers = sharers_[entry.first_cpu + cpu];
    if (owners == 0) --(sharers == 0 ? use.free_cpus : use.shared_cpus);
    use.sharers -= sharers;
    step(shared ? sharers : owners, taking);
    use.sharers += sharers;
    if (owners == 0) ++(sharers == 0 ? use.free_cpus : use.shared_cpus);
  }
}

void FreeResources::change_gres(std::uint32_t node, const GresAllocation& gres, bool taking) {
  const NodeTable::Entry& entry = table().nodes[node];
  std::uint64_t counted = gres.count;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table().gres[at];
    if (kind.name != gres.name || (!gres.type.empty() && kind.type != gres.type)) continue;
    if (kind.counted_only) {
      counts_.gres_free_[at] += static_cast<std::int64_t>(counted) * (taking ? -1 : 1);
      return;
    }
    for (const std::uint32_t index : gres.indexes) {
      if (index < kind.first_index || index - kind.first_index >= kind.count) continue;
      std::uint16_t& owners = gres_owners_[kind.first_slot + (index - kind.first_index)];
      const bool was_free = owners == 0;
      step(owners, taking);
      if (was_free && owners != 0) --counts_.gres_free_[at];
      if (!was_free && owners == 0) ++counts_.gres_free_[at];
      if (counted > 0) --counted;
    }
  }
}

Footprint FreeResources::footprint(const Allocation& allocation, const Hold& hold) const {
  Footprint made;
  made.hold = hold;
  for (const NodeAllocation& part : allocation.nodes) {
    const std::optional<std::uint32_t> node = index_of(part.node);
    if (!node) continue;
    Footprint::Part& counted = made.parts.emplace_back();
    counted.node = *node;
    counted.cpus = static_cast<std::uint32_t>(part.cpus.size());
    counted.memory = part.memory;
    const NodeTable::Entry& entry = table().nodes[*node];
    for (const GresAllocation& gres : part.gres) {
      for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
        const NodeTable::Gres& kind = table().gres[at];
        if (kind.name != gres.name || kind.type != gres.type) continue;
        counted.gres.emplace_back(at, gres.count);
        break;
      }
    }
  }
  return made;
}

std::uint32_t FreeResources::free_cpus(std::uint32_t node, std::uint32_t share_count) const {
  if (share_count <= 1) return counts_.free_cpus(node);
  const NodeTable::Entry& entry = table().nodes[node];
  std::uint32_t count = 0;
  for (std::uint32_t at = entry.first_cpu; at < entry.first_cpu + entry.cpus; ++at) {
    if (owners_[at] == 0 && sharers_[at] < share_count) ++count;
  }
  return count;
}

std::vector<std::uint32_t> FreeResources::pick_cpus(std::uint32_t node, std::uint32_t count,
                                                    std::uint32_t share_count) const {
  const NodeTable::Entry& entry = table().nodes[node];
  std::vector<std::uint32_t> cpus;
  cpus.reserve(count);
  for (std::uint32_t sharers = 0; sharers < std::max(share_count, 1U) && cpus.size() < count; ++sharers) {
    for (std::uint32_t cpu = 0; cpu < entry.cpus && cpus.size() < count; ++cpu) {
      const std::uint32_t at = entry.first_cpu + cpu;
      if (owners_[at] == 0 && sharers_[at] == sharers) cpus.push_back(cpu);
    }
  }
  std::sort(cpus.begin(), cpus.end());
  return cpus;
}

std::vector<GresAllocation> FreeResources::pick_gres(std::uint32_t node, const std::string& name,
                                                     const std::string& type, std::uint64_t count) const {
  const NodeTable::Entry& entry = table().nodes[node];
  std::vector<GresAllocation> picked;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres && count > 0; ++at) {
    const NodeTable::Gres& kind = table().gres[at];
    if (kind.name != name || (!type.empty() && kind.type != type) || counts_.gres_free_[at] <= 0) continue;
    GresAllocation part{kind.name, kind.type, {}, std::min(count, static_cast<std::uint64_t>(counts_.gres_free_[at]))};
    for (std::uint32_t slot = 0; !kind.counted_only && slot < kind.count && part.indexes.size() < part.count; ++slot) {
      if (gres_owners_[kind.first_slot + slot] == 0) part.indexes.push_back(kind.first_index + slot);
    }
    count -= part.count;
    picked.push_back(std::move(part));
  }
  return picked;
}

GresAllocation FreeResources::used_gres(std::uint32_t entry) const {
  const NodeTable::Gres& kind = table().gres[entry];
  GresAllocation used{kind.name, kind.type, {}, kind.count - static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(counts_.gres_free_[entry], 0, static_cast<std::int64_t>(kind.count)))};
  for (std::uint32_t slot = 0; !kind.counted_only && slot < kind.count; ++slot) {
    if (gres_owners_[kind.first_slot + slot] != 0) used.indexes.push_back(kind.first_index + slot);
  }
  return used;
}

ResourceBook::ResourceBook(const Cluster& cluster) : free_(cluster) {}

void ResourceBook::take(JobId job, Allocation allocation, const Hold& hold) {
  release(job);
  free_.take(allocation, hold);
  Footprint counted = free_.footprint(allocation, hold);
  held_.emplace(number(job), Held{std::move(allocation), hold, std::move(counted)});
}

void ResourceBook::release(JobId job) {
  const auto found = held_.find(number(job));
  if (found == held_.end()) return;
  free_.give_back(found->second.what, found->second.how);
  held_.erase(found);
}

void ResourceBook::release_node(JobId job, const std::string& node) {
  const auto found = held_.find(number(job));
  if (found == held_.end()) return;
  std::vector<NodeAllocation>& parts = found->second.what.nodes;
  const auto part = std::find_if(parts.begin(), parts.end(), [&](const NodeAllocation& one) { return one.node == node; });
  if (part == parts.end()) return;
  free_.give_back(Allocation{{*part}}, found->second.how);
  parts.erase(part);
  if (parts.empty()) {
    held_.erase(found);
  } else {
    found->second.counted = free_.footprint(found->second.what, found->second.how);
  }
}

const ResourceBook::Held* ResourceBook::held(JobId job) const {
  const auto found = held_.find(number(job));
  return found == held_.end() ? nullptr : &found->second;
}

std::uint32_t ResourceBook::used_cpus(std::uint32_t node) const {
  return free_.table().nodes[node].cpus - free_.free_cpus(node);
}

Mebibytes ResourceBook::used_memory(std::uint32_t node) const {
  return free_.table().nodes[node].memory - free_.free_memory(node);
}

std::vector<GresAllocation> ResourceBook::used_gres(std::uint32_t node) const {
  const NodeTable& table = free_.table();
  std::vector<GresAllocation> used;
  const NodeTable::Entry& entry = table.nodes[node];
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    GresAllocation part = free_.used_gres(at);
    if (part.count > 0) used.push_back(std::move(part));
  }
  return used;
}

}  // namespace minislurm::sched
