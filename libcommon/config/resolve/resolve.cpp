#include "libcommon/config/resolve/resolve.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres_weights.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

struct Totals {
  std::uint64_t cpus = 0, nodes = 0;
  Mebibytes memory;
  std::vector<text::Tres> gres;  // by name: types are not told apart

  void add(const Node& node) {
    cpus += node.cpus;
    memory += node.memory;
    ++nodes;
    for (const NodeGres& one : node.gres) add_gres("gres/" + one.name, one.count);
  }
  void add_gres(const std::string& name, std::uint64_t count) {
    for (text::Tres& known : gres)
      if (known.name == name) {
        known.count += count;
        return;
      }
    gres.push_back({name, count});
  }
};

std::string tres_of(const Totals& totals, bool with_nodes, const std::string& weights, text::Billing how) {
  std::vector<text::Tres> list{{"cpu", totals.cpus}, {"mem", totals.memory.count}};
  if (with_nodes) list.push_back({"node", totals.nodes});
  list.insert(list.end(), totals.gres.begin(), totals.gres.end());
  list.push_back({"billing", weights.empty() ? totals.cpus
                                             : text::billing(list, text::parse_tres_weights(weights), how)});
  return text::format_tres(list, text::TresOrder::Controller);
}

bool names_all(std::string_view list) { return text::iequals(text::trim(list), "ALL"); }

using Known = std::unordered_map<std::string, std::size_t>;  // node names and their places

// Empty where every name is known; else the one that is not.
std::string unknown_in(const std::vector<std::string>& names, const Known& known) {
  for (const std::string& name : names)
    if (known.count(name) == 0) return name;
  return {};
}

Status fill(Partition& partition, const Cluster& cluster, const Known& known) {
  const bool all = names_all(partition.node_list);
  std::vector<std::string> names;
  if (!all && !partition.node_list.empty()) {
    auto expanded = text::expand_hostlist(partition.node_list);
    if (!expanded) return expanded.error();
    names = std::move(*expanded);
  }
  std::string unknown = unknown_in(names, known);
  if (!unknown.empty()) return Error{Code::InvalidNodeName, std::move(unknown)};
  const std::unordered_set<std::string> wanted{names.begin(), names.end()};
  Totals totals;
  partition.nodes.clear();
  for (const Node& node : cluster.nodes) {
    if (!all && wanted.count(node.name) == 0) continue;
    partition.nodes.push_back(node.name);
    totals.add(node);
  }
  if (all) partition.node_list = text::compress_hostlist(partition.nodes);
  partition.total_cpus = static_cast<std::uint32_t>(totals.cpus);
  partition.tres = tres_of(totals, true, partition.tres_billing_weights, text::billing_of(cluster.settings.priority.flags));
  return {};
}

}  // namespace

Status resolve(Cluster& cluster) {
  Known known;
  for (std::size_t i = 0; i < cluster.nodes.size(); ++i) known.emplace(cluster.nodes[i].name, i);
  std::vector<Partition> partitions = cluster.partitions;
  for (Partition& partition : partitions)
    if (Status done = fill(partition, cluster, known); !done) return done;
  cluster.partitions = std::move(partitions);
  for (Node& node : cluster.nodes) node.partitions.clear();
  for (const Partition& partition : cluster.partitions)
    for (const std::string& name : partition.nodes) cluster.nodes[known.at(name)].partitions.push_back(partition.name);
  return {};
}

std::string node_tres(const Node& node) {
  Totals totals;
  totals.add(node);
  return tres_of(totals, false, {}, text::Billing::Sum);
}

}  // namespace minislurm::config
