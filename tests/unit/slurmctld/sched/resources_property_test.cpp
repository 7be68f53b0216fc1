// Random nodes with sockets, cores and threads, random holders on them, and a request: what place() answers is compared
// with what the request says, with the book kept exactly, and with trying out every set of nodes.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "slurmctld/sched/node_choice.h"
#include "slurmctld/topology/tree.h"

namespace minislurm {
namespace {

using sched::FreeResources;

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(engine_() % below); }
  bool chance(std::uint32_t one_in) { return roll(one_in) == 0; }

 private:
  std::mt19937 engine_;
};

Node random_node(Dice& dice, std::uint32_t at) {
  Node node;
  node.name = "n" + std::to_string(at);
  node.sockets = 1 + dice.roll(3);
  node.cores_per_socket = 1 + dice.roll(3);
  node.threads_per_core = 1 + dice.roll(2);
  node.cpus = node.sockets * node.cores_per_socket * node.threads_per_core;
  node.memory = Mebibytes{1000};
  node.weight = 1 + dice.roll(2);
  if (dice.chance(2)) node.features = {"fast"};
  if (dice.chance(2)) {
    NodeGres gpus{"gpu", "", 2, {}, false};
    if (dice.chance(2)) gpus.places = {{1, {0}}, {1, {node.sockets * node.cores_per_socket - 1}}};
    node.gres.push_back(gpus);
    if (dice.chance(2)) node.gres.push_back({"shard", "", 8, {}, false});
  }
  if (dice.chance(3)) node.gres.push_back({"tape", "", 3, {}, true});
  const std::uint32_t cores = node.sockets * node.cores_per_socket;
  if (cores > 1 && dice.chance(5)) {
    for (std::uint32_t cpu = node.cpus - node.threads_per_core; cpu < node.cpus; ++cpu) node.system_cpus.push_back(cpu);
    node.system_memory = Mebibytes{100};
  }
  return node;
}

Cluster random_cluster(Dice& dice) {
  Cluster cluster;
  Partition partition;
  partition.name = "debug";
  const std::uint32_t count = 1 + dice.roll(4);
  for (std::uint32_t at = 0; at < count; ++at) {
    cluster.nodes.push_back(random_node(dice, at));
    partition.nodes.push_back(cluster.nodes.back().name);
  }
  constexpr SelectFlag kUnits[] = {SelectFlag::Core, SelectFlag::Socket};
  if (const std::uint32_t which = dice.roll(4); which < 2)
    cluster.settings.select_flags = static_cast<std::uint32_t>(kUnits[which]);
  if (dice.chance(4)) cluster.settings.select_flags |= static_cast<std::uint32_t>(SelectFlag::BlockDistribution);
  if (dice.chance(6)) partition.over_subscribe = OverSubscribe::Force;
  partition.over_subscribe_count = 2;
  cluster.partitions = {std::move(partition)};
  return cluster;
}

JobSpec random_spec(Dice& dice) {
  JobSpec spec;
  if (dice.chance(2)) spec.ntasks = 1 + dice.roll(8);
  if (dice.chance(2)) {
    spec.min_nodes = 1 + dice.roll(3);
    spec.max_nodes = *spec.min_nodes + dice.roll(2);
  }
  if (dice.chance(3)) spec.cpus_per_task = 1 + dice.roll(3);
  if (dice.chance(4)) spec.memory_per_cpu = Mebibytes{100 + dice.roll(200)};
  else if (dice.chance(4)) spec.memory_per_node = Mebibytes{200 + dice.roll(700)};
  if (dice.chance(4)) spec.gres_per_node = "gres/gpu:" + std::to_string(1 + dice.roll(2));
  else if (dice.chance(6)) spec.gres_per_node = "gres/shard:" + std::to_string(1 + dice.roll(4));
  else if (dice.chance(6)) spec.gres_per_node = "gres/tape:" + std::to_string(1 + dice.roll(3));
  if (dice.chance(5)) spec.constraint = "fast";
  if (dice.chance(8)) spec.exclusive = Exclusive::Node;
  if (dice.chance(6)) spec.threads_per_core = 1;
  if (dice.chance(6)) spec.ntasks_per_node = 1 + dice.roll(3);
  if (dice.chance(8)) spec.excluded_nodes = "n0";
  return spec;
}

