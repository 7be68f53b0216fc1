#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include "libcommon/config/topology_files.h"

namespace minislurm::config {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 16u << 20;

// What is wrong with the file; leaves this file as an Error only.
struct Wrong {
  std::size_t line;
  std::string what;
};

std::size_t line_of(const YAML::Node& node) { return node.Mark().is_null() ? 1 : std::size_t(node.Mark().line) + 1; }

template <class T>
T read(const YAML::Node& node, const std::string& key, const char* expected) {
  try {
    return node.as<T>();
  } catch (const YAML::Exception&) {
    throw Wrong{line_of(node), "bad value of " + key + ": " + expected};
  }
}

std::string read_name(const YAML::Node& map, const std::string& key) {
  const YAML::Node node = map[key];
  if (!node) throw Wrong{line_of(map), "the key '" + key + "' is missing"};
  auto name = read<std::string>(node, key, "a name is expected");
  if (name.empty()) throw Wrong{line_of(node), "bad value of " + key + ": a name is expected"};
  return name;
}

void allow_only(const YAML::Node& map, std::initializer_list<std::string_view> keys) {
  if (!map.IsMap()) throw Wrong{line_of(map), "expected keys and values"};
  std::unordered_set<std::string> seen;
  for (const auto& entry : map) {
    const auto key = read<std::string>(entry.first, "a key", "a word is expected");
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw Wrong{line_of(entry.first), "unknown key '" + key + "'"};
    if (!seen.insert(key).second) throw Wrong{line_of(entry.first), "the key '" + key + "' stands twice"};
  }
}

const YAML::Node list_in(const YAML::Node& map, const char* key) {
  const YAML::Node list = map[key];
  if (!list || !list.IsSequence() || list.size() == 0)
    throw Wrong{line_of(list ? list : map), std::string{"expected a list of '"} + key + "'"};
  return list;
}

void read_tree(const YAML::Node& tree, DeclaredTopology& topology) {
  allow_only(tree, {"switches"});
  topology.kind = TopologyKind::Tree;
  for (const YAML::Node& item : list_in(tree, "switches")) {
    allow_only(item, {"switch", "nodes", "children", "link_speed"});
    DeclaredSwitch one{read_name(item, "switch"), {}, {}, 1, line_of(item)};
    if (item["nodes"]) one.nodes = read_name(item, "nodes");
    if (item["children"]) one.children = read_name(item, "children");
    if (const YAML::Node speed = item["link_speed"])
      one.link_speed = read<std::uint32_t>(speed, "link_speed", "a number is expected");
    topology.switches.push_back(std::move(one));
  }
}

void read_block(const YAML::Node& block, DeclaredTopology& topology) {
  allow_only(block, {"block_sizes", "blocks"});
  topology.kind = TopologyKind::Block;
  if (block["block_sizes"])
    for (const YAML::Node& size : list_in(block, "block_sizes")) {
      topology.block_sizes.push_back(read<std::uint32_t>(size, "block_sizes", "numbers from 1 are expected"));
      if (topology.block_sizes.back() == 0) throw Wrong{line_of(size), "block_sizes are numbers from 1"};
    }
  for (const YAML::Node& item : list_in(block, "blocks")) {
    allow_only(item, {"block", "nodes"});
    DeclaredSwitch one{read_name(item, "block"), {}, {}, 1, line_of(item)};
    one.nodes = read_name(item, "nodes");
    topology.switches.push_back(std::move(one));
  }
}

DeclaredTopology read_topology(const YAML::Node& item, const std::string& path) {
  allow_only(item, {"topology", "cluster_default", "tree", "block", "flat"});
  DeclaredTopology topology;
  topology.path = path;
  topology.line = line_of(item);
  topology.name = read_name(item, "topology");
  if (const YAML::Node yes = item["cluster_default"])
    topology.cluster_default = read<bool>(yes, "cluster_default", "true or false is expected");
  const int kinds = (item["tree"] ? 1 : 0) + (item["block"] ? 1 : 0) + (item["flat"] ? 1 : 0);
  if (kinds != 1)
    throw Wrong{topology.line, "topology " + topology.name + " needs exactly one of tree, block, flat: true"};
  if (item["tree"]) read_tree(item["tree"], topology);
  if (item["block"]) read_block(item["block"], topology);
  if (item["flat"] && !read<bool>(item["flat"], "flat", "true is expected"))
    throw Wrong{line_of(item["flat"]), "flat can only be true"};
  return topology;
}

std::vector<DeclaredTopology> read_all(const std::string& path) {
  const YAML::Node root = YAML::LoadFile(path);
  if (!root.IsSequence() || root.size() == 0) throw Wrong{1, "expected a list of topologies, '- topology: NAME'"};
  std::vector<DeclaredTopology> all;
  std::unordered_set<std::string> names;
  bool has_default = false;
  for (const YAML::Node& item : root) {
    DeclaredTopology topology = read_topology(item, path);
    if (!names.insert(topology.name).second)
      throw Wrong{topology.line, "topology " + topology.name + " is declared twice"};
    topology.cluster_default = topology.cluster_default && !has_default;
    has_default = has_default || topology.cluster_default;
    all.push_back(std::move(topology));
  }
  if (!has_default) all.front().cluster_default = true;
  return all;
}

Error error_in(const std::string& path, std::size_t line, const std::string& what) {
  return Error::generic(path + ": line " + std::to_string(line) + ": " + what);
}

}  // namespace

Result<std::vector<DeclaredTopology>> read_topology_yaml(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::file_size(path, failure) > kMaxFileBytes || failure)
    return Error::generic(path + ": cannot be read, or is larger than 16 MB");
  try {
    return read_all(path);
  } catch (const Wrong& wrong) {
    return error_in(path, wrong.line, wrong.what);
  } catch (const YAML::Exception& exception) {
    return error_in(path, exception.mark.is_null() ? 1 : std::size_t(exception.mark.line) + 1, exception.msg);
  } catch (const std::exception& exception) {
    return Error::generic(path + ": " + exception.what());
  }
}

}  // namespace minislurm::config
