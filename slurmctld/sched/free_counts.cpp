#include "slurmctld/sched/free_counts.h"

#include <algorithm>

namespace minislurm::sched {
namespace {

constexpr std::uint64_t kMaxIndexed = 4096;  // gres of a larger count are only counted

void step(std::uint32_t& counter, bool taking) {
  if (taking) {
    ++counter;
  } else if (counter > 0) {
    --counter;
  }
}

// What is given away together, where the parts of the node make up its CPUs.
void set_units(const Node& node, std::uint32_t select_flags, NodeTable::Entry& entry) {
  const std::uint32_t cores = node.sockets * node.cores_per_socket;
  const bool whole = node.sockets > 0 && node.cpus % node.sockets == 0;
  if (!whole) return;
  entry.sockets = node.sockets;
  const auto has_flag = [&](SelectFlag flag) { return (select_flags & static_cast<std::uint32_t>(flag)) != 0; };
  if (has_flag(SelectFlag::Socket)) {
    entry.unit = node.cpus / node.sockets;
  } else if (has_flag(SelectFlag::Core) && cores > 0 && node.cpus % cores == 0) {
    entry.unit = node.cpus / cores;
  }
  if (entry.unit > 1) entry.threads = std::max(1U, std::min(entry.unit, node.threads_per_core));
}

// GPUs lie side by side in the flat array; a share is a part of one of them.
void set_shares(NodeTable& table, NodeTable::Entry& entry) {
  const auto end = entry.first_gres + entry.gres;
  for (std::uint32_t at = entry.first_gres; at < end; ++at) {
    const NodeTable::Gres& kind = table.gres[at];
    if (kind.name != "gpu" || kind.counted_only) continue;
    if (entry.gpus == 0) entry.first_gpu = kind.first_slot;
    entry.gpus += static_cast<std::uint32_t>(kind.count);
  }
  for (std::uint32_t at = entry.first_gres; at < end; ++at) {
    NodeTable::Gres& kind = table.gres[at];
    if (is_share_of_gpus(kind.name) && entry.gpus > 0) kind.share_count = kind.count / entry.gpus;
  }
}

std::vector<std::uint64_t> sockets_near(const Node& node, const NodeGres& gres) {
  std::vector<std::uint64_t> near;
  for (const GresPlace& place : gres.places) {
    std::uint64_t sockets = 0;
    for (const std::uint32_t core : place.cores) {
      const std::uint32_t socket = core / std::max(node.cores_per_socket, 1U);
      if (socket < 64) sockets |= std::uint64_t{1} << socket;
    }
    near.insert(near.end(), std::min(place.count, kMaxIndexed), sockets);
  }
  return near;
}

}  // namespace

bool is_share_of_gpus(const std::string& name) { return name == "shard" || name == "mps"; }

std::shared_ptr<const NodeTable> make_node_table(const Cluster& cluster) {
  auto table = std::make_shared<NodeTable>();
  for (const Node& node : cluster.nodes) {
    NodeTable::Entry entry;
    entry.first_cpu = table->cpus;
    entry.cpus = node.cpus;
    entry.usable = node.cpus - std::min(node.cpus, static_cast<std::uint32_t>(node.system_cpus.size()));
    entry.memory = node.memory.count > node.system_memory.count ? node.memory - node.system_memory : Mebibytes{};
    set_units(node, cluster.settings.select_flags, entry);
    entry.first_gres = static_cast<std::uint32_t>(table->gres.size());
    entry.gres = static_cast<std::uint32_t>(node.gres.size());
    for (const NodeGres& gres : node.gres) {
      const bool counted_only =
          gres.countable_only || gres.count > kMaxIndexed || is_share_of_gpus(gres.name);
      NodeTable::Gres made{gres.name, gres.type, gres.count, counted_only, table->gres_slots, 0};
      made.near = sockets_near(node, gres);
      for (std::uint32_t before = entry.first_gres; before < table->gres.size(); ++before) {
        const NodeTable::Gres& other = table->gres[before];
        if (other.name == made.name && !other.counted_only) made.first_index += static_cast<std::uint32_t>(other.count);
      }
      if (!counted_only) table->gres_slots += static_cast<std::uint32_t>(made.count);
      table->gres.push_back(std::move(made));
    }
    set_shares(*table, entry);
    table->cpus += node.cpus;
    table->index.emplace(node.name, static_cast<std::uint32_t>(table->nodes.size()));
    table->nodes.push_back(entry);
  }
  return table;
}

FreeCounts::FreeCounts(std::shared_ptr<const NodeTable> table) : table_(std::move(table)) {
  nodes_.reserve(table_->nodes.size());
  for (const NodeTable::Entry& entry : table_->nodes) {
    NodeUse use;
    use.free_cpus = entry.usable;
    use.free_memory = static_cast<std::int64_t>(entry.memory.count);
    nodes_.push_back(use);
  }
  stamps_.assign(nodes_.size(), 0);
  for (const NodeTable::Gres& gres : table_->gres) gres_free_.push_back(static_cast<std::int64_t>(gres.count));
}

void FreeCounts::take(const Footprint& what) { change(what, true); }
void FreeCounts::give_back(const Footprint& what) { change(what, false); }

void FreeCounts::change(const Footprint& what, bool taking) {
  for (const Footprint::Part& part : what.parts) {
    NodeUse& use = nodes_[part.node];
    if (what.hold.shared) {
      // Which CPUs two sharers have in common is not known here: they are counted as if they had none.
      const std::uint32_t moved = std::min(part.cpus, taking ? use.free_cpus : use.shared_cpus);
      use.free_cpus += taking ? 0 - moved : moved;
      use.shared_cpus += taking ? moved : 0 - moved;
      use.sharers += taking ? part.cpus : 0 - std::min(part.cpus, use.sharers);
    } else {
      use.free_cpus = taking ? use.free_cpus - std::min(part.cpus, use.free_cpus)
                             : std::min(use.free_cpus + part.cpus, table_->nodes[part.node].usable);
    }
    const auto memory = static_cast<std::int64_t>(part.memory.count);
    use.free_memory += taking ? -memory : memory;
    for (const auto& [entry, count] : part.gres) {
      gres_free_[entry] += static_cast<std::int64_t>(count) * (taking ? -1 : 1);
    }
    change_holders(part.node, what.hold, taking);
  }
}

void FreeCounts::change_holders(std::uint32_t node, const Hold& hold, bool taking) {
  touch(node);
  NodeUse& use = nodes_[node];
  if (taking && use.jobs > 0 && use.user != hold.user) use.mixed_users = true;
  if (taking) use.user = hold.user;
  step(use.jobs, taking);
  if (hold.exclusive) step(use.exclusive_jobs, taking);
  if (hold.exclusive_user) step(use.user_jobs, taking);
  if (use.jobs == 0) use.mixed_users = false;
}

void FreeCounts::lower_to(const FreeCounts& other, std::uint32_t node) {
  touch(node);
  NodeUse& use = nodes_[node];
  const NodeUse& there = other.nodes_[node];
  if (there.free_cpus + there.shared_cpus < use.free_cpus + use.shared_cpus) use.shared_cpus = there.shared_cpus;
  use.free_cpus = std::min(use.free_cpus, there.free_cpus);
  use.sharers = std::max(use.sharers, there.sharers);
  use.free_memory = std::min(use.free_memory, there.free_memory);
  if (use.jobs > 0 && there.jobs > 0 && use.user != there.user) use.mixed_users = true;
  if (there.jobs > 0) use.user = there.user;
  use.jobs = std::max(use.jobs, there.jobs);
  use.exclusive_jobs = std::max(use.exclusive_jobs, there.exclusive_jobs);
  use.user_jobs = std::max(use.user_jobs, there.user_jobs);
  use.mixed_users = use.mixed_users || there.mixed_users;
  const NodeTable::Entry& entry = table_->nodes[node];
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    gres_free_[at] = std::min(gres_free_[at], other.gres_free_[at]);
  }
}

