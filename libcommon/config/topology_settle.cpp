#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "libcommon/config/topology_files.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

Error error_in(const DeclaredTopology& topology, std::size_t line, const std::string& what) {
  return Error::generic(topology.path + ": line " + std::to_string(line) + ": " + what);
}

class Settler {
 public:
  Settler(const DeclaredTopology& declared, const std::vector<std::string>& known)
      : declared_(declared), known_(known), set_(known.begin(), known.end()) {}

  Result<TopologySpec> settle() {
    spec_.name = declared_.name;
    spec_.cluster_default = declared_.cluster_default;
    spec_.kind = declared_.kind;
    spec_.block_sizes = declared_.block_sizes;
    for (const DeclaredSwitch& one : declared_.switches)
      if (Status done = take(one); !done) return done.error();
    for (std::size_t i = 0; i < spec_.switches.size(); ++i)
      if (Status done = check_children(i); !done) return done.error();
    visits_.assign(spec_.switches.size(), Visit::None);
    for (std::size_t i = 0; i < spec_.switches.size(); ++i)
      if (Status done = climb(i); !done) return done.error();
    if (spec_.kind == TopologyKind::Block)
      if (Status done = check_blocks(); !done) return done.error();
    return std::move(spec_);
  }

 private:
  enum class Visit { None, Open, Done };

  Result<std::vector<std::string>> expand(const DeclaredSwitch& one, const std::string& list) const {
    if (list.empty()) return std::vector<std::string>{};
    auto names = text::expand_hostlist(list);
    if (!names) return error_in(declared_, one.line, "'" + list + "' is not a list of names such as n[1-8]");
    return names;
  }

  Status take(const DeclaredSwitch& one) {
    const bool block = spec_.kind == TopologyKind::Block;
    if (one.nodes.empty() == one.children.empty())
      return error_in(declared_, one.line, (block ? "block " : "switch ") + one.name +
                                               (block ? " needs nodes" : " needs either nodes or switches"));
    auto nodes = text::iequals(one.nodes, "ALL") ? Result<std::vector<std::string>>{known_} : expand(one, one.nodes);
    if (!nodes) return nodes.error();
    for (const std::string& name : *nodes) {
      if (set_.count(name) == 0)
        return error_in(declared_, one.line, "node " + name + " is not declared by a NodeName line");
      if (!placed_.insert(name).second)
        return error_in(declared_, one.line, "node " + name + " has a place already; it can be in one only");
    }
    auto children = expand(one, one.children);
    if (!children) return children.error();
    if (!index_.emplace(one.name, spec_.switches.size()).second)
      return error_in(declared_, one.line, "the name " + one.name + " is taken already");
    spec_.switches.push_back({one.name, std::move(*nodes), std::move(*children), 0, one.link_speed});
    return {};
  }

  Status check_children(std::size_t which) const {
    for (const std::string& child : spec_.switches[which].switches)
      if (index_.count(child) == 0)
        return error_in(declared_, declared_.switches[which].line, "switch " + child + " is not declared");
    return {};
  }

  // Levels and nodes from the leaves upwards. Depth is bounded by the number of switches on one path.
  Status climb(std::size_t which, std::size_t depth = 0) {
    if (visits_[which] == Visit::Done) return {};
    const std::size_t line = declared_.switches[which].line;
    if (visits_[which] == Visit::Open)
      return error_in(declared_, line, "switch " + spec_.switches[which].name + " is below itself");
    if (depth > kMaxDepth) return error_in(declared_, line, "more than 64 levels of switches");
    visits_[which] = Visit::Open;
    std::unordered_set<std::string> below{spec_.switches[which].nodes.begin(), spec_.switches[which].nodes.end()};
    std::uint32_t level = 0;
    for (const std::string& child : spec_.switches[which].switches) {
      const std::size_t at = index_.at(child);
      if (Status done = climb(at, depth + 1); !done) return done;
      level = std::max(level, spec_.switches[at].level + 1);
      below.insert(spec_.switches[at].nodes.begin(), spec_.switches[at].nodes.end());
    }
    SwitchSpec& here = spec_.switches[which];
    here.level = level;
    if (!here.switches.empty())
      std::copy_if(known_.begin(), known_.end(), std::back_inserter(here.nodes),
                   [&below](const std::string& name) { return below.count(name) != 0; });
    visits_[which] = Visit::Done;
    return {};
  }

  Status check_blocks() {
    std::size_t smallest = text::kMaxHosts;
    for (const SwitchSpec& block : spec_.switches) smallest = std::min(smallest, block.nodes.size());
    std::vector<std::uint32_t>& sizes = spec_.block_sizes;
    if (sizes.empty()) sizes.push_back(static_cast<std::uint32_t>(smallest));
    for (std::size_t i = 1; i < sizes.size(); ++i) {
      const std::uint32_t ratio = sizes[i] % sizes[i - 1] == 0 ? sizes[i] / sizes[i - 1] : 0;
      if (ratio < 2 || (ratio & (ratio - 1)) != 0)
        return error_in(declared_, declared_.line,
                        "block sizes: " + std::to_string(sizes[i]) + " is not a power of two times " +
                            std::to_string(sizes[i - 1]));
    }
    for (std::size_t i = 0; i < spec_.switches.size(); ++i)
      if (spec_.switches[i].nodes.size() < sizes.front())
        return error_in(declared_, declared_.switches[i].line,
                        "block " + spec_.switches[i].name + " has fewer nodes than the first block size, " +
                            std::to_string(sizes.front()));
    return {};
  }

  static constexpr std::size_t kMaxDepth = 64;
  const DeclaredTopology& declared_;
  const std::vector<std::string>& known_;
  std::unordered_set<std::string> set_, placed_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Visit> visits_;
  TopologySpec spec_;
};

}  // namespace

Result<TopologySpec> settle_topology(const DeclaredTopology& declared, const std::vector<std::string>& known_nodes) {
  return Settler{declared, known_nodes}.settle();
}

Result<std::vector<std::string>> nodes_declared(const std::vector<DeclaredTopology>& topologies) {
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  for (const DeclaredTopology& topology : topologies)
    for (const DeclaredSwitch& one : topology.switches) {
      if (one.nodes.empty() || text::iequals(one.nodes, "ALL")) continue;
      const auto nodes = text::expand_hostlist(one.nodes);
      if (!nodes) return error_in(topology, one.line, "'" + one.nodes + "' is not a list of names such as n[1-8]");
      for (const std::string& name : *nodes)
        if (seen.insert(name).second) names.push_back(name);
    }
  return names;
}

}  // namespace minislurm::config
