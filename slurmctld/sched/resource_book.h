// Who holds what on each node: CPU ids, memory, generic resources.
// ResourceBook is the truth, kept by the core; FreeResources is what is free in it, CPU by CPU; FreeCounts counts that.
// Node names are resolved to the indexes of the cluster's list when a book is built: build a new one after a
// reconfigure and take everything again. Unknown nodes of an allocation (gone from the configuration) are ignored.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/model/allocation.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/sched/core_choice.h"
#include "slurmctld/sched/free_counts.h"

namespace minislurm::sched {

class FreeResources {
 public:
  FreeResources() = default;
  explicit FreeResources(const Cluster& cluster);

  std::size_t node_count() const { return counts_.node_count(); }
  std::optional<std::uint32_t> index_of(const std::string& node) const;
  const NodeTable& table() const { return counts_.table(); }
  const FreeCounts& counts() const { return counts_; }

  void take(const Allocation& allocation, const Hold& hold);
  // REQUIRES: what is given back was taken, with the same hold.
  void give_back(const Allocation& allocation, const Hold& hold);
  // The same, counted, for looking ahead.
  Footprint footprint(const Allocation& allocation, const Hold& hold) const;

  // CPUs that a job may get: free ones, and with `share_count` > 1 those held by fewer sharers than that.
  std::uint32_t free_cpus(std::uint32_t node, std::uint32_t share_count = 1) const;
  // `count` of them in whole units, the least shared first, ids ascending. `wish`: which; its count is filled in here.
  std::vector<std::uint32_t> pick_cpus(std::uint32_t node, std::uint32_t count, std::uint32_t share_count = 1,
                                       CoreWish wish = {}) const;
  // Free units of each socket, by their numbers on the node; with `level`, those that so many share.
  std::vector<std::vector<std::uint32_t>> free_units(std::uint32_t node, std::uint32_t level = 0) const;
  // The largest part of one GPU that is free for shares; elsewhere all that is free.
  std::uint64_t largest_share(std::uint32_t node, const std::string& name) const;
  Mebibytes free_memory(std::uint32_t node) const { return counts_.free_memory(node); }
  std::uint64_t free_gres(std::uint32_t node, const std::string& name, const std::string& type) const {
    return counts_.free_gres(node, name, type);
  }
  // REQUIRES: that many are free. Indexes ascending.
  std::vector<GresAllocation> pick_gres(std::uint32_t node, const std::string& name, const std::string& type,
                                        std::uint64_t count) const;
  // The sockets that those devices are near; 0: they are near all.
  std::uint64_t sockets_near(std::uint32_t node, const std::vector<GresAllocation>& gres) const;
  GresAllocation used_gres(std::uint32_t entry) const;  // of one entry of the table
  std::uint32_t jobs(std::uint32_t node) const { return counts_.jobs(node); }
  bool admits(std::uint32_t node, const Hold& hold) const { return counts_.admits(node, hold); }

 private:
  void change(const Allocation& allocation, const Hold& hold, bool taking);
  void change_cpus(std::uint32_t node, const std::vector<std::uint32_t>& cpus, bool shared, bool taking);
  void change_gres(std::uint32_t node, const GresAllocation& gres, bool taking);
  void change_shares(std::uint32_t node, const GresAllocation& gres, bool taking);
  // Moves the counts of the node's GPUs and shares by what one GPU's slot adds to them.
  void count_gpu(std::uint32_t node, std::uint32_t slot, int sign);
  std::vector<std::uint32_t> pick_devices(std::uint32_t entry, std::uint64_t count) const;
  GresAllocation pick_share(std::uint32_t node, std::uint32_t entry, std::uint64_t count) const;

  FreeCounts counts_;
  // Per CPU: holders that want it alone, and holders that share.
  std::vector<std::uint16_t> owners_, sharers_;
  std::vector<std::uint16_t> gres_owners_;    // per gres index
  std::vector<std::uint32_t> gres_shares_;    // likewise: shares of a GPU that are given away
};

class ResourceBook {
 public:
  struct Held {
    Allocation what;
    Hold how;
    Footprint counted;
  };

  ResourceBook() = default;
  explicit ResourceBook(const Cluster& cluster);

  // A second take for a job replaces the first (a resize).
  void take(JobId job, Allocation allocation, const Hold& hold);
  void release(JobId job);                                 // nothing where it holds nothing
  void release_node(JobId job, const std::string& node);   // one node of it (a shrink, a node that failed)
  const Held* held(JobId job) const;
  const FreeResources& free() const { return free_; }
  std::size_t holders() const { return held_.size(); }

  // What is in use on a node now, for showing it.
  std::uint32_t used_cpus(std::uint32_t node) const;
  Mebibytes used_memory(std::uint32_t node) const;
  std::vector<GresAllocation> used_gres(std::uint32_t node) const;

 private:
  FreeResources free_;
  std::unordered_map<std::uint32_t, Held> held_;
};

}  // namespace minislurm::sched
