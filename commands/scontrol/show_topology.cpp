#include <algorithm>

#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

// show topology [NAME] [switch=|block=|unit=X] [node=X]: what is asked for.
struct Wanted {
  std::string topology, unit, node;
};

Wanted read_wanted(const std::string& what) {
  Wanted wanted;
  const auto equals = what.find('=');
  if (equals == std::string::npos) {
    wanted.topology = what;
  } else if (text::iequals(what.substr(0, equals), "node")) {
    wanted.node = what.substr(equals + 1);
  } else {
    wanted.unit = what.substr(equals + 1);
  }
  return wanted;
}

bool is_wanted(const SwitchSpec& one, const Wanted& wanted) {
  if (!wanted.unit.empty()) return one.name == wanted.unit;
  if (!wanted.node.empty()) return std::find(one.nodes.begin(), one.nodes.end(), wanted.node) != one.nodes.end();
  return true;
}

std::string switch_line(const SwitchSpec& one) {
  Record record{true};
  record.put("SwitchName", one.name).put("Level", one.level).put("LinkSpeed", one.link_speed);
  record.put("Nodes", text::compress_hostlist(one.nodes));
  record.put_if(!one.switches.empty(), "Switches", text::compress_hostlist(one.switches));
  return std::move(record).finish();
}

std::string block_line(const SwitchSpec& one, std::size_t index) {
  Record record{true};
  record.put("BlockName", one.name).put("BlockIndex", index).put("Nodes", text::compress_hostlist(one.nodes));
  record.put("BlockSize", one.nodes.size());
  return std::move(record).finish();
}

}  // namespace

int show_topology(Session& session, const std::string& what) {
  const auto reply = query_cluster(session, wire::kTopology, "slurm_load_topo error: ");
  if (!reply) return 1;
  const Wanted wanted = read_wanted(what);
  bool known = wanted.topology.empty();
  std::string text;
  for (const TopologySpec& topology : reply->topologies) {
    if (!wanted.topology.empty() && topology.name != wanted.topology) continue;
    known = true;
    for (std::size_t index = 0; index < topology.switches.size(); ++index) {
      const SwitchSpec& one = topology.switches[index];
      if (is_wanted(one, wanted))
        text += topology.kind == TopologyKind::Block ? block_line(one, index) : switch_line(one);
    }
  }
  // Real Slurm prints this error and yet ends with 0.
  if (!known) {
    fail(session, "slurm_load_topo error: ", Error{Code::TopologyNotAvailable});
    return 0;
  }
  if (text.empty()) text = "No topology information available\n";
  session.context.out() << text;
  return 0;
}

}  // namespace minislurm::scontrol
