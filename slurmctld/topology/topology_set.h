// The topologies of a cluster by name: every partition places its jobs by its own.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "slurmctld/topology/tree.h"

namespace minislurm::topology {

class TopologySet {
 public:
  TopologySet() : TopologySet(Topology{}) {}
  TopologySet(Topology only) { all_.emplace_back(std::string{}, std::move(only)); }
  // Without specs: one flat topology.
  TopologySet(std::span<const TopologySpec> specs, std::span<const std::string> node_names);

  // The cluster's default for an empty or unknown name.
  const Topology& of(const std::string& name) const;

 private:
  std::deque<std::pair<std::string, Topology>> all_;
  std::size_t default_ = 0;
};

// The spec that counts for a partition that names this topology, or none; nullptr only where there are no specs.
const TopologySpec* spec_of(std::span<const TopologySpec> specs, const std::string& name);

}  // namespace minislurm::topology
