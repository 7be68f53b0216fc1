#include "slurmctld/elastic/shrink.h"

#include <algorithm>

namespace minislurm::elastic {
namespace {

std::uint32_t in_units(std::uint32_t cpus, std::uint32_t unit) { return cpus / std::max(1U, unit) * std::max(1U, unit); }

// What it may still do without. It keeps a unit of CPUs on each of its nodes.
Amount spare_on(const Giver::Part& part, const ElasticSize& now, const ElasticSize& least) {
  const auto less = [](auto from, auto what) { return from > what ? from - what : decltype(from){}; };
  const std::uint32_t unit = std::max(1U, part.unit);
  Amount spare;
  spare.cpus = in_units(std::min(less(now.cpus, least.cpus), less(part.has.cpus, unit)), unit);
  spare.gpus = std::min(less(now.gpus, least.gpus), part.has.gpus);
  spare.memory = std::min(less(now.memory, least.memory), part.has.memory);
  return spare;
}

bool may_leave(const Giver& giver, std::size_t part, const ElasticSize& now) {
  const Amount& has = giver.parts[part].has;
  return part != 0 && now.nodes > giver.least.nodes && now.cpus >= giver.least.cpus + has.cpus &&
         now.gpus >= giver.least.gpus + has.gpus && now.memory >= giver.least.memory + has.memory;
}

void subtract(ElasticSize& size, const Amount& what) {
  size.cpus -= what.cpus;
  size.gpus -= what.gpus;
  size.memory -= what.memory;
}

// What of the need the amount covers; CPUs in whole units.
Amount covered(const Amount& need, const Amount& spare, std::uint32_t unit) {
  Amount given;
  const std::uint32_t up = (need.cpus + std::max(1U, unit) - 1) / std::max(1U, unit) * std::max(1U, unit);
  given.cpus = std::min(up, spare.cpus);
  given.gpus = std::min(need.gpus, spare.gpus);
  given.memory = std::min(need.memory, spare.memory);
  return given;
}

void reduce(Amount& need, const Amount& given) {
  need.cpus -= std::min(need.cpus, given.cpus);
  need.gpus -= std::min(need.gpus, given.gpus);
  need.memory -= std::min(need.memory, given.memory);
}

Shrinkage ask(const Giver& giver, std::vector<Need>& needs) {
  Shrinkage made{giver.id, {}};
  ElasticSize now = giver.now;
  for (std::size_t at = giver.parts.size(); at-- > 0;) {
    const Giver::Part& part = giver.parts[at];
    const auto need = std::find_if(needs.begin(), needs.end(), [&](const Need& one) { return one.node == part.node; });
    if (need == needs.end() || need->what.empty()) continue;
    const Amount spare = spare_on(part, now, giver.least);
    const Amount given = covered(need->what, spare, part.unit);
    Amount rest = need->what;
    reduce(rest, given);
    const bool leaves = !rest.empty() && may_leave(giver, at, now);
    const Amount lost = leaves ? part.has : given;
    if (lost.empty()) continue;
    made.losses.push_back({part.node, lost, leaves});
    subtract(now, lost);
    if (leaves) --now.nodes;
    reduce(need->what, lost);
  }
  return made;
}

}  // namespace

void sort_givers(std::vector<Giver>& givers) {
  std::sort(givers.begin(), givers.end(), [](const Giver& left, const Giver& right) {
    return left.priority != right.priority ? left.priority < right.priority : left.id > right.id;
  });
}

std::vector<Loss> most_of(const Giver& giver) {
  std::vector<Loss> losses;
  for (std::size_t at = 0; at < giver.parts.size(); ++at) {
    const Giver::Part& part = giver.parts[at];
    const bool leaves = may_leave(giver, at, giver.now);
    const Amount lost = leaves ? part.has : spare_on(part, giver.now, giver.least);
    if (!lost.empty()) losses.push_back({part.node, lost, leaves});
  }
  return losses;
}

std::vector<Loss> down_to_least(const Giver& giver) {
  std::vector<Loss> losses;
  ElasticSize now = giver.now;
  std::vector<bool> left(giver.parts.size(), false);
  for (std::size_t at = giver.parts.size(); at-- > 0;) {
    if (!may_leave(giver, at, now)) continue;
    losses.push_back({giver.parts[at].node, giver.parts[at].has, true});
    subtract(now, giver.parts[at].has);
    --now.nodes;
    left[at] = true;
  }
  for (std::size_t at = giver.parts.size(); at-- > 0;) {
    if (left[at]) continue;
    const Amount lost = spare_on(giver.parts[at], now, giver.least);
    if (lost.empty()) continue;
    losses.push_back({giver.parts[at].node, lost, false});
    subtract(now, lost);
  }
  return losses;
}

std::optional<std::vector<Shrinkage>> give(std::vector<Need> needs, std::span<const Giver> givers) {
  std::vector<Shrinkage> made;
  for (const Giver& giver : givers) {
    Shrinkage one = ask(giver, needs);
    if (!one.losses.empty()) made.push_back(std::move(one));
  }
  for (const Need& need : needs)
    if (!need.what.empty()) return std::nullopt;
  return made;
}

}  // namespace minislurm::elastic
