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
  gres_shares_.assign(table().gres_slots, 0);
  // Nobody gets what is kept for the system.
  for (std::uint32_t node = 0; node < cluster.nodes.size(); ++node) {
    const NodeTable::Entry& entry = table().nodes[node];
    for (const std::uint32_t cpu : cluster.nodes[node].system_cpus)
      if (cpu < entry.cpus) owners_[entry.first_cpu + cpu] = 1;
  }
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
    if (kind.share_count > 0) return change_shares(node, gres, taking);
    if (kind.counted_only) {
      counts_.gres_free_[at] += static_cast<std::int64_t>(counted) * (taking ? -1 : 1);
      return;
    }
    for (const std::uint32_t index : gres.indexes) {
      if (index < kind.first_index || index - kind.first_index >= kind.count) continue;
      const std::uint32_t slot = kind.first_slot + (index - kind.first_index);
      count_gpu(node, slot, -1);
      std::uint16_t& owners = gres_owners_[slot];
      const bool was_free = owners == 0;
      step(owners, taking);
      if (slot < entry.first_gpu || slot >= entry.first_gpu + entry.gpus) {
        if (was_free && owners != 0) --counts_.gres_free_[at];
        if (!was_free && owners == 0) ++counts_.gres_free_[at];
      }
      count_gpu(node, slot, 1);
      if (counted > 0) --counted;
    }
  }
}

void FreeResources::count_gpu(std::uint32_t node, std::uint32_t slot, int sign) {
  const NodeTable::Entry& entry = table().nodes[node];
  if (slot < entry.first_gpu || slot >= entry.first_gpu + entry.gpus || gres_owners_[slot] != 0) return;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table().gres[at];
    if (kind.share_count > 0) {
      counts_.gres_free_[at] += sign * (static_cast<std::int64_t>(kind.share_count) - std::int64_t{gres_shares_[slot]});
    } else if (kind.name == "gpu" && slot >= kind.first_slot && slot < kind.first_slot + kind.count) {
      counts_.gres_free_[at] += gres_shares_[slot] == 0 ? sign : 0;
    }
  }
}

// `shares` holds what is taken of each GPU and how much it has, in pairs.
void FreeResources::change_shares(std::uint32_t node, const GresAllocation& gres, bool taking) {
  const NodeTable::Entry& entry = table().nodes[node];
  for (std::uint32_t gpu = 0; gpu < entry.gpus && std::size_t{gpu} * 2 < gres.shares.size(); ++gpu) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(gres.shares[std::size_t{gpu} * 2], 1U << 20));
    const std::uint32_t slot = entry.first_gpu + gpu;
    count_gpu(node, slot, -1);
    gres_shares_[slot] = taking ? gres_shares_[slot] + count : gres_shares_[slot] - std::min(count, gres_shares_[slot]);
    count_gpu(node, slot, 1);
  }
}

std::uint64_t FreeResources::largest_share(std::uint32_t node, const std::string& name) const {
  const NodeTable::Entry& entry = table().nodes[node];
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table().gres[at];
    if (kind.name != name || kind.share_count == 0) continue;
    std::uint64_t largest = 0;
    for (std::uint32_t slot = entry.first_gpu; slot < entry.first_gpu + entry.gpus; ++slot) {
      if (gres_owners_[slot] == 0 && gres_shares_[slot] < kind.share_count)
        largest = std::max<std::uint64_t>(largest, kind.share_count - gres_shares_[slot]);
    }
    return largest;
  }
  return counts_.free_gres(node, name, {});
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
        if (kind.name != gres.name || kind.type != gres.type) {
          // A GPU that is given away is gone for shares.
          if (gres.name == "gpu" && kind.share_count > 0) counted.gres.emplace_back(at, gres.count * kind.share_count);
          continue;
        }
        counted.gres.emplace_back(at, gres.count);
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

std::vector<std::vector<std::uint32_t>> FreeResources::free_units(std::uint32_t node, std::uint32_t level) const {
  const NodeTable::Entry& entry = table().nodes[node];
  const std::uint32_t units = entry.cpus / entry.unit, each = std::max(1U, units / entry.sockets);
  std::vector<std::vector<std::uint32_t>> free(entry.sockets);
  for (std::uint32_t unit = 0; unit < units; ++unit) {
    const std::uint32_t first = entry.first_cpu + unit * entry.unit;
    bool is_free = true;
    for (std::uint32_t at = first; is_free && at < first + entry.unit; ++at)
      is_free = owners_[at] == 0 && sharers_[at] == level;
    if (is_free) free[std::min(unit / each, entry.sockets - 1)].push_back(unit);
  }
  return free;
}

