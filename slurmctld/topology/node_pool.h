// What the candidates of one leaf, or of one block, offer, and how many nodes a request needs of several of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "slurmctld/topology/tree.h"

namespace minislurm::topology {

struct LeafOffer {
  std::uint32_t leaf = 0;                // its group
  std::uint32_t required = 0;            // how many of the members must be chosen
  std::uint64_t tasks = 0;               // of all members
  std::span<std::uint32_t> members;      // positions in the candidates: required ones, then light ones, then in order
  std::uint32_t nodes() const { return static_cast<std::uint32_t>(members.size()); }
};

// A share of a leaf's nodes.
struct LeafShare {
  const LeafOffer* offer = nullptr;
  std::uint32_t nodes = 0;
};

class NodePool {
 public:
  // `candidates` must outlive it. `groups`: the group of each candidate, below `group_count`.
  NodePool(std::span<const Candidate> candidates, const Want& want, std::span<const std::uint32_t> groups,
           std::size_t group_count);
  NodePool(const NodePool&) = delete;  // its offers point into it
  NodePool& operator=(const NodePool&) = delete;

  const std::vector<LeafOffer>& offers() const { return offers_; }  // without empty ones
  const Want& want() const { return want_; }
  std::size_t size() const { return candidates_.size(); }
  std::uint32_t required() const { return required_; }
  // Counts of nodes are all that matters: each holds the same number of tasks, or any of them enough.
  bool uniform() const { return uniform_ || loose_; }

  // The fewest nodes that serve the request, taken of these leaves (each whole); nullopt: they do not.
  std::optional<std::uint32_t> need(std::span<const LeafOffer* const> leaves) const;
  // The most tasks that the leaf's required nodes and its largest others hold, so many in all.
  std::uint64_t most_tasks(const LeafOffer& leaf, std::uint32_t nodes) const;
  // The indexes of nodes, so many of each leaf: those first in its order, exchanged for larger ones as far as the tasks
  // ask for it. REQUIRES: most_tasks of the shares hold them. Ascending.
  std::vector<std::uint32_t> pick(std::span<const LeafShare> shares) const;
  // How many of each leaf are among the largest `nodes` ones (required ones first); where the tasks leave no choice.
  std::vector<LeafShare> largest(std::span<const LeafOffer* const> leaves, std::uint32_t nodes) const;

 private:
  std::span<const Candidate> candidates_;
  Want want_;
  std::vector<LeafOffer> offers_;
  std::vector<std::uint32_t> members_;   // of all offers, one after another
  std::uint32_t required_ = 0;
  bool uniform_ = true, loose_ = false;
};

}  // namespace minislurm::topology
