#include "slurmctld/sched/resource_book.h"

#include <algorithm>
#include <utility>

namespace minislurm::sched {
namespace {

constexpr std::uint64_t kMaxIndexed = 4096;  // gres of a larger count are only counted

template <class Counter>
void step(Counter& counter, bool taking) {
  if (taking) {
    ++counter;
  } else if (counter > 0) {
    --counter;
  }
}

}  // namespace

FreeResources::FreeResources(const Cluster& cluster) {
  auto table = std::make_shared<NodeTable>();
  std::uint32_t cpus = 0, slots = 0;
  for (const Node& node : cluster.nodes) {
    NodeTable::Entry entry;
    entry.first_cpu = cpus;
    entry.cpus = node.cpus;
    entry.memory = node.memory;
    entry.first_gres = static_cast<std::uint32_t>(table->gres.size());
    entry.gres = static_cast<std::uint32_t>(node.gres.size());
    for (const NodeGres& gres : node.gres) {
      NodeTable::Gres made{gres.name, gres.type, gres.count, gres.countable_only || gres.count > kMaxIndexed, slots, 0};
      for (std::uint32_t before = entry.first_gres; before < table->gres.size(); ++before) {
        const NodeTable::Gres& other = table->gres[before];
        if (other.name == made.name && !other.counted_only) {
          made.first_index += static_cast<std::uint32_t>(other.count);
        }
      }
      if (!made.counted_only) slots += static_cast<std::uint32_t>(made.count);
      gres_free_.push_back(static_cast<std::int64_t>(gres.count));
      table->gres.push_back(std::move(made));
    }
    cpus += node.cpus;
    NodeUse use;
    use.free_cpus = node.cpus;
    use.free_memory = static_cast<std::int64_t>(node.memory.count);
    nodes_.push_back(use);
    table->index.emplace(node.name, static_cast<std::uint32_t>(table->nodes.size()));
    table->nodes.push_back(entry);
  }
  owners_.assign(cpus, 0);
  sharers_.assign(cpus, 0);
  gres_owners_.assign(slots, 0);
  table_ = std::move(table);
}

std::optional<std::uint32_t> FreeResources::index_of(const std::string& node) const {
  const auto found = table_->index.find(node);
  if (found == table_->index.end()) return std::nullopt;
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
    nodes_[*node].free_memory += taking ? -memory : memory;
    for (const GresAllocation& gres : part.gres) change_gres(*node, gres, taking);
    change_holders(*node, hold, taking);
  }
}

void FreeResources::change_cpus(std::uint32_t node, const std::vector<std::uint32_t>& cpus, bool shared, bool taking) {
  const NodeTable::Entry& entry = table_->nodes[node];
  for (const std::uint32_t cpu : cpus) {
    if (cpu >= entry.cpus) continue;
    const std::uint32_t at = entry.first_cpu + cpu;
    const bool was_free = owners_[at] == 0 && sharers_[at] == 0;
    step(shared ? sharers_[at] : owners_[at], taking);
    const bool is_free = owners_[at] == 0 && sharers_[at] == 0;
    if (was_free && !is_free) --nodes_[node].free_cpus;
    if (!was_free && is_free) ++nodes_[node].free_cpus;
  }
}

void FreeResources::change_gres(std::uint32_t node, const GresAllocation& gres, bool taking) {
  const NodeTable::Entry& entry = table_->nodes[node];
  std::uint64_t counted = gres.count;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table_->gres[at];
    if (kind.name != gres.name || (!gres.type.empty() && kind.type != gres.type)) continue;
    if (kind.counted_only) {
      gres_free_[at] += static_cast<std::int64_t>(counted) * (taking ? -1 : 1);
      return;
    }
    for (const std::uint32_t index : gres.indexes) {
      if (index < kind.first_index || index - kind.first_index >= kind.count) continue;
      std::uint16_t& owners = gres_owners_[kind.first_slot + (index - kind.first_index)];
      const bool was_free = owners == 0;
      step(owners, taking);
      if (was_free && owners != 0) --gres_free_[at];
      if (!was_free && owners == 0) ++gres_free_[at];
      if (counted > 0) --counted;
    }
  }
}

