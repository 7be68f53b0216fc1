#include <algorithm>
#include <iterator>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

struct NodeChange {
  Node& node;
  std::string_view value{};
  const core::Caller& caller;
  Instant now{};
  const std::vector<TopologySpec>& topologies;
};

// Real Slurm says so where the state that is wanted cannot follow the present one.
Error impossible() { return Error::generic("Invalid node state transition"); }

void clear_reason(Node& node) {
  node.reason.clear();
  node.reason_user.clear();
  node.reason_by = UserId{};
  node.reason_at = kNever;
  node.resume_after = kNever;
}

bool is_stopped(const Node& node) { return node.drain || node.fail || node.state == NodeState::Down; }

void bring_up(Node& node) {
  node.drain = node.fail = false;
  node.state = NodeState::Up;
  clear_reason(node);
}

Status resume(Node& node) {
  if (!is_stopped(node) && node.state == NodeState::Up) return impossible();
  bring_up(node);
  return {};
}

Status undrain(Node& node) {
  node.drain = node.fail = false;
  if (node.state == NodeState::Up) clear_reason(node);
  return {};
}

Status no_transition(Node&) { return impossible(); }
// There is nothing here that could switch a node off.
Status no_power(Node&) { return Error::generic("Invalid node state specified"); }

struct StateWord {
  std::string_view word;
  bool needs_reason;
  Status (*set)(Node&);
};

constexpr StateWord kStates[] = {
    {"RESUME", false, &resume},
    {"IDLE", false, [](Node& node) { bring_up(node); return Status{}; }},
    {"UNDRAIN", false, &undrain},
    {"DRAIN", true, [](Node& node) { node.drain = true; return Status{}; }},
    {"FAIL", true, [](Node& node) { node.drain = node.fail = true; return Status{}; }},
    {"DOWN", true, [](Node& node) { node.state = NodeState::Down; return Status{}; }},
    {"FUTURE", false, [](Node& node) { node.state = NodeState::Future; return Status{}; }},
    {"NoResp", false, [](Node&) { return Status{}; }},
    {"ALLOC", false, &no_transition}, {"ALLOCATED", false, &no_transition}, {"MIXED", false, &no_transition},
    {"UNKNOWN", false, &no_transition}, {"ERROR", false, &no_transition}, {"CANCEL_REBOOT", false, &no_transition},
    {"POWER_UP", false, &no_power}, {"POWER_DOWN", false, &no_power}, {"POWER_DOWN_ASAP", false, &no_power},
    {"POWER_DOWN_FORCE", false, &no_power},
};

const StateWord* find_state_word(std::string_view word) {
  const auto* row = std::find_if(std::begin(kStates), std::end(kStates),
                                 [word](const StateWord& one) { return text::iequals(one.word, word); });
  return row == std::end(kStates) ? nullptr : row;
}

Status set_state(NodeChange& change) {
  const StateWord* row = find_state_word(change.value);
  return row ? row->set(change.node) : Status{unreadable()};
}

Status set_reason(NodeChange& change) {
  change.node.reason = std::string{change.value};
  change.node.reason_by = change.caller.user;
  change.node.reason_user = change.caller.user_name;
  change.node.reason_at = change.value.empty() ? kNever : change.now;
  return {};
}

Status set_resume_after(NodeChange& change) {
  if (change.value == "-1") {
    change.node.resume_after = kNever;
    return {};
  }
  std::uint32_t seconds = 0;
  if (const Status read = read_count(change.value, seconds); !read) return read;
  change.node.resume_after = change.now + Seconds{seconds};
  return {};
}

Status set_gres(NodeChange& change) {
  if (change.value.empty()) {
    change.node.gres_text.clear();
    return {};
  }
  const auto list = text::parse_gres(change.value);
  if (!list) return Error{Code::InvalidGres};
  for (const text::GresRequest& wanted : *list) {
    const bool fits = std::any_of(change.node.gres.begin(), change.node.gres.end(), [&](const NodeGres& gres) {
      return gres.name == wanted.name && (wanted.type.empty() || gres.type == wanted.type) &&
             wanted.count <= gres.count;
    });
    if (!fits) return Error{Code::InvalidGres};
  }
  change.node.gres_text = std::string{change.value};
  return {};
}

