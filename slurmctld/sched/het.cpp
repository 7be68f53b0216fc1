#include "slurmctld/sched/het.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace minislurm::sched {
namespace {

// Each round moves the common instant on; a job whose components never agree is given up for this pass.
constexpr int kMostRounds = 64;

using Order = std::vector<std::size_t>;

std::size_t room_for(const HetPart& part) {
  std::size_t most = 0;
  for (const LookAhead::Question& question : part.choices)
    for (const std::vector<std::uint32_t>& nodes : question.placer.eligible()) most = std::max(most, nodes.size());
  return most;
}

// As written; then, where that differs, those first that few nodes can serve, lest the others take these.
std::vector<Order> orders(std::span<const HetPart> parts) {
  Order written(parts.size());
  std::iota(written.begin(), written.end(), std::size_t{0});
  Order narrow = written;
  std::stable_sort(narrow.begin(), narrow.end(), [&](std::size_t left, std::size_t right) {
    return room_for(parts[left]) < room_for(parts[right]);
  });
  std::vector<Order> all{written};
  if (narrow != written) all.push_back(std::move(narrow));
  return all;
}

void bar(NodeMask& taken, const FreeResources& nodes, const Allocation& where) {
  for (const NodeAllocation& part : where.nodes)
    if (const auto index = nodes.index_of(part.node)) taken[*index] = true;
}

std::optional<HetChoice<LookAhead::Start>> place_part(LookAhead& ahead, const HetPart& part, const NodeMask& taken) {
  for (std::size_t choice = 0; choice < part.choices.size(); ++choice) {
    LookAhead::Question question = part.choices[choice];
    question.taken = &taken;
    if (auto where = ahead.place_now(question)) return HetChoice<LookAhead::Start>{choice, std::move(*where)};
  }
  return std::nullopt;
}

std::optional<HetChoice<LookAhead::Place>> foresee_part(LookAhead& ahead, const HetPart& part, const NodeMask& taken,
                                                        Instant earliest) {
  std::optional<HetChoice<LookAhead::Place>> best;
  for (std::size_t choice = 0; choice < part.choices.size(); ++choice) {
    LookAhead::Question question = part.choices[choice];
    question.taken = &taken;
    question.earliest = std::max(question.earliest, earliest);
    auto place = ahead.foresee(question);
    if (place && (!best || place->start < best->where.start)) best = HetChoice<LookAhead::Place>{choice, std::move(*place)};
  }
  return best;
}

// In that order, at the first instant that serves all.
std::optional<std::vector<HetChoice<LookAhead::Place>>> foresee_in(LookAhead& ahead, std::span<const HetPart> parts,
                                                                   const Order& order, Instant now) {
  std::vector<HetChoice<LookAhead::Place>> places(parts.size());
  Instant at = now;
  for (int round = 0; round < kMostRounds; ++round) {
    NodeMask taken(ahead.now().node_count(), false);
    bool agreed = true;
    for (const std::size_t part : order) {
      auto place = foresee_part(ahead, parts[part], taken, at);
      if (!place) return std::nullopt;
      agreed = agreed && (part == order.front() || place->where.start == at);
      at = place->where.start;
      if (!agreed) break;
      for (const Footprint::Part& node : place->where.where.parts) taken[node.node] = true;
      places[part] = std::move(*place);
    }
    if (agreed) return places;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<HetChoice<LookAhead::Start>>> place_together(LookAhead& ahead, std::span<const HetPart> parts) {
  for (const Order& order : orders(parts)) {
    std::vector<HetChoice<LookAhead::Start>> places(parts.size());
    NodeMask taken(ahead.now().node_count(), false);
    const bool all = std::all_of(order.begin(), order.end(), [&](std::size_t part) {
      auto place = place_part(ahead, parts[part], taken);
      if (!place) return false;
      bar(taken, ahead.now(), place->where.where);
      places[part] = std::move(*place);
      return true;
    });
    if (all) return places;
  }
  return std::nullopt;
}

std::optional<std::vector<HetChoice<LookAhead::Place>>> foresee_together(LookAhead& ahead, std::span<const HetPart> parts,
                                                                         Instant now) {
  for (const Order& order : orders(parts))
    if (auto places = foresee_in(ahead, parts, order, now)) return places;
  return std::nullopt;
}

}  // namespace minislurm::sched
