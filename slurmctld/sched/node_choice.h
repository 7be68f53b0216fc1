// Which nodes, CPUs and generic resources a request gets. A Placer is a request bound to one partition of a cluster: it
// knows which nodes could serve it at all; place() looks at what is free.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcommon/model/cluster.h"
#include "slurmctld/sched/request.h"
#include "slurmctld/sched/resource_book.h"
#include "slurmctld/topology/topology_set.h"

namespace minislurm::sched {

// A bit per node of the cluster: it may not be used (down, reserved). Empty: none is barred.
using NodeMask = std::vector<bool>;

class Placer {
 public:
  // `cluster` must outlive it; its node order is that of `free` in place(). `members`: the partition's nodes, ascending.
  Placer(ResourceRequest request, const Partition& partition, std::span<const std::uint32_t> members,
         const Cluster& cluster, UserId user);

  const ResourceRequest& request() const { return request_; }
  const Hold& hold() const { return hold_; }
  // Nodes that could serve it, whatever is free on them; one list for each alternative of the constraint.
  std::span<const std::vector<std::uint32_t>> eligible() const { return eligible_; }
  // Every required node is one of the cluster and of the partition.
  bool requirements_known() const { return requirements_known_; }
  const std::vector<std::uint32_t>& required() const { return required_; }

  // Its nodes together have the CPUs for all tasks. A request for more can wait, but never start.
  bool large_enough() const { return large_enough_; }

  // `any_switches`: the wait for --switches is over.
  std::optional<Allocation> place(const FreeResources& free, const NodeMask& barred,
                                  const topology::TopologySet& topology, bool any_switches = false) const;
  // `left`: what of `free` is not kept for others.
  std::optional<Allocation> place(const FreeResources& free, const FreeCounts& left, const NodeMask& barred,
                                  const topology::TopologySet& topology, bool any_switches) const;
  // The nodes that could each take a part of it, and the tasks that they hold together; of the alternatives of the
  // constraint the one with most nodes. Nodes ascending.
  struct Room {
    std::vector<std::uint32_t> nodes;
    std::uint64_t tasks = 0;
  };
  Room room(const FreeCounts& left, const NodeMask& barred) const;
  // Where it would go, as far as counts tell.
  std::optional<Footprint> foresee(const FreeCounts& left, const NodeMask& barred, const topology::TopologySet& topology,
                                   bool any_switches) const;

 private:
  struct Fit {
    std::uint32_t node = 0, tasks = 0;  // tasks 0: it serves not even one
    std::uint64_t gres = 0;             // of the first need per job
  };

  // What one node gives.
  struct Share {
    std::uint32_t node = 0, tasks = 0, cpus = 0;
    Mebibytes memory;
    std::vector<GresNeed> gres;
  };
  // What fits is looked for in `left`; where it is `free` itself, each CPU's sharers are known.
  struct View {
    const FreeCounts& left;
    const FreeResources* free = nullptr;
  };

  bool could_hold_all_tasks() const;
  void find_eligible(std::span<const std::uint32_t> members);
  bool could_serve(const Node& node) const;
  Fit fit(const View& view, std::uint32_t node) const;
  std::uint64_t tasks_by_gres(const FreeCounts& left, std::uint32_t node, std::uint64_t cpus) const;
  // Cores are given whole, but of each perhaps only some threads are used: how the job's CPUs and the node's relate.
  struct CoreUse {
    std::uint32_t unit = 1;  // CPUs given together
    std::uint32_t used = 1;  // of them the job uses
    std::uint32_t tasks = 0; // on them at most; 0: no matter
    std::uint64_t usable(std::uint64_t cpus) const { return cpus / unit * used; }
    std::uint64_t cpus_for(std::uint64_t wanted, std::uint64_t for_tasks) const {
      std::uint64_t units = (wanted + used - 1) / used;
      if (tasks != 0) units = std::max(units, (for_tasks + tasks - 1) / tasks);
      return units * unit;
    }
  };
  CoreUse core_use(const NodeTable::Entry& entry) const;
  std::uint64_t tasks_by_shares(const View& view, std::uint32_t node) const;
  bool shares_fit(const View& view, std::uint32_t node) const;
  std::uint64_t cpus_by_sockets(const View& view, std::uint32_t node, const CoreUse& use) const;
  std::uint64_t cpus_by_gpus(const FreeCounts& left, std::uint32_t node) const;
  std::vector<Fit> fits(const View& view, const NodeMask& barred, std::size_t alternative) const;
  std::optional<std::vector<Share>> shares(const View& view, const NodeMask& barred,
                                           const topology::TopologySet& topology, bool any_switches) const;
  std::optional<std::vector<Fit>> choose(const FreeCounts& left, std::vector<Fit> fits, std::size_t alternative,
                                         const topology::Topology& topology, bool any_switches) const;
  std::optional<std::vector<std::uint32_t>> choose_count(std::span<const topology::Candidate> candidates,
                                                         std::span<const Fit> fits, const topology::Topology& topology,
                                                         topology::Want want) const;
  std::optional<std::vector<std::uint32_t>> choose_for_total(std::span<const topology::Candidate> candidates,
                                                             std::span<const Fit> found,
                                                             const topology::Topology& topology,
                                                             topology::Want want) const;
  std::optional<std::vector<std::uint32_t>> choose_lightest(std::span<const topology::Candidate> candidates,
                                                            const topology::Topology& topology,
                                                            const topology::Want& want) const;
  std::vector<std::uint64_t> divide_tasks(const std::vector<Fit>& chosen) const;
  std::vector<Share> divide(const FreeCounts& left, const std::vector<Fit>& chosen) const;
  CoreWish core_wish(const FreeResources& free, const Share& share, const std::vector<GresAllocation>& gres) const;
  std::uint64_t tasks_by_even_gpus(const FreeCounts& left, std::uint32_t node) const;
  std::uint64_t task_bound(const FreeCounts& left, std::uint32_t node) const;
  Share share_of(const FreeCounts& left, std::uint32_t node, std::uint32_t tasks,
                 std::span<const std::uint64_t> job_gres) const;
  Allocation pick(const FreeResources& free, const std::vector<Share>& shares) const;
  Footprint count(const FreeCounts& left, const std::vector<Share>& shares) const;

  // What the eligible nodes were found to give, and the stamps they had then: asked again only where that has changed.
  struct KnownFits {
    std::vector<Fit> fits;
    std::vector<std::uint64_t> stamps;
  };
  void bring_up_to_date(KnownFits& known, const View& view, const std::vector<std::uint32_t>& nodes) const;

  ResourceRequest request_;
  const Cluster& cluster_;
  Hold hold_;
  bool least_loaded_ = false;
  bool topology_optional_ = false;  // TopologyParam=TopoOptional: the tree counts for --switches only
  std::string topology_name_;       // the partition's; empty: the cluster's default
  bool requirements_known_ = true, large_enough_ = false;
  mutable std::vector<KnownFits> known_fits_;  // by alternative
  std::uint32_t select_flags_ = 0;
  bool asks_exactly_ = false;  // of what only the book of each CPU and device tells
  std::vector<std::uint32_t> required_;
  std::vector<std::uint32_t> weights_;  // of all nodes of the cluster
  std::vector<std::vector<std::uint32_t>> eligible_;
};

}  // namespace minislurm::sched