bool holds_all(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return std::find(names.begin(), names.end(), one) != names.end(); });
}

Error not_available() { return Error::generic("Active features not subset of available features"); }

// The active features follow, where they were all of the available ones or none.
Status set_available(NodeChange& change) {
  std::vector<std::string> names;
  if (const Status read = read_names(change.value, names); !read) return read;
  Node& node = change.node;
  const bool differ = node.own_available_features;
  if (differ && !holds_all(names, node.features)) return not_available();
  node.own_available_features = false;
  node.available_features.clear();
  node.features = std::move(names);
  return {};
}

Status set_active(NodeChange& change) {
  std::vector<std::string> names;
  if (const Status read = read_names(change.value, names); !read) return read;
  Node& node = change.node;
  const std::vector<std::string> available = node.own_available_features ? node.available_features : node.features;
  if (!holds_all(available, names)) return not_available();
  node.own_available_features = names != available;
  node.available_features = node.own_available_features ? available : std::vector<std::string>{};
  node.features = std::move(names);
  return {};
}

struct NodeKey {
  std::string_view name;
  Status (*set)(NodeChange&);
};

template <std::string Node::*member>
Status set_text(NodeChange& change) {
  change.node.*member = std::string{change.value};
  return {};
}

// "leaf" or "TOPOLOGY:UNIT"; where a node is is the configuration's to say, so that only what is so is accepted.
Status set_topology(NodeChange& change) {
  const std::string name{change.value.substr(0, change.value.find(':'))};
  const bool known = std::any_of(change.topologies.begin(), change.topologies.end(),
                                 [&](const TopologySpec& one) { return one.name == name; });
  return known ? Status{} : Status{Error{Code::TopologyNotAvailable}};
}

// Reason stands before State, so that the state finds it.
constexpr NodeKey kKeys[] = {
    {"Reason", &set_reason},
    {"State", &set_state},
    {"ResumeAfter", &set_resume_after},
    {"AvailableFeatures", &set_available},
    {"Features", &set_available},
    {"ActiveFeatures", &set_active},
    {"Comment", &set_text<&Node::comment>},
    {"CpuBind", &set_text<&Node::cpu_bind>},
    {"Extra", &set_text<&Node::extra>},
    {"Gres", &set_gres},
    {"InstanceId", &set_text<&Node::instance_id>},
    {"InstanceType", &set_text<&Node::instance_type>},
    {"NodeAddr", &set_text<&Node::address>},
    {"NodeHostname", &set_text<&Node::hostname>},
    {"Topology", &set_topology},
    {"Weight", [](NodeChange& c) { return read_count(c.value, c.node.weight); }},
};

const NodeKey* find_key(std::string_view name) {
  const auto* row = std::find_if(std::begin(kKeys), std::end(kKeys),
                                 [name](const NodeKey& key) { return text::iequals(key.name, name); });
  return row == std::end(kKeys) ? nullptr : row;
}

// Several nodes get one name each of a list.
Result<std::string> value_for(const NodeKey& key, const std::string& value, std::size_t index, std::size_t count) {
  const bool names = key.name == "NodeAddr" || key.name == "NodeHostname";
  if (!names || count < 2) return value;
  const auto list = text::expand_hostlist(value);
  if (!list || list->size() != count) return Error{Code::InvalidNodeName};
  return (*list)[index];
}

Status apply(Context context, const wire::UpdateRequest& request, Node& node, std::size_t index, std::size_t count) {
  NodeChange change{node, {}, context.caller, context.now(), context.state().cluster.topologies};
  for (const NodeKey& key : kKeys) {
    const std::string* given = value_of(request, key.name);
    if (!given) continue;
    const Result<std::string> value = value_for(key, *given, index, count);
    if (!value) return value.error();
    change.value = *value;
    const Status set = key.set(change);
    // Of several nodes those that are so already are left as they are.
    if (!set && count > 1 && set.error() == impossible()) continue;
    if (!set) return named(set.error(), key.name);
  }
  if (!is_stopped(node)) clear_reason(node);
  return {};
}

