#include <algorithm>

#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/messages.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

// show topology [NAME] [switch=|block=|unit=X] [node=X]: what is asked for.
struct Wanted {
  std::string topology, unit, node;
};

// nullopt: said what was wrong.
std::optional<Wanted> read_wanted(Session& session, const Words& words) {
  Wanted wanted;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    const std::string key = word.substr(0, equals), value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (equals == std::string::npos && !wanted.topology.empty()) {
      session.context.err() << "Too many arguments (" << word << "), the topology name (" << wanted.topology
                            << ") is already defined\n";
      return std::nullopt;
    }
    if (equals == std::string::npos) {
      wanted.topology = word;
    } else if (text::iequals(key, "node")) {
      wanted.node = value;
    } else if (text::iequals(key, "unit") || text::iequals(key, "switch") || text::iequals(key, "block")) {
      wanted.unit = value;
    } else {
      session.context.err() << "Unknown argument " << word << '\n';
      return std::nullopt;
    }
  }
  return wanted;
}

bool is_wanted(const std::string& unit, const std::vector<std::string>& nodes, const Wanted& wanted) {
  if (!wanted.unit.empty()) return unit == wanted.unit;
  const auto names = text::expand_hostlist(wanted.node);
  for (const std::string& name : names.value_or({}))
    if (std::find(nodes.begin(), nodes.end(), name) == nodes.end()) return false;
  return true;
}

struct Aggregated {
  std::vector<std::string> blocks, nodes;
  std::uint32_t size = 0;
};

std::string switch_line(const SwitchSpec& one) {
  Record record{true};
  record.put("SwitchName", one.name).put("Level", one.level).put("LinkSpeed", one.link_speed);
  record.put("Nodes", text::compress_hostlist(one.nodes));
  record.put_if(!one.switches.empty(), "Switches", text::compress_hostlist(one.switches));
  return std::move(record).finish();
}

// Blocks of every level above the base, as Slurm numbers them; a level's block of one base block is not named twice.
std::vector<Aggregated> aggregated_blocks(const TopologySpec& topology) {
  std::vector<Aggregated> all;
  for (const std::uint32_t size : topology.block_sizes) {
    const std::size_t step = size / topology.block_sizes.front();
    for (std::size_t first = 0; step > 1 && first + 1 < topology.switches.size(); first += step) {
      Aggregated made{{}, {}, size};
      for (std::size_t at = first; at < std::min(first + step, topology.switches.size()); ++at) {
        const SwitchSpec& block = topology.switches[at];
        made.blocks.push_back(block.name);
        made.nodes.insert(made.nodes.end(), block.nodes.begin(), block.nodes.end());
      }
      all.push_back(std::move(made));
    }
  }
  return all;
}

std::string aggregated_line(const Aggregated& one, std::size_t index) {
  Record record{true};
  record.put("AggregatedBlock", text::compress_hostlist(one.blocks)).put("BlockIndex", index);
  record.put("Nodes", text::compress_hostlist(one.nodes)).put("BlockSize", one.size);
  return std::move(record).finish();
}

std::string block_line(const SwitchSpec& one, std::size_t index, std::uint32_t planning_size) {
  Record record{true};
  record.put("BlockName", one.name).put("BlockIndex", index).put("Nodes", text::compress_hostlist(one.nodes));
  record.put("BlockSize", planning_size);
  return std::move(record).finish();
}

const TopologySpec* find_topology(const std::vector<TopologySpec>& all, const std::string& name) {
  for (const TopologySpec& one : all)
    if (name.empty() ? one.cluster_default : one.name == name) return &one;
  return name.empty() && !all.empty() ? &all.front() : nullptr;
}

std::string children(const std::vector<std::string>& names) { return "\"" + text::compress_hostlist(names) + "\""; }

// topology.yaml's own notation.
std::string yaml_of(const TopologySpec& topology) {
  std::string text =
      "- topology: " + topology.name + "\n  cluster_default: " + (topology.cluster_default ? "true" : "false") + "\n";
  if (topology.kind == TopologyKind::Flat) return text + "  flat: true\n";
  if (topology.kind == TopologyKind::Tree) {
    text += "  tree:\n    switches:\n";
    for (const SwitchSpec& one : topology.switches) {
      text += "    - switch: " + one.name + "\n";
      text +=
          one.switches.empty() ? "      nodes: " + children(one.nodes) : "      children: " + children(one.switches);
      text += "\n";
    }
    return text;
  }
  text += "  block:\n    block_sizes:\n";
  for (const std::uint32_t size : topology.block_sizes) text += "    - " + std::to_string(size) + "\n";
  text += "    blocks:\n";
  for (const SwitchSpec& one : topology.switches)
    text += "    - block: " + one.name + "\n      nodes: " + children(one.nodes) + "\n";
  return text;
}

}  // namespace

int show_topology(Session& session, const Words& words) {
  const auto reply = query_cluster(session, wire::kTopology, "slurm_load_topo error: ");
  if (!reply) return 1;
  const auto wanted = read_wanted(session, words);
  if (!wanted) return 0;  // errors of this entity end with 0, as in Slurm
  const TopologySpec* topology = find_topology(reply->topologies, wanted->topology);
  if (topology == nullptr) {
    fail(session, "slurm_load_topo error: ", Error{Code::TopologyNotAvailable});
    return 0;
  }
  const bool blocks = topology->kind == TopologyKind::Block;
  const std::string what = blocks ? "block" : "switch";
  std::string text;
  for (std::size_t index = 0; index < topology->switches.size(); ++index) {
    const SwitchSpec& one = topology->switches[index];
    if (!is_wanted(one.name, one.nodes, *wanted)) continue;
    text += blocks ? block_line(one, index, topology->block_sizes.empty() ? 0 : topology->block_sizes.front())
                   : switch_line(one);
  }
  std::size_t index = topology->switches.size();
  for (const Aggregated& one : blocks ? aggregated_blocks(*topology) : std::vector<Aggregated>{}) {
    if (is_wanted(text::compress_hostlist(one.blocks), one.nodes, *wanted)) text += aggregated_line(one, index);
    ++index;
  }
  if (!text.empty()) session.context.out() << text;
  else if (!wanted->unit.empty())
    error(session.context, "Topology information contains no " + what + " named " + wanted->unit);
  else if (!wanted->node.empty())
    error(session.context, "Topology information contains no " + what + " with nodes " + wanted->node);
  else session.context.out() << "No topology information available\n";
  return 0;
}

int show_topology_file(Session& session, const std::string&) {
  const auto reply = query_cluster(session, wire::kTopology, "slurm_load_topo error: ");
  if (!reply) return 1;
  std::string text = "%YAML 1.1\n---\n";
  for (const TopologySpec& topology : reply->topologies) text += yaml_of(topology);
  session.context.out() << text << "...\n";
  return 0;
}

}  // namespace minislurm::scontrol
