#include "commands/sacctmgr/change.h"

#include "commands/sacctmgr/change_texts.h"
#include "commands/support/exit.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

struct Target {
  std::string_view word;
  std::size_t add, modify, erase;  // letters that are enough for each verb; 0: it is not for that
  AccountingEntity entity;
  std::string_view missing;        // said where one is kept that this program does not have
};

// Entities that need a data base of several clusters have no number: they are refused.
constexpr AccountingEntity kNotKept{};
constexpr Target kTargets[] = {
    {"Accounts", 1, 1, 1, AccountingEntity::Account, ""},
    {"Clusters", 2, 5, 2, AccountingEntity::Cluster, ""},
    {"Coordinators", 2, 0, 2, AccountingEntity::Coordinator, ""},
    {"Federations", 1, 1, 1, kNotKept, "federation"},
    {"Jobs", 0, 1, 0, kNotKept, "job"},
    {"QOS", 1, 1, 2, AccountingEntity::Qos, ""},
    {"Resources", 1, 1, 1, kNotKept, "resource"},
    {"Users", 1, 1, 1, AccountingEntity::User, ""},
};

const Target* find_target(const Words& words, std::size_t Target::*shortest) {
  if (words.empty()) return nullptr;
  for (const Target& row : kTargets)
    if (row.*shortest > 0 && stands_for(words[0], row.word, row.*shortest)) return &row;
  return nullptr;
}

int no_entity(Session& session, std::string_view verb, std::string_view list) {
  session.context.err() << "No valid entity in " << verb << " command\nInput line must include " << list << '\n';
  return kExitFailure;
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') && value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return std::string(value);
}

// "key=value", "key+=value" or a bare word, which is a name.
std::pair<std::string, std::string> read_word(const std::string& word) {
  const std::size_t equal = word.find('=');
  if (equal == std::string::npos) return {"name", unquoted(word)};
  return {word.substr(0, equal), unquoted(std::string_view(word).substr(equal + 1))};
}

struct Split {
  Pairs where, set;
  bool where_said = false;
};

Split split(const Words& words, bool begins_with_set) {
  Split result;
  bool setting = begins_with_set;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (stands_for(words[i], "where", 5)) {
      setting = begins_with_set;
      result.where_said = true;
    } else if (stands_for(words[i], "set", 3)) {
      setting = true;
    } else {
      (setting ? result.set : result.where).push_back(read_word(words[i]));
    }
  }
  return result;
}

Result<wire::ChangeAccountingReply> send(Session& session, wire::ChangeAccountingRequest& request, bool commit) {
  request.commit = commit;
  return session.context.link().ask<wire::ChangeAccountingReply>(wire::RequestKind::ChangeAccounting, request);
}

Said said_of(const wire::ChangeAccountingRequest& request, const wire::ChangeAccountingReply& reply) {
  if (request.verb == AccountingVerb::Add) return added_text(request.entity, request.set, reply);
  if (request.verb == AccountingVerb::Modify) return modified_text(request.entity, request.set, reply);
  return deleted_text(request.entity, request.where, reply);
}

// Shows what changes, asks, and lets it happen.
int change(Session& session, wire::ChangeAccountingRequest request) {
  const bool asks = !session.options.immediate;
  const Result<wire::ChangeAccountingReply> reply = send(session, request, !asks);
  if (!reply) return report_refused(session, request, reply.error());
  if (!reply->in_the_way.empty()) {
    session.context.err() << refusal_text(request.entity, *reply);
    return kExitFailure;
  }
  const Said said = said_of(request, *reply);
  session.context.out() << said.text;
  if (said.nothing) return kExitFailure;
  if (!asks) return kExitSuccess;
  if (!commits(session)) return kExitSuccess;
  const Result<wire::ChangeAccountingReply> done = send(session, request, true);
  return done ? kExitSuccess : report_refused(session, request, done.error());
}

