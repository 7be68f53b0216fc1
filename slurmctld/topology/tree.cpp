#include "slurmctld/topology/tree.h"

#include <algorithm>
#include <unordered_map>

namespace minislurm::topology {

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
    leaf_rank_.push_back(kNoSwitch);
    if (declared.switches.empty()) {
      leaf_rank_.back() = static_cast<std::uint32_t>(leaves_.size());
      leaves_.push_back(at);
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
  block_sizes_ = spec.block_sizes;
  if (block_sizes_.empty()) block_sizes_.push_back(1);
  measure();
}

// A matrix of more than a few megabytes is not worth its memory: distances are then looked up when they are wanted.
void Topology::measure() {
  if (kind_ == TopologyKind::Tree) {
    connected_ = std::all_of(leaves_.begin(), leaves_.end(),
                             [&](std::uint32_t leaf) { return climb(leaves_.front(), leaf) != kUnreachable; });
  }
  constexpr std::size_t kMostLeaves = 1024;
  if (kind_ != TopologyKind::Tree || leaves_.size() > kMostLeaves) return;
  hops_.reserve(leaves_.size() * leaves_.size());
  for (const std::uint32_t left : leaves_) {
    for (const std::uint32_t right : leaves_) hops_.push_back(climb(left, right));
  }
}

// From one leaf switch to another: hops up to the switch that both are under.
std::uint32_t Topology::climb(std::uint32_t left, std::uint32_t right) const {
  std::uint32_t up = 1;
  for (std::uint32_t one = left; one != kNoSwitch; one = switches_[one].parent, ++up) {
    std::uint32_t other_up = 1;
    for (std::uint32_t other = right; other != kNoSwitch; other = switches_[other].parent, ++other_up) {
      if (one == other) return std::max(up, other_up);
    }
  }
  return kUnreachable;
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
  const std::uint32_t from = leaf_of(left), to = leaf_of(right);
  if (from == kNoSwitch || to == kNoSwitch) return kUnreachable;
  return hops_.empty() ? climb(from, to) : hops_[leaf_rank_[from] * leaves_.size() + leaf_rank_[to]];
}

std::uint32_t Topology::leaves_used(std::span<const std::uint32_t> nodes) const {
  std::vector<std::uint32_t> leaves;
  leaves.reserve(nodes.size());
  for (const std::uint32_t node : nodes) leaves.push_back(leaf_of(node));
  std::sort(leaves.begin(), leaves.end());
  return static_cast<std::uint32_t>(std::unique(leaves.begin(), leaves.end()) - leaves.begin());
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
