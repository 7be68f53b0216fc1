// Which nodes are near each other: a tree of switches, blocks, or nothing known (flat).
// Nodes are indexes into the cluster's list. Built when the cluster is read; constant afterwards.
// What a tree and blocks mean for placement follows Slurm's topology guide (slurm.schedmd.com/topology.html); how the
// choice is searched for is described with leaf_choice.h and block_choice.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcommon/model/cluster.h"

namespace minislurm::topology {

// A node that could serve a request.
struct Candidate {
  std::uint32_t node = 0;
  std::uint32_t tasks = 1;   // how many tasks fit on it; at least 1
  std::uint32_t weight = 1;  // lower is taken first
  bool required = false;     // must be among those chosen
};

struct Want {
  std::uint32_t nodes = 1;      // at least so many
  std::uint32_t max_nodes = 0;  // 0: no limit
  std::uint64_t tasks = 1;      // the nodes chosen hold at least so many together
  std::uint32_t max_leaves = 0; // 0: no limit
  std::uint32_t segment = 0;    // blocks: groups of so many nodes, each in one block; 0: the job is one group
  bool spread_segments = false;       // no two segments in one block
  bool consolidate_segments = false;  // all segments in one aggregated block
};

inline constexpr std::uint32_t kNoSwitch = 0xffffffff;
inline constexpr std::uint32_t kUnreachable = 0xffffffff;

class Topology {
 public:
  Topology() = default;  // flat, of no nodes
  Topology(const TopologySpec& spec, std::span<const std::string> node_names);

  TopologyKind kind() const { return kind_; }
  // The switch directly above a node, or its block; kNoSwitch for a node that none names and in a flat topology.
  std::uint32_t leaf_of(std::uint32_t node) const;
  // Every leaf can be reached from every other.
  bool connected() const { return connected_; }
  std::size_t leaf_count() const { return leaves_.size(); }
  // Hops up to the lowest common switch: 0 the same node, 1 under one leaf, ... kUnreachable where there is none.
  std::uint32_t distance(std::uint32_t left, std::uint32_t right) const;
  // How many leaf switches the nodes hang on; nodes without one count as one together.
  std::uint32_t leaves_used(std::span<const std::uint32_t> nodes) const;

  // Chooses nodes on as few leaves as possible, of those choices one whose nodes are near each other, of those the one
  // that leaves least behind on the leaves it uses; and as few nodes as `want` allows. Blocks: see block_choice.h.
  // The answer is ascending; nullopt: they cannot be found, or only where no switch connects them.
  std::optional<std::vector<std::uint32_t>> best_fit(std::span<const Candidate> candidates, const Want& want) const;
  // As if there were no switches: neighbours in the cluster's list together.
  std::optional<std::vector<std::uint32_t>> flat_fit(std::span<const Candidate> candidates, const Want& want) const;
  // The first ones, but `max_leaves` holds.
  std::optional<std::vector<std::uint32_t>> first_fit(std::span<const Candidate> candidates, const Want& want) const;

  // SLURM_TOPOLOGY_ADDR: "spine.leaf1.node1", and its pattern "switch.switch.node".
  std::string address(const std::string& node_name) const;
  std::string pattern(const std::string& node_name) const;

 private:
  struct Switch {
    std::string name;
    std::uint32_t parent = kNoSwitch, level = 0;
  };

  std::vector<std::uint32_t> chain(std::uint32_t node) const;  // switches above a node, the leaf first
  std::optional<std::uint32_t> find(const std::string& node_name) const;
  void measure();  // hops_
  std::uint32_t climb(std::uint32_t left, std::uint32_t right) const;

  TopologyKind kind_ = TopologyKind::Flat;
  std::vector<std::string> names_;
  std::vector<Switch> switches_;
  std::vector<std::uint32_t> leaf_;       // of each node: its leaf switch
  std::vector<std::uint32_t> leaf_rank_;  // of each switch that is a leaf: its position in leaves_
  std::vector<std::uint32_t> leaves_;     // the leaf switches, as declared
  std::vector<std::uint32_t> hops_;       // from leaf to leaf, a matrix; empty where there are too many
  std::vector<std::uint32_t> block_sizes_;
  bool connected_ = true;
};

}  // namespace minislurm::topology
