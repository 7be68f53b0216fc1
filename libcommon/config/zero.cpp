#include "libcommon/config/zero.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "libcommon/config/client/client.h"
#include "libcommon/config/cluster_parts.h"
#include "libcommon/config/resolve/resolve.h"
#include "libcommon/config/settings.h"
#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::config {
namespace {

constexpr std::uint32_t kMaxCpus = 65535;

std::string user_name() {
  std::vector<char> room(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr) return found->pw_name;
  return std::to_string(geteuid());
}

Node machine_node(const os::Machine& machine, const ZeroOverrides& overrides) {
  Node node;
  node.name = machine.short_hostname;
  node.hostname = machine.hostname;
  node.address = "127.0.0.1";
  const auto available = static_cast<std::uint32_t>(machine.cpus.size());
  node.cpus = overrides.total_cpus.value_or(available);
  const bool whole = node.cpus == available;
  node.sockets = whole ? machine.sockets : 1;
  node.cores_per_socket = whole ? machine.cores_per_socket : node.cpus;
  node.threads_per_core = whole ? machine.threads_per_core : 1;
  node.memory = overrides.total_memory.value_or(machine.memory);
  if (node.cpus <= available) node.machine_cpus.assign(machine.cpus.begin(), machine.cpus.begin() + node.cpus);
  if (machine.gpus.empty()) return node;
  node.gres.push_back({"gpu", "", machine.gpus.size(), machine.gpus, false});
  node.gres_text = "gpu:" + std::to_string(machine.gpus.size());
  return node;
}

// As large as the machine, and nothing of it.
Node virtual_node(const Node& machine, const std::string& name) {
  Node node = machine;
  node.name = node.hostname = name;
  node.machine_cpus.clear();
  for (NodeGres& gres : node.gres) gres.files.clear();
  return node;
}

// "vnode[1-4]" and the like.
std::string numbered(const std::string& stem, std::uint32_t first, std::uint32_t last) {
  return first == last ? stem + std::to_string(first)
                       : stem + "[" + std::to_string(first) + "-" + std::to_string(last) + "]";
}

constexpr std::uint32_t kPerLeaf = 4;

std::vector<DeclaredTopology> tree_of(std::uint32_t nodes, const std::string& top) {
  DeclaredTopology tree;
  tree.cluster_default = true;
  tree.kind = TopologyKind::Tree;
  const std::uint32_t leaves = (nodes + kPerLeaf - 1) / kPerLeaf;
  for (std::uint32_t leaf = 1; leaf <= leaves; ++leaf) {
    const std::uint32_t last = std::min(leaf * kPerLeaf, nodes);
    const std::string nodes_here = numbered("vnode", (leaf - 1) * kPerLeaf + 1, last);
    tree.switches.push_back({"leaf" + std::to_string(leaf), nodes_here, {}, 1, leaf});
  }
  tree.switches.push_back({top, {}, numbered("leaf", 1, leaves), 1, leaves + 1});
  return {tree};
}

struct VirtualNodes {
  std::uint32_t count = 8, cpus = 0;  // cpus 0: as the machine
  bool pinned = false;
};

Result<VirtualNodes> read_virtual(const std::string& text, const Node& machine) {
  if (text.empty()) return VirtualNodes{};
  if (text == "per-cpu") return VirtualNodes{machine.cpus, 1, true};
  const std::string_view whole{text};
  const std::size_t times = std::min(whole.find('x'), whole.size());
  const auto count = text::parse_u32(whole.substr(0, times));
  const auto cpus = text::parse_u32(times == whole.size() ? std::string_view{} : whole.substr(times + 1));
  if (!count || !cpus || *count == 0 || *cpus == 0 || *count > text::kMaxHosts || *cpus > kMaxCpus)
    return Error::generic("--virtual=" + text + ": expected NODESxCPUS, as 16x4, or per-cpu");
  return VirtualNodes{*count, *cpus, false};
}

// One CPU of the machine, or so many that are only counted, with their part of the memory.
void shrink_to(Node& node, const Node& machine, std::uint32_t index, const VirtualNodes& shape) {
  if (shape.cpus == 0) return;
  node.cpus = node.cores_per_socket = shape.cpus;
  node.sockets = node.threads_per_core = 1;
  node.memory = Mebibytes{std::max<std::uint64_t>(machine.memory.count / machine.cpus, 1) * shape.cpus};
  if (shape.pinned && index < machine.machine_cpus.size()) node.machine_cpus = {machine.machine_cpus[index]};
}

std::string plugin_of(const std::vector<DeclaredTopology>& topologies) {
  constexpr std::string_view kNames[] = {"topology/flat", "topology/tree", "topology/block"};
  const auto kind = topologies.front().kind;
  return std::string{kNames[static_cast<std::size_t>(kind)]};
}

Status fill_settings(Cluster& cluster, const std::string& plugin, const std::string& state_dir,
                     const std::string& socket_path) {
  const Node& machine = cluster.nodes.front();
  std::vector<Pair> pairs{{"ClusterName", kZeroClusterName},
                          {"StateSaveLocation", state_dir},
                          {"SlurmctldPidFile", state_dir + "/slurmctld.pid"},
                          {"SlurmctldLogFile", state_dir + "/slurmctld.log"},
                          {"SlurmctldHost", machine.name},
                          {"SlurmUser", user_name()},
                          {"SlurmdUser", user_name()},
                          {"AccountingStorageTRES", "gres/gpu"},
                          {"GresTypes", "gpu"},
                          {"SelectTypeParameters", "CR_CPU_Memory"},
                          {"TopologyPlugin", plugin}};
  if (const std::uint64_t each = machine.memory.count / machine.cpus; each > 0)
    pairs.push_back({"DefMemPerCPU", std::to_string(each)});
  SettingsReader reader;
  for (const Pair& pair : pairs)
    if (Status done = reader.take({}, pair); !done) return done;
  cluster.settings = reader.settings();
  cluster.settings.socket_path = socket_path;
  cluster.shown_config = reader.shown({});
  return {};
}

Partition partition_of(const std::string& name, const std::vector<std::string>& nodes) {
  Partition partition;
  partition.name = name;
  partition.node_list = text::compress_hostlist(nodes);
  return partition;
}

Status check(const ZeroOverrides& overrides) {
  if (overrides.total_cpus && (*overrides.total_cpus == 0 || *overrides.total_cpus > kMaxCpus))
    return Error::generic("the number of CPUs must be from 1 to " + std::to_string(kMaxCpus));
  if (overrides.total_memory && overrides.total_memory->count == 0)
    return Error::generic("the memory must be at least 1 MB");
  return {};
}

}  // namespace

