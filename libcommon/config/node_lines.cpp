#include "libcommon/config/node_lines.h"

#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

Error bad_list(const ConfLine& line, std::string_view key, const std::string& list) {
  return error_at(line, std::string{key} + ": '" + list + "' is not a list of names such as n[1-8]");
}

Error bad_value(const ConfLine& line, const Pair& pair, const Error& why) {
  return error_at(line, "bad value '" + pair.value + "' of " + pair.key + ": " + why.detail);
}

// A list that runs along with the names: as many items as names, or one for all; empty: none.
Result<std::vector<std::string>> along(const ConfLine& line, std::string_view key, const std::string& list,
                                       std::size_t names) {
  std::vector<std::string> items;
  if (!list.empty()) {
    auto expanded = text::expand_hostlist(list);
    if (!expanded) return bad_list(line, key, list);
    items = std::move(*expanded);
  }
  if (items.size() == 1) items.resize(names, items.front());
  if (!items.empty() && items.size() != names)
    return error_at(line, std::string{key} + " names " + std::to_string(items.size()) + " for " +
                              std::to_string(names) + " nodes; give one for all, or one for each");
  return items;
}

const std::string* value_of(const ConfLine& line, std::string_view key) {
  for (const Pair& pair : line.pairs)
    if (text::iequals(pair.key, key)) return &pair.value;
  return nullptr;
}

}  // namespace

Status NodeReader::take_nodes(const ConfLine& line) {
  const std::string& names = line.pairs.front().value;
  NodeDraft draft = defaults_;
  for (std::size_t i = 1; i < line.pairs.size(); ++i) {
    const NodeKey* key = find_node_key(line.pairs[i].key);
    if (key == nullptr) return error_at(line, "unknown key '" + line.pairs[i].key + "' on a NodeName line");
    if (Status set = key->set(draft, line.pairs[i].value); !set) return bad_value(line, line.pairs[i], set.error());
  }
  if (text::iequals(names, "DEFAULT")) {
    defaults_ = std::move(draft);
    return {};
  }
  return add(line, names, draft);
}

Status NodeReader::add(const ConfLine& line, const std::string& list, const NodeDraft& draft) {
  const auto names = text::expand_hostlist(list);
  if (!names || names->empty()) return bad_list(line, "NodeName", list);
  const auto hostnames = along(line, "NodeHostname", draft.hostnames, names->size());
  if (!hostnames) return hostnames.error();
  const auto addresses = along(line, "NodeAddr", draft.addresses, names->size());
  if (!addresses) return addresses.error();
  const auto ports = along(line, "Port", draft.ports, names->size());
  if (!ports) return ports.error();
  NodeDraft settled = draft;
  if (Status done = settle_shape(settled); !done) return error_at(line, done.error().detail);
  for (std::size_t i = 0; i < names->size(); ++i) {
    Node node = settled.node;
    node.name = (*names)[i];
    node.hostname = hostnames->empty() ? node.name : (*hostnames)[i];
    node.address = addresses->empty() ? node.hostname : (*addresses)[i];
    if (!ports->empty()) {
      const auto port = text::parse_u32((*ports)[i], 65535);
      if (!port) return error_at(line, "bad value '" + (*ports)[i] + "' of Port: a number up to 65535 is expected");
      node.port = *port;
    }
    if (!index_.emplace(node.name, nodes_.size()).second)
      return error_at(line, "node " + node.name + " is declared twice; each name may stand on one line only");
    nodes_.push_back(std::move(node));
    if (nodes_.size() > text::kMaxHosts) return error_at(line, "more than 65536 nodes");
  }
  return {};
}

Status NodeReader::take_set(const ConfLine& line) {
  for (const Pair& pair : line.pairs) {
    const bool known = text::iequals(pair.key, "NodeSet") || text::iequals(pair.key, "Feature") ||
                       text::iequals(pair.key, "Features") || text::iequals(pair.key, "Nodes");
    if (!known) return error_at(line, "unknown key '" + pair.key + "' on a NodeSet line");
  }
  set_lines_.push_back(line);
  return {};
}

Status NodeReader::take_down(const ConfLine& line) {
  for (const Pair& pair : line.pairs) {
    const bool known = text::iequals(pair.key, "DownNodes") || text::iequals(pair.key, "State") ||
                       text::iequals(pair.key, "Reason");
    if (!known) return error_at(line, "unknown key '" + pair.key + "' on a DownNodes line");
  }
  down_lines_.push_back(line);
  return {};
}

Status NodeReader::apply_set(const ConfLine& line) {
  std::vector<std::string> members;
  const std::string* feature = value_of(line, "Feature");
  if (feature == nullptr) feature = value_of(line, "Features");
  for (const Node& node : nodes_)
    if (feature != nullptr && std::find(node.features.begin(), node.features.end(), *feature) != node.features.end())
      members.push_back(node.name);
  if (const std::string* list = value_of(line, "Nodes")) {
    const auto names = text::expand_hostlist(*list);
    if (!names) return bad_list(line, "Nodes", *list);
    for (const std::string& name : *names)
      if (index_.count(name) == 0) return error_at(line, "node " + name + " is not declared by a NodeName line");
    members.insert(members.end(), names->begin(), names->end());
  }
  const std::string& name = line.pairs.front().value;
  if (index_.count(name) != 0 || !sets_.emplace(name, std::move(members)).second)
    return error_at(line, "the name " + name + " is taken already");
  return {};
}

Status NodeReader::apply_down(const ConfLine& line) {
  const std::string& list = line.pairs.front().value;
  const auto names = text::expand_hostlist(list);
  if (!names) return bad_list(line, "DownNodes", list);
  const std::string* state = value_of(line, "State");
  const std::string* reason = value_of(line, "Reason");
  for (const std::string& name : *names) {
    const auto found = index_.find(name);
    if (found == index_.end()) return error_at(line, "node " + name + " is not declared by a NodeName line");
    Node& node = nodes_[found->second];
    if (Status set = set_node_state(node, state == nullptr ? "DOWN" : *state); !set)
      return bad_value(line, {"State", *state}, set.error());
    if (reason != nullptr) node.reason = *reason;
  }
  return {};
}

Result<std::vector<Node>> NodeReader::finish() {
  for (const ConfLine& line : set_lines_)
    if (Status done = apply_set(line); !done) return done.error();
  for (const ConfLine& line : down_lines_)
    if (Status done = apply_down(line); !done) return done.error();
  return std::move(nodes_);
}

std::string NodeReader::without_sets(const std::string& list) const {
  const auto names = sets_.empty() ? Result<std::vector<std::string>>{Error{}} : text::expand_hostlist(list);
  if (!names || std::none_of(names->begin(), names->end(), [this](const auto& name) { return sets_.count(name) != 0; }))
    return list;
  std::vector<std::string> flat;
  for (const std::string& name : *names) {
    const auto set = sets_.find(name);
    if (set == sets_.end()) flat.push_back(name);
    else flat.insert(flat.end(), set->second.begin(), set->second.end());
  }
  return text::compress_hostlist(flat);
}

}  // namespace minislurm::config
