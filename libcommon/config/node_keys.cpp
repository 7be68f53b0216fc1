#include "libcommon/config/node_keys.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/size.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

constexpr std::uint32_t kMaxCount = 65535;  // CPUs and the like of one node, as wide as Slurm's
constexpr std::uint64_t kMaxIndexed = 1024;  // more of one kind than this are counted without numbers

template <std::uint32_t NodeDraft::* Field>
Status set_count(NodeDraft& draft, const std::string& value) {
  const auto number = text::parse_u32(value, kMaxCount);
  if (!number || *number == 0) return Error::generic("a number from 1 to 65535 is expected");
  draft.*Field = *number;
  return {};
}

template <Mebibytes Node::* Field>
Status set_memory(NodeDraft& draft, const std::string& value) {
  const auto size = text::parse_memory(value);
  if (!size) return Error::generic("a size is expected, in MB or with K, M, G or T");
  draft.node.*Field = *size;
  return {};
}

template <std::string NodeDraft::* Field>
Status set_text(NodeDraft& draft, const std::string& value) {
  draft.*Field = value;
  return {};
}

Status set_weight(NodeDraft& draft, const std::string& value) {
  const auto number = text::parse_u32(value);
  if (!number) return Error::generic("a number is expected");
  draft.node.weight = *number;
  return {};
}

Status set_features(NodeDraft& draft, const std::string& value) {
  draft.node.features.clear();
  for (const std::string_view feature : text::split_list(value)) draft.node.features.emplace_back(feature);
  return {};
}

Status set_gres(NodeDraft& draft, const std::string& value) {
  auto gres = parse_node_gres(value);
  if (!gres) return gres.error();
  draft.node.gres_text = gres->empty() ? std::string{} : value;
  draft.node.gres = std::move(*gres);
  return {};
}

Status set_reason(NodeDraft& draft, const std::string& value) {
  draft.node.reason = value;
  return {};
}

Status set_state(NodeDraft& draft, const std::string& value) { return set_node_state(draft.node, value); }

Status set_system_cores(NodeDraft& draft, const std::string& value) {
  const auto number = text::parse_u32(value, kMaxCount);
  if (!number) return Error::generic("a number from 0 to 65535 is expected");
  draft.node.system_cores = *number;
  return {};
}

Status accept_number(NodeDraft&, const std::string& value) {
  if (!text::parse_scaled(value)) return Error::generic("a number is expected");
  return {};
}
Status accept(NodeDraft&, const std::string&) { return {}; }

constexpr NodeKey kKeys[] = {
    {"NodeHostname", set_text<&NodeDraft::hostnames>},
    {"NodeAddr", set_text<&NodeDraft::addresses>},
    {"Port", set_text<&NodeDraft::ports>},
    {"CPUs", set_count<&NodeDraft::cpus>},
    {"Procs", set_count<&NodeDraft::cpus>},
    {"Boards", set_count<&NodeDraft::boards>},
    {"Sockets", set_count<&NodeDraft::sockets>},
    {"SocketsPerBoard", set_count<&NodeDraft::sockets_per_board>},
    {"CoresPerSocket", set_count<&NodeDraft::cores>},
    {"ThreadsPerCore", set_count<&NodeDraft::threads>},
    {"RealMemory", set_memory<&Node::memory>},
    {"TmpDisk", set_memory<&Node::tmp_disk>},
    {"Weight", set_weight},
    {"Feature", set_features},
    {"Features", set_features},
    {"Gres", set_gres},
    {"State", set_state},
    {"Reason", set_reason},
    {"BcastAddr", accept},
    {"CoreSpecCount", set_system_cores},
    {"CpuBind", accept},
    {"CpuSpecList", set_text<&NodeDraft::system_cpus>},
    {"MemSpecLimit", set_memory<&Node::system_memory>},
    {"RestrictedCoresPerGPU", accept_number},
    {"Topology", accept},
    {"TRESWeights", accept},
};

}  // namespace

const NodeKey* find_node_key(std::string_view name) {
  for (const NodeKey& key : kKeys)
    if (text::iequals(key.name, name)) return &key;
  return nullptr;
}

