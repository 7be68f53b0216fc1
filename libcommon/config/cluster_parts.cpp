#include "libcommon/config/cluster_parts.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::config {

Result<std::vector<License>> parse_licenses(std::string_view text) {
  std::vector<License> licenses;
  std::string list{text};
  std::replace(list.begin(), list.end(), ';', ',');
  for (const std::string_view item : text::split_list(list)) {
    const std::size_t colon = item.find_first_of(":=");
    License license{std::string{item.substr(0, colon)}, 1, 0, 0};
    if (colon != std::string_view::npos) {
      const auto total = text::parse_u32(item.substr(colon + 1));
      if (!total) return Error::generic("'" + std::string{item} + "' is not of the form NAME[:COUNT]");
      license.total = *total;
    }
    if (license.name.empty()) return Error::generic("'" + std::string{item} + "' has no name");
    licenses.push_back(std::move(license));
  }
  return licenses;
}

Result<std::vector<DeclaredTopology>> read_topologies(const std::string& path) {
  const std::string extension = text::lower(std::filesystem::path{path}.extension().string());
  if (extension == ".yaml" || extension == ".yml") return read_topology_yaml(path);
  auto one = read_topology_conf(path);
  if (!one) return one.error();
  return std::vector<DeclaredTopology>{std::move(*one)};
}

Status adopt_topologies(Cluster& cluster, const std::vector<DeclaredTopology>& declared) {
  std::vector<std::string> names;
  for (const Node& node : cluster.nodes) names.push_back(node.name);
  cluster.topologies.clear();
  for (const DeclaredTopology& one : declared) {
    auto settled = settle_topology(one, names);
    if (!settled) return settled.error();
    cluster.topologies.push_back(std::move(*settled));
  }
  if (cluster.topologies.empty()) {
    TopologySpec flat;
    flat.cluster_default = true;
    cluster.topologies.push_back(std::move(flat));
  }
  return {};
}

void pin_nodes(std::vector<Node>& nodes, const os::Machine& machine) {
  const auto here = [&machine](const Node& node) {
    return text::iequals(node.hostname, machine.short_hostname) || text::iequals(node.hostname, machine.hostname) ||
           text::iequals(node.hostname, "localhost");
  };
  std::uint64_t wanted = 0;
  for (const Node& node : nodes)
    if (here(node)) wanted += node.cpus;
  if (wanted > machine.cpus.size()) return;
  auto next = machine.cpus.begin();
  for (Node& node : nodes) {
    if (!here(node)) continue;
    node.machine_cpus.assign(next, next + node.cpus);
    next += node.cpus;
  }
}

void rank_by_leaf(Cluster& cluster) {
  bool switches = false, blocks = false;
  for (const std::string_view word : text::split_list(cluster.settings.topology_parameters)) {
    switches = switches || text::iequals(word, "SwitchAsNodeRank");
    blocks = blocks || text::iequals(word, "BlockAsNodeRank");
  }
  const auto standard = std::find_if(cluster.topologies.begin(), cluster.topologies.end(),
                                     [](const TopologySpec& one) { return one.cluster_default; });
  if (standard == cluster.topologies.end()) return;
  if (!(standard->kind == TopologyKind::Block ? blocks : switches && standard->kind == TopologyKind::Tree)) return;
  std::unordered_map<std::string, std::size_t> leaf;
  for (std::size_t at = 0; at < standard->switches.size(); ++at) {
    if (!standard->switches[at].switches.empty()) continue;
    for (const std::string& node : standard->switches[at].nodes) leaf.emplace(node, at);
  }
  const auto rank_of = [&](const Node& node) {
    const auto found = leaf.find(node.name);
    return found == leaf.end() ? standard->switches.size() : found->second;
  };
  // Within a leaf the file's order stays.
  std::stable_sort(cluster.nodes.begin(), cluster.nodes.end(),
                   [&](const Node& left, const Node& right) { return rank_of(left) < rank_of(right); });
}

void serve_from(std::vector<Node>& nodes, const os::Machine& machine) {
  for (Node& node : nodes) {
    node.arch = machine.arch;
    node.os = machine.os;
    node.booted = machine.booted;
  }
}

}  // namespace minislurm::config
