#include "commands/scontrol/update.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "commands/support/messages.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {
namespace {

using wire::Entity;
using wire::UpdateVerb;

struct IdKey {
  std::string_view key;   // names the entity: "JobId=12"
  std::string_view word;  // or stands before its id: "job 12", "reservation"
  Entity entity;
};

constexpr IdKey kIdKeys[] = {
    {"JobId", "job", Entity::Job},
    {"JobID", "jobid", Entity::Job},
    {"StepId", "step", Entity::Step},
    {"NodeName", "node", Entity::Node},
    {"PartitionName", "partition", Entity::Partition},
    {"ReservationName", "reservation", Entity::Reservation},
    {"Reservation", "res", Entity::Reservation},
};

const IdKey* find_id_key(std::string_view key) {
  const auto* row = std::find_if(std::begin(kIdKeys), std::end(kIdKeys),
                                 [key](const IdKey& candidate) { return text::iequals(candidate.key, key); });
  return row == std::end(kIdKeys) ? nullptr : row;
}

const IdKey* find_word(std::string_view word) {
  const auto* row = std::find_if(std::begin(kIdKeys), std::end(kIdKeys),
                                 [word](const IdKey& candidate) { return text::iequals(candidate.word, word); });
  return row == std::end(kIdKeys) ? nullptr : row;
}

// "job=12", "part=debug".
const IdKey* find_short_id_key(std::string_view key) {
  const auto* row = std::find_if(std::begin(kIdKeys), std::end(kIdKeys), [key](const IdKey& candidate) {
    constexpr std::size_t kShortest = 3;
    return key.size() >= kShortest && text::iequals(candidate.key.substr(0, key.size()), key);
  });
  return row == std::end(kIdKeys) ? nullptr : row;
}

// Shortened keys name the entity only where no whole one does: Partition= is also a key of jobs.
bool names_entity_in_full(const Words& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    const auto equals = word.find('=');
    return equals == std::string::npos ? find_word(word) != nullptr : find_id_key(word.substr(0, equals)) != nullptr;
  });
}

struct Parsed {
  wire::UpdateRequest request;
  std::string id;
  std::string bad_word;  // neither Key=Value nor an entity
};

Parsed parse_words(UpdateVerb verb, const Words& words) {
  Parsed parsed;
  parsed.request.verb = verb;
  const bool in_full = names_entity_in_full(words);
  for (std::size_t index = 0; index < words.size(); ++index) {
    const auto equals = words[index].find('=');
    if (equals == std::string::npos) {
      const IdKey* row = find_word(words[index]);
      if (row == nullptr) {
        parsed.bad_word = words[index];
        return parsed;
      }
      parsed.request.entity = row->entity;
      const bool names_it = index + 1 < words.size() && words[index + 1].find('=') == std::string::npos;
      if (names_it) {
        parsed.id = words[++index];
        parsed.request.keys.insert(parsed.request.keys.begin(), {std::string(row->key), parsed.id});
      }
      continue;
    }
    std::string key = words[index].substr(0, equals), value = words[index].substr(equals + 1);
    const IdKey* row = in_full ? find_id_key(key) : find_short_id_key(key);
    const bool open = parsed.request.entity == Entity{} || parsed.id.empty();
    if (row != nullptr && open && (parsed.request.entity == Entity{} || parsed.request.entity == row->entity)) {
      parsed.request.entity = row->entity;
      parsed.id = value;
      parsed.request.keys.insert(parsed.request.keys.begin(), {std::string(row->key), value});
      continue;
    }
    parsed.request.keys.emplace_back(std::move(key), std::move(value));
  }
  return parsed;
}

const std::string* find_value(const wire::UpdateRequest& request, std::string_view key) {
  for (const auto& [name, value] : request.keys)
    if (text::iequals(name, key)) return &value;
  return nullptr;
}

