#include "commands/scontrol/debug.h"

#include <algorithm>
#include <iterator>

#include "commands/scontrol/query.h"
#include "commands/support/messages.h"
#include "libcommon/log/debug_flags.h"
#include "libcommon/log/log.h"
#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

int send(Session& session, const wire::SetDebugRequest& request, const std::string& what) {
  const auto reply = session.context.link().ask<wire::Empty>(wire::RequestKind::SetDebug, request);
  return reply ? 0 : fail(session, what, reply.error());
}

// "nodes=LIST": nodes have no daemons of their own here, so only their names are looked at.
int check_nodes(Session& session, const std::string& list) {
  const auto reply = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!reply) return 1;
  const auto names = text::expand_hostlist(list);
  bool known = bool{names};
  for (const std::string& name : names.value_or({})) {
    if (find_named(reply->nodes, name) != nullptr) continue;
    known = false;
    error(session.context, "_fwd_tree_get_addr: can't find address for host " + name + ", check slurm.conf");
  }
  if (known) return 0;
  session.context.err() << "Failed to change debug level on one or more nodes.\n";
  return 1;
}

constexpr std::string_view kUsage = "Usage: setdebugflags {+|-}NAME [{+|-}NAME] [nodes=<NODES>]";

struct Level {
  std::string_view word;
  bool on;
};
constexpr Level kSchedLevels[] = {{"0", false}, {"1", true}, {"disable", false}, {"enable", true}};

}  // namespace

int set_debug(Session& session, const Words& words) {
  const std::string level = words[0] == "-1" ? "quiet" : text::lower(words[0]);
  if (!log::knows_level(level)) {
    session.context.err() << "invalid debug level: " << words[0] << '\n';
    return 1;
  }
  if (words.size() > 1) {
    if (text::istarts_with(words[1], "nodes=")) return check_nodes(session, words[1].substr(6));
    session.context.err() << "Invalid option: " << words[0] << '\n';
    return 1;
  }
  wire::SetDebugRequest request;
  request.level = level;
  return send(session, request, "slurm_set_debug_level error:");
}

int set_debug_flags(Session& session, const Words& words) {
  wire::SetDebugRequest request;
  std::string nodes;
  for (const std::string& word : words) {
    if (text::istarts_with(word, "nodes=")) {
      nodes = word.substr(6);
      continue;
    }
    if (word.empty() || (word.front() != '+' && word.front() != '-')) {
      session.context.err() << "invalid debug flag: " << word << '\n' << kUsage << '\n';
      return 1;
    }
    const std::string_view flag = log::find_debug_flag(word.substr(1));
    if (flag.empty()) {
      error(session.context, "Invalid DebugFlag: " + word.substr(1));
      session.context.err() << "invalid debug flag: " << word << '\n';
      return 1;
    }
    request.flags.push_back(word.substr(0, 1) + std::string(flag));
  }
  if (!nodes.empty()) return check_nodes(session, nodes);
  return send(session, request, "slurm_set_debug_flags error:");
}

int set_sched_log(Session& session, const Words& words) {
  const bool known = std::any_of(std::begin(kSchedLevels), std::end(kSchedLevels),
                                 [&](const Level& row) { return text::iequals(row.word, words[0]); });
  if (!known) {
    session.context.err() << "invalid schedlog level: " << words[0] << '\n';
    return 1;
  }
  return fail(session, "slurm_set_schedlog_level error:", Error{Code::Disabled});
}

int set_dampening(Session& session, const Words& words) {
  const auto factor = text::parse_u32(words[0]);
  if (!factor || *factor == 0) {
    session.context.err() << "invalid dampening factor: " << words[0] << '\n';
    return 1;
  }
  wire::UpdateRequest request;
  request.entity = wire::Entity::Config;
  request.keys = {{"FairShareDampeningFactor", words[0]}};
  const auto reply = session.context.link().ask<wire::UpdateReply>(wire::RequestKind::Update, request);
  return reply ? 0 : fail(session, "slurm_set_fs_dampeningfactor error:", reply.error());
}

}  // namespace minislurm::scontrol