int refuse_kind(Session& session, const Target& target, std::string_view verb, bool empty) {
  std::ostream& err = session.context.err();
  if (empty && verb == "add") err << " Need name of " << target.missing << " to add.\n";
  else if (empty && verb == "modify") err << " You didn't give me anything to set\n";
  else if (empty) err << " No conditions given to remove, not executing.\n";
  else if (target.missing == "job") err << " Error with request: Data has not changed since time specified\n";
  else err << " Error with request: This controller keeps no " << target.missing << " records\n";
  return kExitFailure;
}

int add_cluster(Session& session, const Pairs& set) {
  std::string name;
  for (const auto& pair : set)
    if (stands_for(pair.first, "Names", 1)) name = pair.second;
  const Result<wire::AccountingReply> known =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (name.empty()) session.context.err() << " Need name of cluster to add.\n";
  else if (known && text::iequals(known->cluster_name, name))
    session.context.out() << " This cluster " << name << " already exists.  Not adding.\n";
  else session.context.err() << " Error with request: This controller keeps the accounts of its own cluster only\n";
  return kExitFailure;
}

}  // namespace

int add(Session& session, const Words& words) {
  const Target* target = find_target(words, &Target::add);
  if (target == nullptr)
    return no_entity(session, "add",
                     "\"Account\", \"Cluster\", \"Coordinator\", \"Federation\", \"QOS\", \"Resource\", or \"User\"");
  Split pairs = split(words, true);
  if (target->entity == AccountingEntity::Cluster) return add_cluster(session, pairs.set);
  if (target->entity == kNotKept) return refuse_kind(session, *target, "add", pairs.set.empty());
  if (target->entity == AccountingEntity::Coordinator && pairs.set.empty()) {
    session.context.err() << " You need to specify conditions to to add the coordinator.\n";
    return kExitFailure;
  }
  return change(session, {AccountingVerb::Add, target->entity, {}, std::move(pairs.set), false});
}

int modify(Session& session, const Words& words) {
  const Target* target = find_target(words, &Target::modify);
  if (target == nullptr)
    return no_entity(session, "modify",
                     "\"Account\", \"Cluster\", \"Federation\", \"Job\", \"QOS\", \"Resource\" or \"User\"");
  Split pairs = split(words, false);
  if (target->entity == kNotKept) return refuse_kind(session, *target, "modify", pairs.set.empty());
  if (!pairs.set.empty() && pairs.where.empty() && target->entity != AccountingEntity::Cluster &&
      !confirmed(session, "You didn't set any conditions with 'WHERE'.\nAre you sure you want to continue?")) {
    session.context.out() << "Aborted\n";
    return kExitSuccess;
  }
  const bool resets = target->entity == AccountingEntity::Qos && pairs.set.size() == 1 &&
                      stands_for(pairs.set[0].first, "RawUsage", 7);
  if (!resets)
    return change(session,
                  {AccountingVerb::Modify, target->entity, std::move(pairs.where), std::move(pairs.set), false});
  wire::ChangeAccountingRequest request{AccountingVerb::Modify, target->entity, std::move(pairs.where),
                                        std::move(pairs.set), false};
  const Result<wire::ChangeAccountingReply> done = send(session, request, true);
  if (!done) return report_refused(session, request, done.error());
  const Result<wire::AccountingReply> known =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  session.context.out() << "No cluster specified, resetting on local cluster " << (known ? known->cluster_name : "")
                        << '\n';
  return kExitSuccess;
}

int erase(Session& session, const Words& words) {
  const Target* target = find_target(words, &Target::erase);
  if (target == nullptr)
    return no_entity(session, "delete",
                     "\"Account\", \"Cluster\", \"Coordinator\", \"Federation\", \"QOS\", \"Resource\", or \"User\"");
  Split pairs = split(words, false);
  pairs.where.insert(pairs.where.end(), pairs.set.begin(), pairs.set.end());
  if (target->entity == kNotKept) return refuse_kind(session, *target, "delete", pairs.where.empty());
  if (target->entity == AccountingEntity::Cluster) {
    if (pairs.where.empty()) session.context.err() << " No conditions given to remove, not executing.\n";
    else session.context.out() << " Nothing deleted\n";
    return kExitFailure;
  }
  return change(session, {AccountingVerb::Delete, target->entity, std::move(pairs.where), {}, false});
}

}  // namespace minislurm::sacctmgr
