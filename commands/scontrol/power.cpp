#include "commands/scontrol/power.h"

#include "commands/scontrol/query.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

int change_nodes(Session& session, const std::string& nodes, const std::string& state, const std::string& reason,
                 const std::string& what) {
  wire::UpdateRequest request;
  request.entity = wire::Entity::Node;
  request.keys = {{"NodeName", nodes}, {"State", state}};
  if (!reason.empty()) request.keys.emplace_back("Reason", reason);
  const auto reply = session.context.link().ask<wire::UpdateReply>(wire::RequestKind::Update, request);
  return reply ? 0 : fail(session, what, reply.error());
}

int complain(Session& session, const std::string& text) {
  session.context.err() << text;
  return 1;
}

}  // namespace

int reboot(Session& session, const Words& words) {
  std::string nodes;
  for (const std::string& word : words) {
    if (text::iequals(word, "ASAP") || text::iequals(word, "FORCE") || text::istarts_with(word, "action=")) continue;
    if (text::istarts_with(word, "nextstate=")) {
      const std::string state = word.substr(10);
      if (!text::iequals(state, "DOWN") && !text::iequals(state, "RESUME"))
        return complain(session, "Invalid state: " + state + "\n Valid states: DOWN, RESUME\n");
      continue;
    }
    if (text::istarts_with(word, "reason=")) {
      if (word.size() == 7) return complain(session, "missing reason\n");
      continue;
    }
    if (!nodes.empty()) return complain(session, "Multiple node lists specified\n");
    nodes = word;
  }
  if (nodes.empty()) return complain(session, "Missing node list. Specify ALL|<NodeList>");
  // Nothing here can be restarted without taking the controller along: as with Slurm where no program is configured.
  error(session.context, "RebootProgram isn't defined");
  return fail(session, "scontrol_reboot_nodes error:", Error::generic("Unspecified error"));
}

int cancel_reboot(Session& session, const Words& words) {
  return change_nodes(session, words[0], "CANCEL_REBOOT", "", "slurm_update error: ");
}

// power {up|down} [asap|force] NODES [reason=TEXT]
int power(Session& session, const Words& words) {
  const bool down = text::iequals(words[0], "down");
  if (!down && !text::iequals(words[0], "up")) return complain(session, "unexpected argument: '" + words[0] + "'\n");
  std::string state = down ? "POWER_DOWN" : "POWER_UP", nodes, reason;
  for (std::size_t index = 1; index < words.size(); ++index) {
    const std::string& word = words[index];
    if (down && nodes.empty() && (text::iequals(word, "asap") || text::iequals(word, "force")))
      state += "_" + text::upper(word);
    else if (down && text::istarts_with(word, "reason=")) reason = word.substr(7);
    else if (nodes.empty()) nodes = word;
    else return complain(session, "invalid argument: '" + word + "'\n");
  }
  if (nodes.empty()) return complain(session, "Mandatory argument {ALL|<NodeList>|<NodeSet>} missing\n");
  return change_nodes(session, nodes, state, reason, "scontrol_power_nodes error:");
}

}  // namespace minislurm::scontrol