Status check(Context context, const wire::UpdateRequest& request, const std::vector<std::string>& names) {
  for (const auto& key : request.keys)
    if (!text::iequals(key.first, "NodeName") && !find_key(key.first)) return unsupported(key);
  const std::string* state = value_of(request, "State");
  const StateWord* row = state ? find_state_word(*state) : nullptr;
  const std::string* reason = value_of(request, "Reason");
  for (std::size_t index = 0; index < names.size(); ++index) {
    const Node* node = context.state().find_node(names[index]);
    if (!node) return Error{Code::InvalidNodeName};
    if (row && row->needs_reason && (reason ? reason->empty() : node->reason.empty()))
      return Error::generic("You must specify a reason when DOWNING or DRAINING a node. Request denied");
    Node copy = *node;
    if (const Status applied = apply(context, request, copy, index, names.size()); !applied) return applied;
  }
  return {};
}

// The nodes of a cluster are its configuration's; as with a real one whose table has no room for more.
Outcome create_node(Context context, const std::string& line) {
  const auto words = text::split_list(line, ' ');
  const std::string_view first = words.empty() ? std::string_view{} : words.front();
  if (!text::istarts_with(first, "NodeName=") || first.size() == 9)
    return bad(Error::generic("scontrol: error: Failed to parse nodeline '" + line +
                              "'\nError creating node(s): Unspecified error\n"));
  const std::string name{first.substr(9)};
  const auto allowed = [](std::string_view word) {
    for (const std::string_view state : {"State=FUTURE", "State=CLOUD", "State=EXTERNAL"})
      if (text::iequals(word, state)) return true;
    return false;
  };
  if (std::none_of(words.begin(), words.end(), allowed))
    return bad(
        Error::generic("scontrol: error: Only State=FUTURE, CLOUD, or EXTERNAL allowed for nodes created by scontrol\n"
                       "Error creating node(s): Invalid node state specified\n"));
  const bool exists = context.state().find_node(name) != nullptr;
  const std::string why = exists ? "Node already exists in the node table" : "Unable to add node, node table is full";
  return bad(Error::generic("scontrol: error: " + why + " (" + name + ")\nError creating node(s): " + why + "\n"));
}

Outcome delete_node(Context context, const std::string& list) {
  const auto names = text::expand_hostlist(list);
  if (!names || names->empty()) return bad(Error{Code::InvalidNodeName});
  for (const std::string& name : *names)
    if (!context.state().find_node(name)) return bad(Error{Code::InvalidNodeName});
  return bad(Error{Code::InvalidNodeState});  // none of them was created by scontrol
}

}  // namespace

Outcome update_node(Context context, const wire::UpdateRequest& request) {
  const std::string* list = value_of(request, "NodeName");
  if (!list) return bad(Error{Code::InvalidNodeName});
  if (request.verb == wire::UpdateVerb::Create) return create_node(context, *list);
  if (request.verb == wire::UpdateVerb::Delete) return delete_node(context, *list);
  std::vector<std::string> names;
  if (text::iequals(*list, "ALL")) {
    for (const Node& node : context.state().cluster.nodes) names.push_back(node.name);
  } else {
    auto expanded = text::expand_hostlist(*list);
    if (!expanded || expanded->empty()) return bad(Error{Code::InvalidNodeName});
    names = std::move(*expanded);
  }
  if (const Status valid = check(context, request, names); !valid) return bad(valid.error());
  for (std::size_t index = 0; index < names.size(); ++index) {
    Node& node = *context.state().find_node(names[index]);
    if (const Status applied = apply(context, request, node, index, names.size()); !applied)
      return bad(applied.error());
    if (node.state == NodeState::Down) core::kill_jobs_on(context.turn, names[index]);
    if (node.resume_after > context.now())
      context.state().timers.arm(node.resume_after, core::TimerKind::ReservationEdge);
  }
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
  return done();
}

}  // namespace minislurm::requests