struct Holder {
  Allocation what;
  sched::Hold how;
};

// The rules, as the manual states them, apart from the code that follows them.
struct World {
  explicit World(Dice& dice) : cluster(random_cluster(dice)), free(cluster) {
    for (std::uint32_t at = 0; at < cluster.nodes.size(); ++at) members.push_back(at);
  }

  std::uint32_t unit_of(const Node& node) const {
    if (cluster.settings.select_flags & static_cast<std::uint32_t>(SelectFlag::Socket)) return node.cpus / node.sockets;
    if (cluster.settings.select_flags & static_cast<std::uint32_t>(SelectFlag::Core)) return node.threads_per_core;
    return 1;
  }
  std::uint32_t used_of(const Node& node, const JobSpec& spec) const {
    const std::uint32_t unit = unit_of(node);
    if (unit == 1 || !spec.threads_per_core) return unit;
    return unit / node.threads_per_core * std::min(*spec.threads_per_core, node.threads_per_core);
  }

  Cluster cluster;
  FreeResources free;
  std::vector<std::uint32_t> members;
  std::vector<Holder> holders;
};

std::uint64_t asked_gres(const JobSpec& spec, const std::string& name) {
  const std::string start = "gres/" + name + ":";
  return spec.gres_per_node.starts_with(start) ? std::stoull(spec.gres_per_node.substr(start.size())) : 0;
}

// What is free on a node, counted anew from those who hold something.
struct Left {
  std::set<std::uint32_t> cpus;
  std::uint64_t memory = 0, tapes = 0;
  std::vector<std::uint64_t> shares;  // of each GPU; 8 of a GPU that is whole and has no shares
  std::uint32_t holders = 0;
  bool alone = false;
};

Left left_on(const World& world, const Node& node) {
  Left left;
  for (std::uint32_t cpu = 0; cpu < node.cpus; ++cpu) left.cpus.insert(cpu);
  for (const std::uint32_t cpu : node.system_cpus) left.cpus.erase(cpu);
  left.memory = node.memory.count - node.system_memory.count;
  for (const NodeGres& gres : node.gres) {
    if (gres.name == "gpu") left.shares.assign(2, 4);
    if (gres.name == "tape") left.tapes = gres.count;
  }
  for (const Holder& holder : world.holders) {
    for (const NodeAllocation& part : holder.what.nodes) {
      if (part.node != node.name) continue;
      ++left.holders;
      left.alone = left.alone || holder.how.exclusive;
      for (const std::uint32_t cpu : part.cpus) left.cpus.erase(cpu);
      left.memory -= part.memory.count;
      for (const GresAllocation& gres : part.gres) {
        if (gres.name == "tape") left.tapes -= gres.count;
        if (gres.name == "gpu")
          for (const std::uint32_t index : gres.indexes) left.shares[index] = 0;
        if (gres.name == "shard")
          for (std::size_t gpu = 0; gpu < 2; ++gpu) left.shares[gpu] -= gres.shares[gpu * 2];
      }
    }
  }
  return left;
}

bool has_shards(const Node& node) {
  return std::any_of(node.gres.begin(), node.gres.end(), [](const NodeGres& one) { return one.name == "shard"; });
}

// Nothing is owned twice, no node gives more than it has, the counts are those of the book.
void expect_exact_book(const World& world) {
  for (std::uint32_t at = 0; at < world.cluster.nodes.size(); ++at) {
    const Node& node = world.cluster.nodes[at];
    std::map<std::uint32_t, std::uint32_t> alone, shared;
    for (const Holder& holder : world.holders)
      for (const NodeAllocation& part : holder.what.nodes)
        if (part.node == node.name)
          for (const std::uint32_t cpu : part.cpus) ++(holder.how.shared ? shared : alone)[cpu];
    for (const auto& [cpu, count] : alone) {
      EXPECT_EQ(count, 1U) << "CPU " << cpu;
      EXPECT_FALSE(shared.contains(cpu)) << "CPU " << cpu;
    }
    for (const auto& [cpu, count] : shared) EXPECT_LE(count, 2U) << "CPU " << cpu;
    const Left left = left_on(world, node);
    EXPECT_EQ(world.free.free_cpus(at), left.cpus.size());
    EXPECT_EQ(world.free.free_memory(at).count, left.memory);
    EXPECT_LE(left.memory, node.memory.count);
    EXPECT_LE(left.tapes, 3U);
    const auto whole = std::count(left.shares.begin(), left.shares.end(), 4U);
    EXPECT_EQ(world.free.free_gres(at, "gpu", ""), static_cast<std::uint64_t>(whole));
    EXPECT_EQ(world.free.free_gres(at, "tape", ""), left.tapes);
    std::uint64_t shares = 0;
    for (const std::uint64_t of_one : left.shares) {
      EXPECT_LE(of_one, 4U);
      shares += of_one;
    }
    if (has_shards(node)) {
      EXPECT_EQ(world.free.free_gres(at, "shard", ""), shares);
    }
  }
}