Result<Cluster> zero_configuration(const os::Machine& machine, const ZeroOverrides& overrides,
                                   const std::string& state_dir, const std::string& socket_path) {
  if (Status done = check(overrides); !done) return done.error();
  if (!overrides.virtual_nodes.empty() && !overrides.topology_config.empty())
    return Error::generic("--virtual and --topology-config both say which virtual nodes there are: give one of them");
  const Node whole = machine_node(machine, overrides);
  const auto shape = read_virtual(overrides.virtual_nodes, whole);
  if (!shape) return shape.error();
  const std::string top = overrides.virtual_nodes.empty() ? "spine" : "core";
  auto declared = overrides.topology_config.empty()
                      ? Result<std::vector<DeclaredTopology>>{tree_of(shape->count, top)}
                      : read_topologies(overrides.topology_config);
  if (!declared) return declared.error();
  auto names = nodes_declared(*declared);
  if (!names) return names.error();
  Cluster cluster;
  cluster.nodes.push_back(whole);
  names->erase(std::remove(names->begin(), names->end(), cluster.nodes.front().name), names->end());
  for (std::uint32_t at = 0; at < names->size(); ++at) {
    cluster.nodes.push_back(virtual_node(whole, (*names)[at]));
    shrink_to(cluster.nodes.back(), whole, at, *shape);
  }
  serve_from(cluster.nodes, machine);
  cluster.partitions.push_back(partition_of("debug", {cluster.nodes.front().name}));
  cluster.partitions.front().is_default = true;
  if (!names->empty()) cluster.partitions.push_back(partition_of("virtual", *names));
  if (Status done = fill_settings(cluster, plugin_of(*declared), state_dir, socket_path); !done) return done.error();
  if (Status done = adopt_topologies(cluster, *declared); !done) return done.error();
  if (Status done = resolve(cluster); !done) return done.error();
  return cluster;
}

}  // namespace minislurm::config
