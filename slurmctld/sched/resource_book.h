// Who holds what on each node: CPU ids, memory, generic resources.
// ResourceBook is the truth, kept by the core; FreeResources is the flat part of it, cheap to copy, for looking ahead.
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

namespace minislurm::sched {

// How an allocation is held.
struct Hold {
  UserId user{};
  bool exclusive = false;       // nobody else on its nodes
  bool exclusive_user = false;  // nobody of another user
  bool shared = false;          // CPUs may be given to others that share
};

// What is fixed about the nodes: positions in the flat arrays. Shared by all copies.
struct NodeTable {
  struct Gres {
    std::string name, type;
    std::uint64_t count = 0;
    bool counted_only = false;  // no indexes
    std::uint32_t first_slot = 0;   // in the flat array
    std::uint32_t first_index = 0;  // number on its node of the first: types of one name are numbered through
  };
  struct Entry {
    std::uint32_t first_cpu = 0, cpus = 0;
    std::uint32_t first_gres = 0, gres = 0;
    Mebibytes memory;
  };
  std::vector<Entry> nodes;
  std::vector<Gres> gres;
  std::unordered_map<std::string, std::uint32_t> index;
};

class FreeResources {
 public:
  FreeResources() = default;
  explicit FreeResources(const Cluster& cluster);

  std::size_t node_count() const { return nodes_.size(); }
  std::optional<std::uint32_t> index_of(const std::string& node) const;
  const NodeTable& table() const { return *table_; }

  void take(const Allocation& allocation, const Hold& hold);
  // REQUIRES: what is given back was taken, with the same hold.
  void give_back(const Allocation& allocation, const Hold& hold);

  // CPUs that a job may get: free ones, and with `share_count` > 1 those held by fewer sharers than that.
  std::uint32_t free_cpus(std::uint32_t node, std::uint32_t share_count = 1) const;
  // The first `count` of them, the least shared first, ids ascending.
  std::vector<std::uint32_t> pick_cpus(std::uint32_t node, std::uint32_t count, std::uint32_t share_count = 1) const;
  Mebibytes free_memory(std::uint32_t node) const;
  std::uint64_t free_gres(std::uint32_t node, const std::string& name, const std::string& type) const;
  // REQUIRES: that many are free. Indexes ascending.
  std::vector<GresAllocation> pick_gres(std::uint32_t node, const std::string& name, const std::string& type,
                                        std::uint64_t count) const;
  GresAllocation used_gres(std::uint32_t entry) const;  // of one entry of the table
  std::uint32_t jobs(std::uint32_t node) const { return nodes_[node].jobs; }
  // May a job of this hold be put on the node at all, CPUs aside?
  bool admits(std::uint32_t node, const Hold& hold) const;

 private:
  struct NodeUse {
    std::uint32_t free_cpus = 0, jobs = 0, exclusive_jobs = 0, user_jobs = 0;  // user_jobs: of exclusive_user holds
    std::int64_t free_memory = 0;  // below 0 only in a look-ahead that counts more than can be at one time
    UserId user{};                 // of the last job put on it
    bool mixed_users = false;
  };
  void change(const Allocation& allocation, const Hold& hold, bool taking);
  void change_cpus(std::uint32_t node, const std::vector<std::uint32_t>& cpus, bool shared, bool taking);
  void change_gres(std::uint32_t node, const GresAllocation& gres, bool taking);
  void change_holders(std::uint32_t node, const Hold& hold, bool taking);

  std::shared_ptr<const NodeTable> table_ = std::make_shared<NodeTable>();
  std::vector<NodeUse> nodes_;
  // Per CPU: holders that want it alone, and holders that share.
  std::vector<std::uint16_t> owners_, sharers_;
  std::vector<std::uint16_t> gres_owners_;    // per gres index
  std::vector<std::int64_t> gres_free_;       // per gres entry
};

class ResourceBook {
 public:
  struct Held {
    Allocation what;
    Hold how;
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