// Every part of the request is met by the allocation.
void expect_serves(const World& world, const JobSpec& spec, const Allocation& given) {
  std::uint32_t tasks = 0;
  for (const NodeAllocation& part : given.nodes) {
    const auto node = std::find_if(world.cluster.nodes.begin(), world.cluster.nodes.end(),
                                   [&](const Node& one) { return one.name == part.node; });
    ASSERT_NE(node, world.cluster.nodes.end());
    const std::uint32_t unit = world.unit_of(*node), used = world.used_of(*node, spec);
    if (spec.exclusive != Exclusive::Node) {
      EXPECT_EQ(part.cpus.size() % unit, 0U) << "a part of a core or socket";
      for (const std::uint32_t cpu : part.cpus) {
        const std::uint32_t first = cpu / unit * unit;
        EXPECT_TRUE(std::binary_search(part.cpus.begin(), part.cpus.end(), first)) << "a part of a core or socket";
      }
    }
    EXPECT_GE(part.cpus.size() / unit * used, std::size_t{part.tasks} * spec.cpus_per_task.value_or(1));
    if (spec.exclusive == Exclusive::Node) {
      EXPECT_EQ(part.cpus.size(), node->cpus - node->system_cpus.size());
    }
    if (spec.memory_per_node) {
      EXPECT_EQ(part.memory, *spec.memory_per_node);
    }
    if (spec.memory_per_cpu && spec.exclusive != Exclusive::Node) {
      EXPECT_EQ(part.memory.count, spec.memory_per_cpu->count * (part.cpus.size() / unit * used));
    }
    if (spec.ntasks_per_node) {
      EXPECT_LE(part.tasks, *spec.ntasks_per_node);
    }
    for (const std::string name : {"gpu", "shard", "tape"}) {
      std::uint64_t count = 0;
      for (const GresAllocation& gres : part.gres) count += gres.name == name ? gres.count : 0;
      EXPECT_GE(count, name == "shard" && spec.exclusive == Exclusive::Node ? 0 : asked_gres(spec, name)) << name;
    }
    if (!spec.constraint.empty()) {
      EXPECT_THAT(node->features, testing::Contains(spec.constraint));
    }
    EXPECT_NE(part.node, spec.excluded_nodes);
    tasks += part.tasks;
  }
  EXPECT_GE(tasks, spec.ntasks.value_or(0));
  EXPECT_GE(given.nodes.size(), spec.min_nodes.value_or(1));
  if (spec.max_nodes) {
    EXPECT_LE(given.nodes.size(), *spec.max_nodes);
  }
}

// Tasks that the node can take at most; 0: it cannot serve.
std::uint64_t most_tasks(const World& world, const JobSpec& spec, const Node& node) {
  const Left left = left_on(world, node);
  if (left.alone || (spec.exclusive == Exclusive::Node && left.holders > 0)) return 0;
  if (node.name == spec.excluded_nodes || (!spec.constraint.empty() && node.features.empty())) return 0;
  const std::uint32_t unit = world.unit_of(node), used = world.used_of(node, spec);
  std::uint64_t units = left.cpus.size() / unit;  // whole ones: nobody ever got a part of one
  if (spec.memory_per_cpu) {
    units = std::min<std::uint64_t>(units, left.memory / spec.memory_per_cpu->count / used);
  }
  if (spec.memory_per_node && left.memory < spec.memory_per_node->count) return 0;
  if (left.tapes < asked_gres(spec, "tape")) return 0;
  if (const auto gpus = asked_gres(spec, "gpu");
      gpus > 0 && static_cast<std::uint64_t>(std::count(left.shares.begin(), left.shares.end(), 4U)) < gpus)
    return 0;
  if (const auto shares = asked_gres(spec, "shard"); shares > 0) {
    const bool fits =
        std::any_of(left.shares.begin(), left.shares.end(), [&](std::uint64_t one) { return one >= shares; });
    if (!fits || !has_shards(node)) return 0;
  }
  std::uint64_t tasks = units * used / spec.cpus_per_task.value_or(1);
  if (spec.ntasks_per_node) {
    if (tasks < *spec.ntasks_per_node) return 0;
    tasks = *spec.ntasks_per_node;
  }
  return tasks;
}