Status set_node_state(Node& node, std::string_view text) {
  struct Word {
    std::string_view text;
    NodeState state;
    bool drain;
  };
  // This machine serves every node: what Slurm waits to hear of is up.
  constexpr Word kWords[] = {{"UNKNOWN", NodeState::Up, false}, {"IDLE", NodeState::Up, false},
                             {"CLOUD", NodeState::Up, false},   {"DOWN", NodeState::Down, false},
                             {"DRAIN", NodeState::Up, true},    {"FAIL", NodeState::Up, true},
                             {"FAILING", NodeState::Up, true},  {"FUTURE", NodeState::Future, false},
                             {"EXTERNAL", NodeState::Up, false}};
  node.state = NodeState::Up;
  node.drain = false;
  for (const std::string_view part : text::split(text, '+')) {
    const auto* word = std::find_if(std::begin(kWords), std::end(kWords),
                                    [part](const Word& one) { return text::iequals(one.text, part); });
    if (word == std::end(kWords))
      return Error::generic("expected UNKNOWN, IDLE, DOWN, DRAIN, FAIL, FAILING, FUTURE, CLOUD or EXTERNAL");
    if (word->state != NodeState::Up) node.state = word->state;
    node.drain = node.drain || word->drain;
  }
  return {};
}

Result<std::vector<NodeGres>> parse_node_gres(std::string_view text) {
  const Error wrong = Error::generic("generic resources are written NAME[:TYPE][:no_consume][:COUNT]");
  std::vector<NodeGres> list;
  if (text::iequals(text, "(null)") || text::iequals(text, "none")) return list;
  for (std::string_view item : text::split_list(text)) {
    item = item.substr(0, item.find('('));  // "gpu:2(S:0-1)": sockets are gres.conf's to say
    NodeGres gres;
    gres.count = 1;
    bool counted = false;
    const std::vector<std::string_view> parts = text::split(item, ':');
    gres.name = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const auto number = text::parse_scaled(parts[i]);
      if (text::iequals(parts[i], "no_consume")) gres.countable_only = true;
      else if (number && i + 1 == parts.size()) counted = true, gres.count = *number;
      else if (gres.type.empty() && !parts[i].empty()) gres.type = parts[i];
      else return wrong;
    }
    if (gres.name.empty() || (counted && gres.count == 0)) return wrong;
    if (gres.count > kMaxIndexed) gres.countable_only = true;
    list.push_back(std::move(gres));
  }
  return list;
}

namespace {

// CpuSpecList as it stands, or CoreSpecCount's cores: from the last socket, its last core, then from the one before.
Status keep_system_cpus(NodeDraft& draft) {
  Node& node = draft.node;
  node.system_cpus.clear();
  if (!draft.system_cpus.empty()) {
    const auto list = text::parse_cpu_list(draft.system_cpus);
    if (!list) return Error::generic("CpuSpecList: '" + draft.system_cpus + "' is not a list of CPUs such as 0,2-3");
    for (const std::uint32_t cpu : *list)
      if (cpu < node.cpus) node.system_cpus.push_back(cpu);
    return {};
  }
  const std::uint32_t cores = node.sockets * node.cores_per_socket;
  if (node.system_cores >= cores && node.system_cores > 0)
    return Error::generic("CoreSpecCount leaves no core for jobs");
  const std::uint32_t each = cores == 0 ? 1 : std::max(1u, node.cpus / cores);
  for (std::uint32_t kept = 0; kept < node.system_cores; ++kept) {
    const std::uint32_t socket = node.sockets - 1 - kept % node.sockets;
    const std::uint32_t core = (socket + 1) * node.cores_per_socket - 1 - kept / node.sockets;
    for (std::uint32_t cpu = core * each; cpu < (core + 1) * each; ++cpu) node.system_cpus.push_back(cpu);
  }
  std::sort(node.system_cpus.begin(), node.system_cpus.end());
  return {};
}

}  // namespace

Status settle_shape(NodeDraft& draft) {
  const auto given = [](std::uint32_t value) { return std::uint64_t{std::max(value, 1u)}; };
  const std::uint64_t boards = given(draft.boards), cores = given(draft.cores), threads = given(draft.threads);
  const std::uint64_t sockets = draft.sockets             ? draft.sockets
                                : draft.sockets_per_board ? boards * draft.sockets_per_board
                                                          : std::max(boards, draft.cpus / (cores * threads));
  if (sockets > kMaxCount || sockets * cores > kMaxCount || sockets * cores * threads > kMaxCount)
    return Error::generic("sockets, cores and threads make more than 65535 CPUs");
  const std::uint64_t all = sockets * cores * threads;
  const std::uint64_t levels[] = {all, sockets, sockets * cores};
  const bool fits = std::find(std::begin(levels), std::end(levels), draft.cpus) != std::end(levels);
  Node& node = draft.node;
  node.boards = static_cast<std::uint32_t>(boards);
  node.sockets = static_cast<std::uint32_t>(sockets);
  node.cores_per_socket = static_cast<std::uint32_t>(cores);
  node.threads_per_core = static_cast<std::uint32_t>(threads);
  node.cpus = fits ? draft.cpus : static_cast<std::uint32_t>(all);
  return keep_system_cpus(draft);
}

}  // namespace minislurm::config
