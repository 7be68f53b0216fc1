#include "commands/scontrol/update.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "commands/scontrol/debug.h"
#include "commands/scontrol/update_checks.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

using wire::Entity;
using wire::UpdateVerb;

// What names a thing: "JobId=12".
struct IdKey {
  std::string_view key;
  std::size_t shortest;
  Entity entity;
};

constexpr IdKey kIdKeys[] = {
    {"JobId", 3, Entity::Job},           {"JobName", 4, Entity::Job},
    {"StepId", 4, Entity::Step},         {"NodeName", 4, Entity::Node},
    {"PartitionName", 4, Entity::Partition}, {"ReservationName", 3, Entity::Reservation},
    {"SuspendExcNodes", 11, Entity::Config}, {"SuspendExcParts", 11, Entity::Config},
    {"SuspendExcStates", 11, Entity::Config},
};

const IdKey* find_id_key(std::string_view key, bool whole) {
  const auto* row = std::find_if(std::begin(kIdKeys), std::end(kIdKeys), [&](const IdKey& one) {
    const std::size_t length = whole ? one.key.size() : one.shortest;
    return key.size() >= length && text::istarts_with(one.key, key);
  });
  return row == std::end(kIdKeys) ? nullptr : row;
}

struct Parsed {
  wire::UpdateRequest request;
  std::string id, id_key;     // as written
  std::string by_name;        // JobName= in place of an id
  std::optional<Complaint> complaint;
  bool changes = false;
};

std::string_view name_of(Entity entity) {
  switch (entity) {
    case Entity::Job: return "job";
    case Entity::Node: return "node";
    case Entity::Partition: return "partition";
    case Entity::Reservation: return "reservation";
    case Entity::Step: return "step";
    case Entity::Config: return "configuration";
  }
  return "";
}

// Whole names go before shortened ones: Partition= is also a key of jobs. "job 12" is as good as "JobId=12".
const IdKey* find_entity(const Words& words) {
  for (const bool whole : {true, false})
    for (const std::string& word : words) {
      const Assignment given = take_apart(word);
      const std::string& key = given.key.empty() ? word : given.key;
      const bool bare = given.key.empty() && !(text::iequals(word, "job") || text::iequals(word, "jobid") ||
                                               text::iequals(word, "reservation") || text::iequals(word, "res") ||
                                               text::iequals(word, "partition") || text::iequals(word, "node"));
      if (bare) continue;
      if (const IdKey* row = find_id_key(key, whole)) return row;
    }
  return nullptr;
}

Complaint unsupported(Entity entity, UpdateVerb verb, const std::string& word) {
  const std::string text = "Update of this parameter is not supported: " + word;
  if (entity == Entity::Partition) return {"scontrol: error: " + text + "\n\nscontrol: error: Request aborted\n"};
  if (entity == Entity::Reservation)
    return {"scontrol: error: Unknown parameter " + word + ".  No reservation " +
            (verb == UpdateVerb::Create ? "created" : "update") + ".\n"};
  return {text + "\nRequest aborted\n"};
}

Complaint misformatted(Entity entity, UpdateVerb verb, const std::string& word) {
  switch (entity) {
    case Entity::Node:
    case Entity::Partition: return {"scontrol: error: Invalid input: " + word + "  Request aborted\n"};
    case Entity::Reservation:
      return {"scontrol: error: Misformatted parameter '" + word +
              "', most options have a parameter after '='.  No reservation " +
              (verb == UpdateVerb::Create ? "created" : "update") + ".\n"};
    default: return {"Invalid input: " + word + "\nRequest aborted\n"};
  }
}

// A word without a '='. Takes the one behind it along where that is the id.
void parse_bare(Parsed& parsed, const Words& words, std::size_t& index) {
  const std::string& word = words[index];
  const Entity entity = parsed.request.entity;
  const bool names_job = entity == Entity::Job && (text::iequals(word, "job") || text::iequals(word, "jobid"));
  if (names_job && parsed.id.empty() && index + 1 < words.size()) {
    parsed.id_key = word;
    parsed.id = words[++index];
    return;
  }
  if (entity == Entity::Reservation && index == 0 && find_id_key(word, false) != nullptr) return;
  constexpr std::string_view kAlone[] = {"Nice", "ResetAccrueTime"};
  for (const std::string_view key : kAlone)
    if (entity == Entity::Job && text::iequals(key, word)) {
      parsed.request.keys.emplace_back(std::string(key), "");
      parsed.changes = true;
      return;
    }
  if (entity == Entity::Reservation && text::iequals(word, "skip")) {
    parsed.request.keys.emplace_back("Skip", "");
    return;
  }
  parsed.complaint = misformatted(entity, parsed.request.verb, word);
}

