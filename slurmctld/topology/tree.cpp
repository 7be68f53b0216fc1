#include "slurmctld/topology/tree.h"

#include <algorithm>
#include <unordered_map>

#include "slurmctld/topology/leaf_choice.h"

namespace minislurm::topology {
namespace {

std::vector<std::uint32_t> positions_of_required(std::span<const Candidate> candidates) {
  std::vector<std::uint32_t> positions;
  for (std::uint32_t at = 0; at < candidates.size(); ++at) {
    if (candidates[at].required) positions.push_back(at);
  }
  return positions;
}

}  // namespace

Topology::Topology(const TopologySpec& spec, std::span<const std::string> node_names)
    : kind_(spec.kind), names_(node_names.begin(), node_names.end()), leaf_(node_names.size(), kNoSwitch) {
  if (kind_ == TopologyKind::Flat) return;
  std::unordered_map<std::string, std::uint32_t> nodes, switches;
  for (std::uint32_t at = 0; at < names_.size(); ++at) nodes.emplace(names_[at], at);
  for (const SwitchSpec& declared : spec.switches) {
    const auto at = static_cast<std::uint32_t>(switches_.size());
    switches.emplace(declared.name, at);
    Switch made;
    made.name = declared.name;
    made.level = declared.level;
    if (declared.switches.empty()) {
      made.first_leaf = static_cast<std::uint32_t>(leaf_count_++);
      for (const std::string& node : declared.nodes) {
        const auto found = nodes.find(node);
        if (found != nodes.end() && leaf_[found->second] == kNoSwitch) leaf_[found->second] = at;
      }
    }
    switches_.push_back(std::move(made));
  }
  for (const SwitchSpec& declared : spec.switches) {
    const std::uint32_t above = switches.at(declared.name);
    for (const std::string& child : declared.switches) {
      const auto found = switches.find(child);
      // The first parent counts. A switch that is its own ancestor would make chain() endless, so levels must rise.
      if (found == switches.end() || switches_[found->second].parent != kNoSwitch) continue;
      if (switches_[found->second].level < switches_[above].level) switches_[found->second].parent = above;
    }
  }
}

std::uint32_t Topology::leaf_of(std::uint32_t node) const { return node < leaf_.size() ? leaf_[node] : kNoSwitch; }

std::vector<std::uint32_t> Topology::chain(std::uint32_t node) const {
  std::vector<std::uint32_t> above;
  for (std::uint32_t at = leaf_of(node); at != kNoSwitch; at = switches_[at].parent) above.push_back(at);
  return above;
}

std::uint32_t Topology::distance(std::uint32_t left, std::uint32_t right) const {
  if (left == right) return 0;
  if (kind_ == TopologyKind::Flat) return 1;
  const std::vector<std::uint32_t> from_left = chain(left), from_right = chain(right);
  for (std::size_t hop = 0; hop < from_left.size(); ++hop) {
    const auto met = std::find(from_right.begin(), from_right.end(), from_left[hop]);
    if (met == from_right.end()) continue;
    return static_cast<std::uint32_t>(std::max<std::size_t>(hop, static_cast<std::size_t>(met - from_right.begin())) + 1);
  }
  return kUnreachable;
}

std::uint32_t Topology::leaves_used(std::span<const std::uint32_t> nodes) const {
  std::vector<std::uint32_t> leaves;
  leaves.reserve(nodes.size());
  for (const std::uint32_t node : nodes) leaves.push_back(leaf_of(node));
  std::sort(leaves.begin(), leaves.end());
  return static_cast<std::uint32_t>(std::unique(leaves.begin(), leaves.end()) - leaves.begin());
}

std::optional<std::vector<std::uint32_t>> Topology::best_fit(std::span<const Candidate> candidates,
                                                             const Want& want) const {
  const std::vector<std::uint32_t> required = positions_of_required(candidates);
  // What hangs under each switch, as positions in `candidates`; the last group is everything.
  std::vector<std::vector<std::uint32_t>> under(switches_.size() + 1);
  for (std::uint32_t at = 0; at < candidates.size(); ++at) {
    under.back().push_back(at);
    for (std::uint32_t above = leaf_of(candidates[at].node); above != kNoSwitch; above = switches_[above].parent) {
      under[above].push_back(at);
    }
  }
  std::size_t best = under.size();
  for (std::size_t group = 0; group < switches_.size(); ++group) {
    const std::vector<std::uint32_t>& members = under[group];
    if (!std::includes(members.begin(), members.end(), required.begin(), required.end())) continue;
    if (best != under.size()) {
      const auto rank = [&](std::size_t which) { return std::pair{switches_[which].level, under[which].size()}; };
      if (rank(group) >= rank(best)) continue;
    }
    if (suffices(candidates, members, want)) best = group;
  }
  if (best == under.size()) {
    best = switches_.size();
    if (!suffices(candidates, under[best], want)) return std::nullopt;
  }
  LeafGroups leaves;
  leaves.reserve(leaf_count_ + 1);
  std::vector<std::uint32_t> slot(switches_.size() + 1, kNoSwitch);
  for (const std::uint32_t at : under[best]) {
    const std::uint32_t leaf = leaf_of(candidates[at].node);
    std::uint32_t& place = slot[leaf == kNoSwitch ? switches_.size() : leaf];
    if (place == kNoSwitch) {
      place = static_cast<std::uint32_t>(leaves.size());
      leaves.emplace_back();
    }
    leaves[place].push_back(at);
  }
  for (std::vector<std::uint32_t>& members : leaves) {
    std::stable_sort(members.begin(), members.end(), [&](std::uint32_t left, std::uint32_t right) {
      return candidates[left].weight < candidates[right].weight;
    });
  }
  std::vector<std::uint32_t> nodes = choose_nodes(candidates, leaves, want);
  if (want.max_leaves != 0 && leaves_used(nodes) > want.max_leaves) return std::nullopt;
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::optional<std::uint32_t> Topology::find(const std::string& node_name) const {
  const auto found = std::find(names_.begin(), names_.end(), node_name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - names_.begin());
}

std::string Topology::address(const std::string& node_name) const {
  const std::optional<std::uint32_t> node = find(node_name);
  std::string text;
  if (node) {
    for (const std::uint32_t above : chain(*node)) text.insert(0, switches_[above].name + ".");
  }
  return text + node_name;
}

std::string Topology::pattern(const std::string& node_name) const {
  const std::optional<std::uint32_t> node = find(node_name);
  std::string text;
  if (node) {
    for (std::size_t left = chain(*node).size(); left > 0; --left) {
      text += kind_ == TopologyKind::Block ? "block." : "switch.";
    }
  }
  return text + "node";
}

}  // namespace minislurm::topology
