#include "libcommon/config/zero.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "libcommon/config/client/client.h"
#include "libcommon/config/cluster_parts.h"
#include "libcommon/config/resolve/resolve.h"
#include "libcommon/config/settings.h"
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

std::vector<DeclaredTopology> built_in_tree() {
  DeclaredTopology tree;
  tree.cluster_default = true;
  tree.kind = TopologyKind::Tree;
  tree.switches = {{"leaf1", "vnode[1-4]", {}, 1, 1},
                   {"leaf2", "vnode[5-8]", {}, 1, 2},
                   {"spine", {}, "leaf[1-2]", 1, 3}};
  return {tree};
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
  auto declared = overrides.topology_config.empty() ? Result<std::vector<DeclaredTopology>>{built_in_tree()}
                                                    : read_topologies(overrides.topology_config);
  if (!declared) return declared.error();
  auto names = nodes_declared(*declared);
  if (!names) return names.error();
  Cluster cluster;
  cluster.nodes.push_back(machine_node(machine, overrides));
  names->erase(std::remove(names->begin(), names->end(), cluster.nodes.front().name), names->end());
  for (const std::string& name : *names) cluster.nodes.push_back(virtual_node(cluster.nodes.front(), name));
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