// True: the word was the name of what is to be changed, or of whose jobs.
bool parse_id(Parsed& parsed, const Assignment& given, const IdKey& entity) {
  const IdKey* row = find_id_key(given.key, false);
  if (row != nullptr && row->entity == entity.entity && row->entity != Entity::Config) {
    if (row->key != "JobName") {
      parsed.id = given.value;
      parsed.id_key = given.key;
      return true;
    }
    if (entity.key == "JobName") {
      parsed.by_name = given.value;
      return true;
    }
  }
  if (parsed.request.entity != Entity::Job || !text::iequals(given.key, "UserID")) return false;
  if (find_user(given.value)) parsed.request.keys.emplace_back("UserId", given.value);
  else parsed.complaint = Complaint{"Invalid UserID: " + given.value + "\nRequest aborted\n"};
  return true;
}

void parse_assignment(Parsed& parsed, Assignment given, const IdKey& entity) {
  if (parse_id(parsed, given, entity)) return;
  const Entity kind = parsed.request.entity;
  const std::string sign = given.sign == '=' ? "" : std::string(1, given.sign);
  if (kind == Entity::Config) {
    parsed.request.keys.emplace_back(given.key + sign, given.value);
    parsed.changes = true;
    return;
  }
  const KeyRule* rule = find_key_rule(kind, given.key);
  const bool step_sign = kind == Entity::Step && given.sign != '=';
  if (rule == nullptr || step_sign) {
    parsed.complaint = unsupported(kind, parsed.request.verb, given.word);
    return;
  }
  if (kind == Entity::Job && given.sign != '=' && rule->key != "TimeLimit") {
    parsed.complaint = Complaint{"scontrol: error: Option " + given.word + " does not accept [+|-]= syntax\n"};
    return;
  }
  if (rule->check != nullptr) parsed.complaint = rule->check(*rule, given);
  parsed.request.keys.emplace_back(std::string(rule->key) + sign, given.value);
  parsed.changes = true;
}

Parsed parse_words(UpdateVerb verb, const Words& words, const IdKey& entity) {
  Parsed parsed;
  parsed.request.verb = verb;
  parsed.request.entity = entity.entity;
  for (std::size_t index = 0; index < words.size() && !parsed.complaint; ++index) {
    Assignment given = take_apart(words[index]);
    if (given.key.empty() && words[index].find('=') == std::string::npos) parse_bare(parsed, words, index);
    else parse_assignment(parsed, std::move(given), entity);
  }
  const std::string id_name = entity.entity == Entity::Job ? "JobId" : std::string(entity.key);
  if (!parsed.by_name.empty()) parsed.request.keys.insert(parsed.request.keys.begin(), {"JobName", parsed.by_name});
  else if (entity.entity != Entity::Config && (!parsed.id_key.empty() || entity.entity != Entity::Reservation))
    parsed.request.keys.insert(parsed.request.keys.begin(), {id_name, parsed.id});
  return parsed;
}

const std::string* find_value(const wire::UpdateRequest& request, std::string_view key) {
  for (const auto& [name, value] : request.keys)
    if (text::iequals(name, key)) return &value;
  return nullptr;
}

