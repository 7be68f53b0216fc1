#include "slurmctld/elastic/parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace minislurm::elastic {
namespace {

using Cpus = std::vector<std::uint32_t>;

Cpus difference(const Cpus& from, const Cpus& what) {
  Cpus left;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::back_inserter(left));
  return left;
}

Cpus intersection(const Cpus& one, const Cpus& other) {
  Cpus both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(both));
  return both;
}

Cpus sum(const Cpus& one, const Cpus& other) {
  Cpus all;
  std::set_union(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all));
  return all;
}

const NodeAllocation* find(const Allocation& in, const std::string& node) {
  const auto found = std::find_if(in.nodes.begin(), in.nodes.end(), [&](const NodeAllocation& one) { return one.node == node; });
  return found == in.nodes.end() ? nullptr : &*found;
}

GresAllocation* same(std::vector<GresAllocation>& list, const GresAllocation& gres) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const GresAllocation& one) {
    return one.name == gres.name && one.type == gres.type;
  });
  return found == list.end() ? nullptr : &*found;
}

void take_away(std::vector<GresAllocation>& from, const std::vector<GresAllocation>& what) {
  for (const GresAllocation& gone : what) {
    GresAllocation* held = same(from, gone);
    if (held == nullptr) continue;
    held->indexes = difference(held->indexes, gone.indexes);
    held->count -= std::min(held->count, gone.count);
  }
  std::erase_if(from, [](const GresAllocation& one) { return one.count == 0; });
}

void add(std::vector<GresAllocation>& to, const std::vector<GresAllocation>& what) {
  for (const GresAllocation& more : what) {
    GresAllocation* held = same(to, more);
    if (held == nullptr) {
      to.push_back(more);
      continue;
    }
    held->indexes = sum(held->indexes, more.indexes);
    held->count += more.count;
  }
}

}  // namespace

Cpus cpus_to_give(const NodeAllocation& part, std::uint32_t count, std::uint32_t unit, const std::set<std::uint32_t>& used) {
  unit = std::max(1U, unit);
  std::vector<std::pair<bool, std::uint32_t>> units;  // in use, number
  for (const std::uint32_t cpu : part.cpus) {
    const bool busy = used.count(cpu) != 0;
    if (!units.empty() && units.back().second == cpu / unit) units.back().first = units.back().first || busy;
    else units.emplace_back(busy, cpu / unit);
  }
  std::sort(units.begin(), units.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? !left.first : left.second > right.second;
  });
  Cpus given;
  for (const auto& [busy, number] : units) {
    if (given.size() >= count) break;
    for (const std::uint32_t cpu : part.cpus)
      if (cpu / unit == number) given.push_back(cpu);
  }
  std::sort(given.begin(), given.end());
  return given;
}

std::vector<GresAllocation> gpus_to_give(const NodeAllocation& part, std::uint32_t count) {
  std::vector<GresAllocation> given;
  for (auto gres = part.gres.rbegin(); gres != part.gres.rend() && count > 0; ++gres) {
    if (gres->name != "gpu") continue;
    GresAllocation one{gres->name, gres->type, {}, std::min<std::uint64_t>(gres->count, count)};
    const std::size_t listed = std::min<std::size_t>(gres->indexes.size(), one.count);
    one.indexes.assign(gres->indexes.end() - static_cast<std::ptrdiff_t>(listed), gres->indexes.end());
    count -= static_cast<std::uint32_t>(one.count);
    given.push_back(std::move(one));
  }
  return given;
}

Allocation without(const Allocation& from, const Allocation& what) {
  Allocation left;
  for (const NodeAllocation& part : from.nodes) {
    const NodeAllocation* gone = find(what, part.node);
    NodeAllocation kept = part;
    if (gone != nullptr) {
      kept.cpus = difference(kept.cpus, gone->cpus);
      kept.memory = Mebibytes{kept.memory.count - std::min(kept.memory.count, gone->memory.count)};
      take_away(kept.gres, gone->gres);
      if (kept.cpus.empty() && kept.memory.count == 0 && kept.gres.empty()) continue;
    }
    left.nodes.push_back(std::move(kept));
  }
  return left;
}

Allocation together(const Allocation& to, const Allocation& what) {
  Allocation all = to;
  for (const NodeAllocation& part : what.nodes) {
    const auto held = std::find_if(all.nodes.begin(), all.nodes.end(), [&](const NodeAllocation& one) { return one.node == part.node; });
    if (held == all.nodes.end()) {
      all.nodes.push_back(part);
      continue;
    }
    held->cpus = sum(held->cpus, part.cpus);
    held->memory += part.memory;
    add(held->gres, part.gres);
  }
  return all;
}

Allocation follow(const Allocation& step, const Allocation& before, const Allocation& after) {
  Allocation now;
  for (const NodeAllocation& part : step.nodes) {
    const NodeAllocation *old = find(before, part.node), *held = find(after, part.node);
    if (held == nullptr) continue;  // the job has left that node
    NodeAllocation kept = part;
    const bool had_all = old == nullptr || part.cpus == old->cpus;
    kept.cpus = had_all ? held->cpus : intersection(part.cpus, held->cpus);
    if (kept.cpus.empty()) kept.cpus = held->cpus;
    const bool all_memory = old != nullptr && part.memory == old->memory;
    kept.memory = all_memory ? held->memory : std::min(part.memory, held->memory);
    if (old != nullptr) {
      std::vector<GresAllocation> gone = old->gres, come = held->gres;
      take_away(gone, held->gres);
      take_away(come, old->gres);
      take_away(kept.gres, gone);
      if (had_all) add(kept.gres, come);
    }
    now.nodes.push_back(std::move(kept));
  }
  return now;
}

}  // namespace minislurm::elastic