void FreeResources::change_holders(std::uint32_t node, const Hold& hold, bool taking) {
  NodeUse& use = nodes_[node];
  if (taking && use.jobs > 0 && use.user != hold.user) use.mixed_users = true;
  if (taking) use.user = hold.user;
  step(use.jobs, taking);
  if (hold.exclusive) step(use.exclusive_jobs, taking);
  if (hold.exclusive_user) step(use.user_jobs, taking);
  if (use.jobs == 0) use.mixed_users = false;
}

std::uint32_t FreeResources::free_cpus(std::uint32_t node, std::uint32_t share_count) const {
  if (share_count <= 1) return nodes_[node].free_cpus;
  const NodeTable::Entry& entry = table_->nodes[node];
  std::uint32_t count = 0;
  for (std::uint32_t at = entry.first_cpu; at < entry.first_cpu + entry.cpus; ++at) {
    if (owners_[at] == 0 && sharers_[at] < share_count) ++count;
  }
  return count;
}

std::vector<std::uint32_t> FreeResources::pick_cpus(std::uint32_t node, std::uint32_t count,
                                                    std::uint32_t share_count) const {
  const NodeTable::Entry& entry = table_->nodes[node];
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

Mebibytes FreeResources::free_memory(std::uint32_t node) const {
  return {static_cast<std::uint64_t>(std::max<std::int64_t>(nodes_[node].free_memory, 0))};
}

std::uint64_t FreeResources::free_gres(std::uint32_t node, const std::string& name, const std::string& type) const {
  const NodeTable::Entry& entry = table_->nodes[node];
  std::int64_t count = 0;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table_->gres[at];
    if (kind.name == name && (type.empty() || kind.type == type)) count += std::max<std::int64_t>(gres_free_[at], 0);
  }
  return static_cast<std::uint64_t>(count);
}

std::vector<GresAllocation> FreeResources::pick_gres(std::uint32_t node, const std::string& name,
                                                     const std::string& type, std::uint64_t count) const {
  const NodeTable::Entry& entry = table_->nodes[node];
  std::vector<GresAllocation> picked;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres && count > 0; ++at) {
    const NodeTable::Gres& kind = table_->gres[at];
    if (kind.name != name || (!type.empty() && kind.type != type) || gres_free_[at] <= 0) continue;
    GresAllocation part{kind.name, kind.type, {}, std::min(count, static_cast<std::uint64_t>(gres_free_[at]))};
    for (std::uint32_t slot = 0; !kind.counted_only && slot < kind.count && part.indexes.size() < part.count; ++slot) {
      if (gres_owners_[kind.first_slot + slot] == 0) part.indexes.push_back(kind.first_index + slot);
    }
    count -= part.count;
    picked.push_back(std::move(part));
  }
  return picked;
}

GresAllocation FreeResources::used_gres(std::uint32_t entry) const {
  const NodeTable::Gres& kind = table_->gres[entry];
  GresAllocation used{kind.name, kind.type, {}, kind.count - static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(gres_free_[entry], 0, static_cast<std::int64_t>(kind.count)))};
  for (std::uint32_t slot = 0; !kind.counted_only && slot < kind.count; ++slot) {
    if (gres_owners_[kind.first_slot + slot] != 0) used.indexes.push_back(kind.first_index + slot);
  }
  return used;
}

bool FreeResources::admits(std::uint32_t node, const Hold& hold) const {
  const NodeUse& use = nodes_[node];
  if (use.jobs == 0) return true;
  if (hold.exclusive || use.exclusive_jobs > 0) return false;
  if (!hold.exclusive_user && use.user_jobs == 0) return true;
  return !use.mixed_users && use.user == hold.user;
}

ResourceBook::ResourceBook(const Cluster& cluster) : free_(cluster) {}

void ResourceBook::take(JobId job, Allocation allocation, const Hold& hold) {
  release(job);
  free_.take(allocation, hold);
  held_.emplace(number(job), Held{std::move(allocation), hold});
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
  if (parts.empty()) held_.erase(found);
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