// What scontrol itself knows of node states, before the controller is asked. False: said what was wrong.
bool check_node_state(Session& session, const wire::UpdateRequest& request) {
  constexpr std::string_view kStates[] = {"NoResp",     "DRAIN",    "FAIL",    "FUTURE",          "RESUME",
                                          "POWER_DOWN", "POWER_UP", "UNDRAIN", "POWER_DOWN_ASAP", "POWER_DOWN_FORCE",
                                          "DOWN",       "IDLE",     "CANCEL_REBOOT"};
  const std::string* state = find_value(request, "State");
  if (request.entity != Entity::Node || state == nullptr) return true;
  const bool known = std::any_of(std::begin(kStates), std::end(kStates),
                                 [state](std::string_view name) { return text::iequals(name, *state); });
  if (!known) {
    session.context.err() << "Invalid input: State=" << *state << "\nRequest aborted\n"
                          << "Valid states are: NoResp DRAIN FAIL FUTURE RESUME POWER_DOWN POWER_UP UNDRAIN\n"
                          << "Not all states are valid given a node's prior state\n";
    return false;
  }
  const std::string* reason = find_value(request, "Reason");
  const bool needs_reason = text::iequals(*state, "DOWN") || text::iequals(*state, "DRAIN") || text::iequals(*state, "FAIL");
  if (needs_reason && (reason == nullptr || reason->empty())) {
    session.context.err() << "You must specify a reason when DOWNING or DRAINING a node. Request denied\n";
    return false;
  }
  return true;
}

// The controller's refusal in the words that belong to the verb and the entity.
void explain(Session& session, const Parsed& parsed, const Error& why) {
  std::ostream& err = session.context.err();
  const std::string text = to_string(why);
  const bool job = parsed.request.entity == Entity::Job;
  if (why.code == Code::UnsupportedUpdate) {
    err << text_of(why.code) << ": " << why.detail << "\nRequest aborted\n";
  } else if (why.code == Code::InvalidValue) {
    const bool sentence = why.detail.find(' ') != std::string::npos;
    error(session.context, sentence ? why.detail : "Invalid " + why.detail + " value");
  } else if (job) {
    err << text << " for job " << parsed.id << '\n';
  } else if (parsed.request.verb == UpdateVerb::Create) {
    err << "Error creating the " << (parsed.request.entity == Entity::Partition ? "partition" : "reservation") << ": "
        << text << '\n';
  } else if (parsed.request.verb == UpdateVerb::Delete) {
    err << "delete_" << (parsed.request.entity == Entity::Partition ? "partition PartitionName" : "reservation ReservationName")
        << "=" << parsed.id << ": " << text << '\n';
  } else {
    err << "slurm_update error: " << text << '\n';
  }
}

int send(Session& session, UpdateVerb verb, const Words& words) {
  const Parsed parsed = parse_words(verb, words);
  if (!parsed.bad_word.empty()) {
    session.context.err() << "Invalid input: " << parsed.bad_word << "\nRequest aborted\n";
    return 1;
  }
  if (parsed.request.entity == Entity{}) {
    session.context.err() << "No valid entity in " << (verb == UpdateVerb::Update   ? "update"
                                                       : verb == UpdateVerb::Create ? "create"
                                                                                    : "delete")
                          << " command\nInput line must include \"NodeName\", \"JobId\", \"PartitionName\" or "
                          << "\"ReservationName\"\n";
    return 1;
  }
  if (!check_node_state(session, parsed.request)) return 1;
  const auto reply = session.context.link().ask<wire::UpdateReply>(wire::RequestKind::Update, parsed.request);
  if (!reply) {
    if (!session.options.quiet) explain(session, parsed, reply.error());
    return 1;
  }
  if (!reply->text.empty()) session.context.out() << reply->text << '\n';
  return 0;
}

}  // namespace

int update(Session& session, const Words& words) { return send(session, UpdateVerb::Update, words); }
int create(Session& session, const Words& words) { return send(session, UpdateVerb::Create, words); }
int erase(Session& session, const Words& words) { return send(session, UpdateVerb::Delete, words); }

}  // namespace minislurm::scontrol