// What scontrol itself knows of node states, before the controller is asked.
std::optional<Complaint> check_node_state(const wire::UpdateRequest& request) {
  constexpr std::string_view kStates[] = {
      "NoResp",     "DRAIN",    "FAIL",          "FUTURE",          "RESUME",
      "POWER_DOWN", "POWER_UP", "UNDRAIN",       "POWER_DOWN_ASAP", "POWER_DOWN_FORCE",
      "DOWN",       "IDLE",     "CANCEL_REBOOT", "ALLOC",           "ALLOCATED",
      "MIXED",      "UNKNOWN",  "ERROR"};
  if (request.entity != Entity::Node || request.verb != UpdateVerb::Update) return std::nullopt;
  const std::string* state = find_value(request, "State");
  const bool stops = state != nullptr &&
                     (text::iequals(*state, "DOWN") || text::iequals(*state, "DRAIN") || text::iequals(*state, "FAIL"));
  if (find_value(request, "ResumeAfter") != nullptr && !stops)
    return Complaint{"You can only specify a resume time when DOWNING or DRAINING a node. Request denied\n"};
  if (state == nullptr) return std::nullopt;
  const bool known = std::any_of(std::begin(kStates), std::end(kStates),
                                 [state](std::string_view name) { return text::iequals(name, *state); });
  if (!known)
    return Complaint{
        "Invalid input: State=" + *state +
        "\nRequest aborted\nValid states are: NoResp DRAIN FAIL FUTURE RESUME POWER_DOWN POWER_UP UNDRAIN\n"
        "Not all states are valid given a node's prior state\n"};
  const std::string* reason = find_value(request, "Reason");
  if (stops && (reason == nullptr || reason->empty()))
    return Complaint{"You must specify a reason when DOWNING or DRAINING a node. Request denied\n"};
  return std::nullopt;
}

std::optional<Complaint> check_whole(const Parsed& parsed) {
  if (parsed.request.verb != UpdateVerb::Update) return std::nullopt;
  if (auto state = check_node_state(parsed.request)) return state;
  const bool needs_change = parsed.request.entity != Entity::Reservation && !parsed.changes;
  if (!needs_change) return std::nullopt;
  return Complaint{parsed.request.entity == Entity::Partition ? "scontrol: error: No changes specified\n"
                                                              : "No changes specified\n"};
}

// The controller's refusal in the words that belong to the verb and the entity.
void explain(Session& session, const Parsed& parsed, const Error& why) {
  std::ostream& err = session.context.err();
  const std::string text = to_string(why);
  const std::string name{name_of(parsed.request.entity)};
  if (why.code == Code::UnsupportedUpdate) {
    err << text_of(why.code) << ": " << why.detail << "\nRequest aborted\n";
  } else if (why.code == Code::InvalidValue) {
    const bool sentence = why.detail.find(' ') != std::string::npos;
    error(session.context, sentence ? why.detail : "Invalid " + why.detail + " value");
  } else if (why.code == Code::Generic && why.detail.find('\n') != std::string::npos) {
    err << why.detail;
  } else if (parsed.request.entity == Entity::Job) {
    err << text << " for job " << parsed.id << '\n';
  } else if (parsed.request.verb == UpdateVerb::Create) {
    err << "Error creating " << (parsed.request.entity == Entity::Node ? "node(s)" : "the " + name) << ": " << text
        << '\n';
    if (parsed.request.entity == Entity::Reservation && (why.code == Code::NodesBusy || why.code == Code::RequestedNodeConfigUnavailable) &&
        find_value(parsed.request, "Nodes") == nullptr)
      err << "Note, unless nodes are directly requested a reservation must exist in a single partition.\n"
             "If no partition is requested the default partition is assumed.\n";
  } else {
    err << "slurm_update error: " << text << '\n';
  }
}

int complain(Session& session, const Complaint& complaint) {
  session.context.err() << complaint.text;
  return complaint.exit_code;
}

int refused(Session& session, const Parsed& parsed, const std::vector<wire::NamedCode>& jobs) {
  if (session.options.quiet) return 1;
  for (const wire::NamedCode& job : jobs) {
    const bool task = job.name.find('_') != std::string::npos;
    if (task) session.context.err() << job.name << ": " << text_of(job.code) << '\n';
    else session.context.err() << text_of(job.code) << " for job " << (job.name.empty() ? parsed.id : job.name) << '\n';
  }
  return 1;
}

// A reservation's users have to be users of this machine, where the command runs as well as the controller does.
bool knows_users(const wire::UpdateRequest& request) {
  const std::string* users = request.entity == Entity::Reservation ? find_value(request, "Users") : nullptr;
  if (users == nullptr) return true;
  const std::vector<std::string_view> names = text::split_list(*users);
  return std::all_of(names.begin(), names.end(), [](std::string_view name) {
    if (name.front() == '-' || name.front() == '+') name.remove_prefix(1);
    return find_user(name).has_value();
  });
}

