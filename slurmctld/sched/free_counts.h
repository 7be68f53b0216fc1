// How much is free on each node, counted: enough to see whether a request fits, not which CPUs or devices it would get.
// Flat and small, so that looking ahead may copy it for every instant that it tries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
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
    // Where devices are near some sockets only: a bit per socket, by device; empty: all are near all.
    std::vector<std::uint64_t> near = {};
    std::uint64_t share_count = 0;  // of each GPU of the node, where it is a share of GPUs (shard, mps)
  };
  struct Entry {
    std::uint32_t first_cpu = 0, cpus = 0;
    std::uint32_t usable = 0;       // CPUs that are not kept for the system
    std::uint32_t unit = 1;         // CPUs that are given away together: a thread, a core, a socket
    std::uint32_t threads = 1;      // of a core, where cores are given away, or sockets
    std::uint32_t sockets = 1;      // that the units are spread over evenly
    std::uint32_t first_gpu = 0, gpus = 0;  // slots of its GPUs in the flat array
    std::uint32_t first_gres = 0, gres = 0;
    Mebibytes memory;
  };
  std::vector<Entry> nodes;
  std::vector<Gres> gres;
  mutable std::uint64_t last_stamp = 0;  // of FreeCounts::stamp(); counts all changes of all copies
  std::unordered_map<std::string, std::uint32_t> index;
  std::uint32_t cpus = 0, gres_slots = 0;
};
std::shared_ptr<const NodeTable> make_node_table(const Cluster& cluster);
// "shard", "mps": so many of them make one GPU. A GPU is given whole to one job, or in shares to several.
bool is_share_of_gpus(const std::string& name);

// What a job takes away, counted.
struct Footprint {
  struct Part {
    std::uint32_t node = 0, cpus = 0;
    Mebibytes memory;
    std::vector<std::pair<std::uint32_t, std::uint64_t>> gres;  // entry of the table, count
  };
  std::vector<Part> parts;
  Hold hold;
};

class FreeCounts {
 public:
  FreeCounts() = default;
  explicit FreeCounts(std::shared_ptr<const NodeTable> table);

  const NodeTable& table() const { return *table_; }
  std::size_t node_count() const { return nodes_.size(); }

  void take(const Footprint& what);
  // REQUIRES: what is given back was taken.
  void give_back(const Footprint& what);

  // On that node, the lesser of what is free here and there.
  void lower_to(const FreeCounts& other, std::uint32_t node);

  std::uint32_t free_cpus(std::uint32_t node) const { return nodes_[node].free_cpus; }
  // CPUs that may be given to `share_count` holders that share: those nobody holds alone, as far as they are not full.
  std::uint32_t shareable_cpus(std::uint32_t node, std::uint32_t share_count) const;
  Mebibytes free_memory(std::uint32_t node) const;
  std::uint64_t free_gres(std::uint32_t node, const std::string& name, const std::string& type) const;
  std::uint64_t free_gres(std::uint32_t entry) const;
  std::uint32_t jobs(std::uint32_t node) const { return nodes_[node].jobs; }
  // Another after every change of what is free on the node. Of all copies of one cluster's counts: equal stamps, equal use.
  std::uint64_t stamp(std::uint32_t node) const { return stamps_[node]; }
  // May a job of this hold be put on the node at all, CPUs aside?
  bool admits(std::uint32_t node, const Hold& hold) const;

 private:
  friend class FreeResources;  // which knows each CPU, and keeps these counts exact
  struct NodeUse {
    std::uint32_t free_cpus = 0, shared_cpus = 0, sharers = 0;  // shared_cpus: held by sharers only
    std::uint32_t jobs = 0, exclusive_jobs = 0, user_jobs = 0;  // user_jobs: of exclusive_user holds
    std::int64_t free_memory = 0;  // below 0 only in a look-ahead that counts more than can be at one time
    UserId user{};                 // of the last job put on it
    bool mixed_users = false;
  };
  void change(const Footprint& what, bool taking);
  void change_holders(std::uint32_t node, const Hold& hold, bool taking);
  void touch(std::uint32_t node) { stamps_[node] = ++table_->last_stamp; }

  std::shared_ptr<const NodeTable> table_ = std::make_shared<NodeTable>();
  std::vector<NodeUse> nodes_;
  std::vector<std::uint64_t> stamps_;
  std::vector<std::int64_t> gres_free_;  // per entry of the table
};

}  // namespace minislurm::sched