std::uint32_t FreeCounts::shareable_cpus(std::uint32_t node, std::uint32_t share_count) const {
  const NodeUse& use = nodes_[node];
  const std::uint64_t not_owned = use.free_cpus + use.shared_cpus;
  const std::uint64_t seats = not_owned * share_count;
  return static_cast<std::uint32_t>(std::min(not_owned, seats - std::min<std::uint64_t>(seats, use.sharers)));
}

Mebibytes FreeCounts::free_memory(std::uint32_t node) const {
  return {static_cast<std::uint64_t>(std::max<std::int64_t>(nodes_[node].free_memory, 0))};
}

std::uint64_t FreeCounts::free_gres(std::uint32_t entry) const {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(gres_free_[entry], 0));
}

std::uint64_t FreeCounts::free_gres(std::uint32_t node, const std::string& name, const std::string& type) const {
  const NodeTable::Entry& entry = table_->nodes[node];
  std::uint64_t count = 0;
  for (std::uint32_t at = entry.first_gres; at < entry.first_gres + entry.gres; ++at) {
    const NodeTable::Gres& kind = table_->gres[at];
    if (kind.name == name && (type.empty() || kind.type == type)) count += free_gres(at);
  }
  return count;
}

bool FreeCounts::admits(std::uint32_t node, const Hold& hold) const {
  const NodeUse& use = nodes_[node];
  if (use.jobs == 0) return true;
  if (hold.exclusive || use.exclusive_jobs > 0) return false;
  if (!hold.exclusive_user && use.user_jobs == 0) return true;
  return !use.mixed_users && use.user == hold.user;
}

}  // namespace minislurm::sched