std::vector<std::uint32_t> FreeResources::pick_cpus(std::uint32_t node, std::uint32_t count, std::uint32_t share_count,
                                                    CoreWish wish) const {
  const NodeTable::Entry& entry = table().nodes[node];
  std::vector<std::uint32_t> cpus;
  cpus.reserve(count);
  // Where the order of sockets says nothing more than the order of CPUs does, or all that is free is taken.
  const bool one_each = entry.sockets * entry.unit == entry.cpus && wish.kept == 0 && wish.near == 0;
  const bool all = share_count <= 1 && count >= counts_.free_cpus(node);
  const bool plain = all || (entry.unit == 1 && (entry.sockets == 1 || one_each));
  for (std::uint32_t sharers = 0; sharers < std::max(share_count, 1U) && cpus.size() < count; ++sharers) {
    if (plain) {
      for (std::uint32_t cpu = 0; cpu < entry.cpus && cpus.size() < count; ++cpu) {
        const std::uint32_t at = entry.first_cpu + cpu;
        if (owners_[at] == 0 && sharers_[at] == sharers) cpus.push_back(cpu);
      }
      continue;
    }
    const auto missing = static_cast<std::uint32_t>(count - cpus.size());
    wish.count = (missing + entry.unit - 1) / entry.unit;
    for (const std::uint32_t unit : choose_cores(free_units(node, sharers), wish)) {
      for (std::uint32_t cpu = unit * entry.unit; cpu < (unit + 1) * entry.unit; ++cpu) cpus.push_back(cpu);
    }
  }
  std::sort(cpus.begin(), cpus.end());
  return cpus;
}

// Of one GPU: the first that has room for all; of several, where none has.
GresAllocation FreeResources::pick_share(std::uint32_t node, std::uint32_t at, std::uint64_t count) const {
  const NodeTable::Entry& entry = table().nodes[node];
  const NodeTable::Gres& kind = table().gres[at];
  GresAllocation part{kind.name, kind.type, {}, 0};
  const bool one_has_all = largest_share(node, kind.name) >= count;
  for (std::uint32_t gpu = 0; gpu < entry.gpus; ++gpu) {
    const std::uint32_t slot = entry.first_gpu + gpu;
    const std::uint64_t room =
        gres_owners_[slot] == 0 ? kind.share_count - std::min<std::uint64_t>(kind.share_count, gres_shares_[slot]) : 0;
    const std::uint64_t taken = one_has_all && room < count ? 0 : std::min(room, count - part.count);
    part.shares.push_back(taken);
    part.shares.push_back(kind.share_count);
    part.count += taken;
  }
  return part;
}

std::vector<GresAllocation> FreeResources::pick_gres(std::uint32_t node, const std::string& name,
                                                     const std::string& type, std::uint64_t count) const {
  const NodeTable::Entry& entry = table().nodes[node];
  std::vector<GresAllocation> picked;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres && count > 0; ++at) {
    const NodeTable::Gres& kind = table().gres[at];
    if (kind.name != name || (!type.empty() && kind.type != type) || counts_.gres_free_[at] <= 0) continue;
    if (kind.share_count > 0) {
      picked.push_back(pick_share(node, at, count));
      return picked;
    }
    GresAllocation part{kind.name, kind.type, {}, std::min(count, static_cast<std::uint64_t>(counts_.gres_free_[at]))};
    if (!kind.counted_only) part.indexes = pick_devices(at, part.count);
    count -= part.count;
    picked.push_back(std::move(part));
  }
  return picked;
}

// Devices of one place where one has enough of them, of the place with most; else the first.
std::vector<std::uint32_t> FreeResources::pick_devices(std::uint32_t at, std::uint64_t count) const {
  const NodeTable::Gres& kind = table().gres[at];
  const auto is_free = [&](std::uint32_t device) {
    const std::uint32_t slot = kind.first_slot + device;
    return gres_owners_[slot] == 0 && gres_shares_[slot] == 0;
  };
  std::uint64_t best = 0, most = 0;
  for (std::uint32_t device = 0; device < kind.near.size() && device < kind.count; ++device) {
    std::uint64_t there = 0;
    for (std::uint32_t other = 0; other < kind.near.size() && other < kind.count; ++other)
      there += kind.near[other] == kind.near[device] && is_free(other) ? 1 : 0;
    if (there <= most) continue;
    most = there;
    best = kind.near[device];
  }
  const bool one_place = !kind.near.empty() && most >= count;
  std::vector<std::uint32_t> devices;
  for (std::uint32_t device = 0; device < kind.count && devices.size() < count; ++device) {
    const bool here = !one_place || (device < kind.near.size() && kind.near[device] == best);
    if (here && is_free(device)) devices.push_back(kind.first_index + device);
  }
  return devices;
}

std::uint64_t FreeResources::sockets_near(std::uint32_t node, const std::vector<GresAllocation>& gres) const {
  const NodeTable::Entry& entry = table().nodes[node];
  std::uint64_t sockets = 0;
  for (const GresAllocation& part : gres) {
    for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
      const NodeTable::Gres& kind = table().gres[at];
      if (kind.name != part.name || kind.type != part.type) continue;
      for (const std::uint32_t index : part.indexes) {
        const std::uint32_t device = index - kind.first_index;
        if (device < kind.near.size()) sockets |= kind.near[device];
      }
    }
  }
  return sockets;
}

GresAllocation FreeResources::used_gres(std::uint32_t entry) const {
  const NodeTable::Gres& kind = table().gres[entry];
  GresAllocation used{kind.name, kind.type, {}, kind.count - static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(counts_.gres_free_[entry], 0, static_cast<std::int64_t>(kind.count)))};
  for (std::uint32_t slot = 0; !kind.counted_only && slot < kind.count; ++slot) {
    if (gres_owners_[kind.first_slot + slot] != 0) used.indexes.push_back(kind.first_index + slot);
  }
  if (!kind.counted_only) used.count = used.indexes.size();
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
  return free_.table().nodes[node].usable - free_.free_cpus(node);
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
