#include "libcommon/config/resolve/resolve.h"

#include <cmath>
#include <cstdlib>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
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
  double amount(std::string_view name) const {
    if (text::iequals(name, "cpu")) return static_cast<double>(cpus);
    if (text::iequals(name, "mem")) return static_cast<double>(memory.count);
    if (text::iequals(name, "node")) return static_cast<double>(nodes);
    for (const text::Tres& one : gres)
      if (text::iequals(one.name, name)) return static_cast<double>(one.count);
    return 0;
  }
};

// What a weight counts per MB: 0.25G is a quarter for each GB.
double per_unit(const char* suffix) {
  constexpr std::pair<char, double> kUnits[] = {{'K', 1.0 / 1024}, {'M', 1}, {'G', 1024}, {'T', 1024.0 * 1024}};
  for (const auto& unit : kUnits)
    if (*suffix == unit.first || *suffix == unit.first + ('a' - 'A')) return unit.second;
  return 1;
}

std::uint64_t billing(const Totals& totals, const std::string& weights) {
  if (weights.empty()) return totals.cpus;
  double sum = 0;
  for (const std::string_view item : text::split_list(weights)) {
    const std::size_t equal = item.find('=');
    if (equal == std::string_view::npos) continue;
    const std::string value{item.substr(equal + 1)};
    char* suffix = nullptr;
    const double weight = std::strtod(value.c_str(), &suffix);
    if (std::isfinite(weight)) sum += weight * totals.amount(item.substr(0, equal)) / per_unit(suffix);
  }
  return sum > 0 ? static_cast<std::uint64_t>(sum) : 0;
}

std::string tres_of(const Totals& totals, bool with_nodes, const std::string& weights) {
  std::vector<text::Tres> list{{"cpu", totals.cpus}, {"mem", totals.memory.count}};
  if (with_nodes) list.push_back({"node", totals.nodes});
  list.push_back({"billing", billing(totals, weights)});
  list.insert(list.end(), totals.gres.begin(), totals.gres.end());
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
  partition.tres = tres_of(totals, true, partition.tres_billing_weights);
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
  return tres_of(totals, false, {});
}

}  // namespace minislurm::config
