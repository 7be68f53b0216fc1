#include "libcommon/config/conf_lines.h"
#include "libcommon/config/topology_files.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

struct LineKey {
  std::string_view name;
  bool of_block, of_switch;
  Status (*set)(DeclaredSwitch&, const std::string& value);
};

constexpr LineKey kKeys[] = {
    {"Nodes", true, true, [](DeclaredSwitch& one, const std::string& value) { one.nodes = value; return Status{}; }},
    {"Switches", false, true,
     [](DeclaredSwitch& one, const std::string& value) { one.children = value; return Status{}; }},
    {"LinkSpeed", false, true, [](DeclaredSwitch& one, const std::string& value) {
       const auto speed = text::parse_u32(value);
       if (!speed) return Status{Error::generic("a number is expected")};
       one.link_speed = *speed;
       return Status{};
     }},
};

const LineKey* find_key(std::string_view name, TopologyKind kind) {
  for (const LineKey& key : kKeys)
    if (text::iequals(key.name, name) && (kind == TopologyKind::Block ? key.of_block : key.of_switch)) return &key;
  return nullptr;
}

Status take_sizes(DeclaredTopology& topology, const ConfLine& line, std::string_view list) {
  for (const std::string_view item : text::split_list(list)) {
    const auto size = text::parse_u32(item);
    if (!size || *size == 0) return error_at(line, "BlockSizes is a list of numbers from 1");
    topology.block_sizes.push_back(*size);
  }
  return {};
}

Status take_switch(DeclaredTopology& topology, const ConfLine& line, TopologyKind kind) {
  if (topology.kind != TopologyKind::Flat && topology.kind != kind)
    return error_at(line, "one file has either SwitchName or BlockName lines");
  topology.kind = kind;
  DeclaredSwitch one{line.pairs.front().value, {}, {}, 1, line.number};
  for (std::size_t i = 1; i < line.pairs.size(); ++i) {
    const Pair& pair = line.pairs[i];
    if (text::iequals(pair.key, "BlockSizes") && kind == TopologyKind::Block) {
      if (Status done = take_sizes(topology, line, pair.value); !done) return done;
      continue;
    }
    const LineKey* key = find_key(pair.key, kind);
    if (key == nullptr) return error_at(line, "unknown key '" + pair.key + "'");
    if (Status done = key->set(one, pair.value); !done)
      return error_at(line, "bad value '" + pair.value + "' of " + pair.key + ": " + done.error().detail);
  }
  topology.switches.push_back(std::move(one));
  return {};
}

}  // namespace

Result<DeclaredTopology> read_topology_conf(const std::string& path) {
  const auto lines = read_conf_lines(path);
  if (!lines) return lines.error();
  DeclaredTopology topology;
  topology.path = path;
  topology.cluster_default = true;
  for (const ConfLine& line : *lines) {
    const Pair& first = line.pairs.front();
    Status done;
    if (text::iequals(first.key, "SwitchName")) done = take_switch(topology, line, TopologyKind::Tree);
    else if (text::iequals(first.key, "BlockName")) done = take_switch(topology, line, TopologyKind::Block);
    else if (text::iequals(first.key, "BlockSizes")) done = take_sizes(topology, line, first.value);
    else done = error_at(line, "expected SwitchName=, BlockName= or BlockSizes=, not '" + first.key + "'");
    if (!done) return done.error();
  }
  return topology;
}

}  // namespace minislurm::config