int ask(Session& session, const Parsed& parsed) {
  const auto reply = session.context.link().ask<wire::UpdateReply>(wire::RequestKind::Update, parsed.request);
  if (!reply) {
    if (!session.options.quiet) explain(session, parsed, reply.error());
    return 1;
  }
  if (!reply->text.empty()) session.context.out() << reply->text << '\n';
  return reply->refused.empty() ? 0 : refused(session, parsed, reply->refused);
}

int send(Session& session, UpdateVerb verb, const Words& words, const IdKey& entity) {
  const Parsed parsed = parse_words(verb, words, entity);
  if (parsed.complaint) return complain(session, *parsed.complaint);
  if (const auto wrong = check_whole(parsed)) return complain(session, *wrong);
  if (parsed.request.keys.empty()) {
    error(session.context, "A start time must be given.  No reservation created.");
    return 1;
  }
  if (!knows_users(parsed.request)) {
    explain(session, parsed, Error{Code::InvalidUser});
    return 1;
  }
  // Slurm's words for nothing: an empty id names nothing, which is no error.
  if (entity.entity == Entity::Job && parsed.by_name.empty() && parsed.id.empty()) return 0;
  return ask(session, parsed);
}

}  // namespace

int update(Session& session, const Words& words) {
  for (const std::string& word : words)
    if (text::istarts_with(word, "SlurmctldDebug=")) return set_debug(session, {word.substr(15)});
  if (const IdKey* entity = find_entity(words)) return send(session, UpdateVerb::Update, words, *entity);
  session.context.err()
      << "No valid entity in update command\nInput line must include \"NodeName\", \"PartitionName\", "
         "\"Reservation\", \"JobId\", or \"SlurmctldDebug\"\n";
  return 1;
}

int create(Session& session, const Words& words) {
  const Assignment first = take_apart(words[0]);
  const IdKey* entity = find_id_key(first.key.empty() ? words[0] : first.key, false);
  if (entity == nullptr || entity->entity == Entity::Job || entity->entity == Entity::Step ||
      entity->entity == Entity::Config) {
    error(session.context, "Invalid creation entity: " + words[0]);
    return 1;
  }
  if (entity->entity != Entity::Node) return send(session, UpdateVerb::Create, words, *entity);
  Parsed parsed;  // a line as slurm.conf has it, which the controller reads
  parsed.request.verb = UpdateVerb::Create;
  parsed.request.entity = Entity::Node;
  parsed.request.keys = {{"NodeName", text::join(words, " ")}};
  return ask(session, parsed);
}

int erase(Session& session, const Words& words) {
  const Assignment first = take_apart(words[0]);
  if (first.key.empty() && words.size() != 2) {
    error(session.context, "Proper format is 'delete <ENTITY>=<ID>' or 'delete <ENTITY> <ID>'");
    return 1;
  }
  const IdKey* entity = find_id_key(first.key.empty() ? words[0] : first.key, false);
  const bool known = entity != nullptr && (entity->entity == Entity::Node || entity->entity == Entity::Partition ||
                                           entity->entity == Entity::Reservation);
  if (!known || (!first.key.empty() && words.size() != 1)) {
    session.context.err() << "Invalid deletion entity: " << words[0] << '\n';
    return 1;
  }
  wire::UpdateRequest request;
  request.verb = UpdateVerb::Delete;
  request.entity = entity->entity;
  const std::string id = first.key.empty() ? words[1] : first.value;
  request.keys = {{std::string(entity->key), id}};
  if (id.empty() && entity->entity == Entity::Partition) return 0;
  const auto reply = session.context.link().ask<wire::UpdateReply>(wire::RequestKind::Update, request);
  if (reply) return 0;
  if (session.options.quiet) return 1;
  if (entity->entity == Entity::Node && !id.empty()) error(session.context, "failed to delete nodes " + id);
  session.context.err() << "delete_" << name_of(entity->entity) << " " << words[0] << ": " << to_string(reply.error())
                        << '\n';
  return 1;
}

}  // namespace minislurm::scontrol
