#include <algorithm>
#include <iterator>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

struct NodeChange {
  Node& node;
  std::string_view value{};
  const core::Caller& caller;
  Instant now{};
};

// What a word after State= does. POWER_* and CANCEL_REBOOT have nothing to act on here and are taken as they are.
struct StateWord {
  std::string_view word;
  bool needs_reason;
  void (*set)(Node&);
};

void clear_reason(Node& node) {
  node.reason.clear();
  node.reason_user.clear();
  node.reason_by = UserId{};
  node.reason_at = kNever;
}

void resume(Node& node) {
  node.drain = false;
  node.state = NodeState::Up;
  clear_reason(node);
}

void undrain(Node& node) {
  node.drain = false;
  if (node.state == NodeState::Up) clear_reason(node);
}

constexpr StateWord kStates[] = {
    {"RESUME", false, &resume},
    {"IDLE", false, &resume},
    {"UNDRAIN", false, &undrain},
    {"DRAIN", true, [](Node& node) { node.drain = true; }},
    {"FAIL", true, [](Node& node) { node.drain = true; }},
    {"DOWN", true, [](Node& node) { node.state = NodeState::Down; }},
    {"FUTURE", false, [](Node& node) { node.state = NodeState::Future; }},
    {"NoResp", false, [](Node&) {}},
    {"POWER_UP", false, [](Node&) {}},
    {"POWER_DOWN", false, [](Node&) {}},
    {"POWER_DOWN_ASAP", false, [](Node&) {}},
    {"POWER_DOWN_FORCE", false, [](Node&) {}},
    {"CANCEL_REBOOT", false, [](Node&) {}},
};

const StateWord* find_state_word(std::string_view word) {
  const auto* row = std::find_if(std::begin(kStates), std::end(kStates),
                                 [word](const StateWord& one) { return text::iequals(one.word, word); });
  return row == std::end(kStates) ? nullptr : row;
}

Status set_state(NodeChange& change) {
  const StateWord* row = find_state_word(change.value);
  if (!row) return unreadable();
  row->set(change.node);
  return {};
}

Status set_reason(NodeChange& change) {
  change.node.reason = std::string{change.value};
  change.node.reason_by = change.caller.user;
  change.node.reason_user = change.caller.user_name;
  change.node.reason_at = change.value.empty() ? kNever : change.now;
  return {};
}

Status set_gres(NodeChange& change) {
  const auto list = text::parse_gres(change.value);
  if (!list) return Error{Code::InvalidGres};
  for (const text::GresRequest& wanted : *list) {
    const bool configured = std::any_of(change.node.gres.begin(), change.node.gres.end(), [&](const NodeGres& gres) {
      return gres.name == wanted.name && (wanted.type.empty() || gres.type == wanted.type) && wanted.count <= gres.count;
    });
    if (!configured) return Error{Code::InvalidGres};
  }
  change.node.gres_text = std::string{change.value};
  return {};
}

Status kept(NodeChange&) { return {}; }

struct NodeKey {
  std::string_view name;
  Status (*set)(NodeChange&);
};

// Reason stands before State, so that the state finds it.
constexpr NodeKey kKeys[] = {
    {"Reason", &set_reason},
    {"State", &set_state},
    {"ActiveFeatures", [](NodeChange& c) { return read_names(c.value, c.node.features); }},
    {"AvailableFeatures", [](NodeChange& c) { return read_names(c.value, c.node.features); }},
    {"Features", [](NodeChange& c) { return read_names(c.value, c.node.features); }},
    {"Comment", [](NodeChange& c) { c.node.comment = std::string{c.value}; return Status{}; }},
    {"CpuBind", &kept},
    {"Extra", [](NodeChange& c) { c.node.extra = std::string{c.value}; return Status{}; }},
    {"Gres", &set_gres},
    {"InstanceId", &kept},
    {"InstanceType", &kept},
    {"NodeAddr", [](NodeChange& c) { c.node.address = std::string{c.value}; return Status{}; }},
    {"NodeHostname", [](NodeChange& c) { c.node.hostname = std::string{c.value}; return Status{}; }},
    {"ResumeAfter", &kept},
    {"Topology", &kept},
    {"Weight", [](NodeChange& c) { return read_count(c.value, c.node.weight); }},
};

const NodeKey* find_key(std::string_view name) {
  const auto* row = std::find_if(std::begin(kKeys), std::end(kKeys), [name](const NodeKey& key) { return text::iequals(key.name, name); });
  return row == std::end(kKeys) ? nullptr : row;
}

Status apply(Context context, const wire::UpdateRequest& request, Node& node) {
  NodeChange change{node, {}, context.caller, context.now()};
  for (const NodeKey& key : kKeys) {
    const std::string* value = value_of(request, key.name);
    if (!value) continue;
    change.value = *value;
    if (const Status set = key.set(change); !set) return named(set.error(), key.name);
  }
  return {};
}

Status check(Context context, const wire::UpdateRequest& request, const std::vector<std::string>& names) {
  for (const auto& key : request.keys)
    if (!text::iequals(key.first, "NodeName") && !find_key(key.first)) return unsupported(key);
  const std::string* state = value_of(request, "State");
  const StateWord* row = state ? find_state_word(*state) : nullptr;
  const std::string* reason = value_of(request, "Reason");
  for (const std::string& name : names) {
    const Node* node = context.state().find_node(name);
    if (!node) return Error{Code::InvalidNodeName};
    if (row && row->needs_reason && (reason ? reason->empty() : node->reason.empty()))
      return Error::generic("You must specify a reason when DOWNING or DRAINING a node. Request denied");
    Node copy = *node;
    if (const Status applied = apply(context, request, copy); !applied) return applied;
  }
  return {};
}

}  // namespace

Outcome update_node(Context context, const wire::UpdateRequest& request) {
  if (request.verb != wire::UpdateVerb::Update) return bad(Error{Code::Disabled});  // nodes come from the configuration
  const std::string* list = value_of(request, "NodeName");
  if (!list) return bad(Error{Code::InvalidNodeName});
  std::vector<std::string> names;
  if (text::iequals(*list, "ALL")) {
    for (const Node& node : context.state().cluster.nodes) names.push_back(node.name);
  } else {
    auto expanded = text::expand_hostlist(*list);
    if (!expanded || expanded->empty()) return bad(Error{Code::InvalidNodeName});
    names = std::move(*expanded);
  }
  if (const Status valid = check(context, request, names); !valid) return bad(valid.error());
  for (const std::string& name : names) {
    Node& node = *context.state().find_node(name);
    if (const Status applied = apply(context, request, node); !applied) return bad(applied.error());
    if (node.state == NodeState::Down) core::kill_jobs_on(context.turn, name);
  }
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
  return done();
}

}  // namespace minislurm::requests
