#include "slurmctld/topology/topology_set.h"

#include <algorithm>

namespace minislurm::topology {

TopologySet::TopologySet(std::span<const TopologySpec> specs, std::span<const std::string> node_names) {
  const TopologySpec* standard = spec_of(specs, {});
  for (const TopologySpec& spec : specs) {
    if (&spec == standard) default_ = all_.size();
    all_.emplace_back(spec.name, Topology{spec, node_names});
  }
  if (all_.empty()) all_.emplace_back(std::string{}, Topology{TopologySpec{}, node_names});
}

const Topology& TopologySet::of(const std::string& name) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == name; });
  return found == all_.end() || name.empty() ? all_[default_].second : found->second;
}

const TopologySpec* spec_of(std::span<const TopologySpec> specs, const std::string& name) {
  const auto find = [&](auto holds) {
    const auto found = std::find_if(specs.begin(), specs.end(), holds);
    return found == specs.end() ? nullptr : &*found;
  };
  if (!name.empty()) {
    if (const TopologySpec* named = find([&](const TopologySpec& one) { return one.name == name; })) return named;
  }
  if (const TopologySpec* standard = find([](const TopologySpec& one) { return one.cluster_default; })) return standard;
  return specs.empty() ? nullptr : &specs.front();
}

}  // namespace minislurm::topology