bool some_set_serves(const World& world, const JobSpec& spec) {
  std::vector<std::uint64_t> room;
  for (const Node& node : world.cluster.nodes) room.push_back(most_tasks(world, spec, node));
  for (std::uint32_t set = 1; set < 1U << room.size(); ++set) {
    std::uint64_t tasks = 0;
    std::uint32_t nodes = 0;
    bool all = true;
    for (std::size_t at = 0; at < room.size(); ++at) {
      if ((set >> at & 1U) == 0) continue;
      ++nodes;
      all = all && room[at] > 0;
      tasks += room[at];
    }
    const std::uint32_t least = spec.min_nodes.value_or(1), most = spec.max_nodes.value_or(nodes);
    // More nodes than tasks are never asked for; commands see to that.
    if (all && nodes >= least && nodes <= most && tasks >= std::max(spec.ntasks.value_or(1), least)) return true;
  }
  return false;
}

class Play {
 public:
  explicit Play(std::uint32_t seed) : dice_(seed), world_(dice_), topology_(flat(world_.cluster)) {}
  const World& world() const { return world_; }

  void end_one() {
    if (world_.holders.empty()) return;
    const auto over = world_.holders.begin() + static_cast<std::ptrdiff_t>(dice_.roll(
                                                   static_cast<std::uint32_t>(world_.holders.size())));
    world_.free.give_back(over->what, over->how);
    world_.holders.erase(over);
  }

  // Places one random request and takes what it gets.
  void place_one() {
    const JobSpec spec = random_spec(dice_);
    const Partition& partition = world_.cluster.partitions.front();
    auto request = sched::resolve(spec, partition, world_.cluster.settings);
    if (!request) return;
    const bool shared = request->shared;
    const sched::Placer placer{std::move(*request), partition, world_.members, world_.cluster, UserId{1}};
    const auto given = placer.place(world_.free, {}, topology_);
    ++(given ? placed : refused);
    if (!given) {
      // Sharers' CPUs are not for most_tasks() to count.
      if (!shared && world_.cluster.partitions.front().over_subscribe == OverSubscribe::No) {
        EXPECT_FALSE(some_set_serves(world_, spec)) << "a set of nodes would serve";
      }
      return;
    }
    expect_serves(world_, spec, *given);
    world_.holders.push_back({*given, placer.hold()});
    world_.free.take(*given, placer.hold());
  }

  std::size_t placed = 0, refused = 0;

 private:
  static topology::Topology flat(const Cluster& cluster) {
    std::vector<std::string> names;
    for (const Node& node : cluster.nodes) names.push_back(node.name);
    return topology::Topology{TopologySpec{}, names};
  }

  Dice dice_;
  World world_;
  topology::Topology topology_;
};

TEST(Resources, WhatIsPlacedServesTheRequestAndWhatCouldBePlacedIs) {
  std::size_t placed = 0, refused = 0;
  for (std::uint32_t seed = 1; seed <= 10000; ++seed) {
    Play play{seed};
    for (int turn = 0; turn < 6; ++turn) {
      play.place_one();
      expect_exact_book(play.world());
      if (turn % 3 == 2) play.end_one();
      expect_exact_book(play.world());
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", turn " << turn;
    }
    placed += play.placed;
    refused += play.refused;
  }
  EXPECT_GT(placed, 15000U);
  EXPECT_GT(refused, 5000U);
}

}  // namespace
}  // namespace minislurm
