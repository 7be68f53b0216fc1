#include "commands/sacctmgr/change_texts.h"

#include <algorithm>

#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

using Reply = wire::ChangeAccountingReply;
using Group = SettingGroup;

std::string lines(const std::vector<std::string>& items, std::string_view indent = "  ") {
  std::string out;
  for (const std::string& item : items) out += std::string(indent) + item + "\n";
  return out;
}

std::string block(std::string_view title, const std::vector<std::string>& items) {
  return items.empty() ? std::string{} : " " + std::string(title) + "\n" + lines(items);
}

std::string or_else(std::string value, std::string_view other) { return value.empty() ? std::string(other) : value; }

// Names in the order in which they were written.
std::vector<std::string> written(const Pairs& pairs, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [key, value] : pairs) {
    const bool meant = name == "Accounts" ? stands_for(key, "Accounts", 1) : !stands_for(key, "Accounts", 1);
    if (meant)
      for (const std::string_view one : text::split_list(value)) names.emplace_back(one);
  }
  return names;
}

Said added_accounts(const Pairs& set, const Reply& reply) {
  std::string text;
  for (const std::string& line : reply.left_out) text += " " + line + "\n";
  if (!reply.objects.empty())
    text += block("Adding Account(s)", reply.objects) + " Settings\n  Description     = " +
            or_else(setting_value(Group::Account, "Description", set), "Account Name") + "\n  Organization    = " +
            or_else(setting_value(Group::Account, "Organization", set), "Parent/Account Name") + "\n";
  text += block("Associations =", reply.associations);
  const bool more =
      std::any_of(set.begin(), set.end(), [](const auto& pair) { return !is_setting(Group::Target, pair.first); });
  if (more) text += " Settings\n" + setting_lines(Group::Association, set);
  return {text, false};
}

Said added_users(const Pairs& set, const Reply& reply) {
  std::string text;
  for (const std::string& line : reply.left_out) text += line + "\n";
  if (reply.objects.empty() && reply.associations.empty() && reply.wckeys.empty())
    return {(text.empty() ? "Request didn't affect anything\n" : text) +
                "Nothing added.\nMake sure the accounts requested here have been added to the system/cluster. "
                "(sacctmgr add account...)\n",
            true};
  if (!reply.objects.empty())
    text += block("Adding User(s)", reply.objects) + " Settings\n" + setting_lines(Group::User, set);
  text += block("Associations =", reply.associations) + block("Wckey(s)", reply.wckeys);
  const std::string settings = setting_lines(Group::Association, set);
  if (!settings.empty()) text += " Non Default Settings\n" + settings;
  return {text, false};
}

Said added_qos(const Pairs& set, const Reply& reply) {
  if (reply.objects.empty()) return {" Nothing new added.\n", true};
  return {block("Adding QOS(s)", reply.objects) + " Settings\n  Description    = " +
              or_else(setting_value(Group::Qos, "Description", set), reply.objects.back()) + "\n" +
              setting_lines(Group::Qos, set),
          false};
}

struct Titles {
  AccountingEntity entity;
  std::string_view objects, associations;
  Group group;
};

constexpr Titles kModified[] = {
    {AccountingEntity::Account, "Modified accounts...", "Modified account associations...", Group::Account},
    {AccountingEntity::User, "Modified users...", "Modified user associations...", Group::User},
    {AccountingEntity::Qos, "Modified qos...", "", Group::Qos},
    {AccountingEntity::Cluster, "", "Modified cluster defaults for associations...", Group::Target},
};

const Titles& titles_of(AccountingEntity entity) {
  const auto* found = std::find_if(std::begin(kModified), std::end(kModified),
                                   [entity](const Titles& one) { return one.entity == entity; });
  return found == std::end(kModified) ? kModified[0] : *found;
}

constexpr Titles kDeleted[] = {
    {AccountingEntity::Account, "Deleting accounts...", "Deleting account associations...", Group::Target},
    {AccountingEntity::User, "Deleting users...", "Deleting user associations...", Group::Target},
    {AccountingEntity::Qos, "Deleting QOS(s)...", "", Group::Target},
};

std::string removed_coordinators(const Pairs& where, const Reply& reply) {
  return block("Removing Coordinators with user name", written(where, "Names")) +
         block("From Account(s)", written(where, "Accounts")) +
         block("Removed Coordinators (sub accounts not listed)...", reply.associations);
}

// The title of what the pairs set: of the entities themselves, or of their associations.
std::string_view title_of(AccountingEntity entity, const Pairs& set) {
  const Titles& titles = titles_of(entity);
  const bool own = has_setting(titles.group, set) && entity != AccountingEntity::Cluster;
  const bool all_own = own && std::all_of(set.begin(), set.end(),
                                          [&](const auto& pair) { return is_setting(titles.group, pair.first); });
  return all_own ? titles.objects : titles.associations;
}

// The pair whose value the sentence quotes.
const std::pair<std::string, std::string>* quoted_pair(const Pairs& pairs, const std::string& sentence) {
  for (const auto& pair : pairs) {
    for (const std::string_view piece : text::split_list(pair.second)) {
      const std::string word(piece.substr(0, piece.find('=')));
      if (sentence.find("(" + pair.second + ")") != std::string::npos ||
          sentence.find("'" + word + "'") != std::string::npos || text::trim(sentence).ends_with(" " + word))
        return &pair;
    }
  }
  return nullptr;
}

std::string shown(const std::pair<std::string, std::string>& pair) { return pair.first + "=" + pair.second; }

int invalid_value(Session& session, const wire::ChangeAccountingRequest& request, const std::string& sentence) {
  const auto* pair = quoted_pair(request.set, sentence);
  std::ostream& err = session.context.err();
  if (pair != nullptr && sentence.find(" time format: ") != std::string::npos) {
    err << (sentence.find("Grp") == std::string::npos ? " Bad MaxWall" : " Bad GrpWall")
        << " time format: " << shown(*pair) << '\n';
  } else {
    error(session.context, sentence);
  }
  if (pair != nullptr && request.entity != AccountingEntity::Qos)
    err << " Unknown option: " << shown(*pair) << "\n Use keyword 'where' to modify condition\n";
  return kExitFailure;
}

int unknown_key(Session& session, const wire::ChangeAccountingRequest& request, const std::string& word) {
  const bool condition =
      std::any_of(request.where.begin(), request.where.end(), [&](const auto& pair) { return shown(pair) == word; });
  if (condition) session.context.err() << " Unknown condition: " << word << "\n Use keyword 'set' to modify value\n";
  else session.context.err() << " Unknown option: " << word << "\n Use keyword 'where' to modify condition\n";
  return kExitFailure;
}

int no_right(Session& session, const wire::ChangeAccountingRequest& request) {
  std::ostream& err = session.context.err();
  if (request.verb == AccountingVerb::Add) {
    if (request.entity == AccountingEntity::Qos) err << " Problem adding QOS: Access/permission denied\n";
    else if (request.entity == AccountingEntity::User)
      err << " error: Problem adding user associations: Access/permission denied (Only admins/operators/coordinators "
             "can add accounts)\n";
    else err << " error: Only admins/operators/coordinators can add accounts\n";
    return kExitFailure;
  }
  error(session.context, "Your user doesn't have privilege to perform this action");
  err << " Error with request: Access/permission denied\n";
  if (request.verb == AccountingVerb::Modify && request.entity != AccountingEntity::Qos)
    session.context.out() << ' ' << title_of(request.entity, request.set) << '\n';
  return kExitFailure;
}

// A sentence of several lines that the controller made.
int sentence(Session& session, const wire::ChangeAccountingRequest& request, const std::string& text) {
  std::ostream& out = session.context.out();
  if (text.front() == '\n') {
    error(session.context, text);
    session.context.err()
        << " Error with request: This request would make it so some associations would not have access "
           "to their default qos.\n";
    out << ' ' << title_of(request.entity, request.set) << '\n';
    return kExitFailure;
  }
  const bool of_parent = text.rfind("  Requested parent", 0) == 0;
  if (of_parent || text.rfind(" Can't modify because", 0) == 0) {
    out << ' ' << title_of(request.entity, request.set) << '\n' << text << '\n';
    return of_parent ? kExitSuccess : kExitFailure;
  }
  if (text.front() != ' ') error(session.context, text);
  else if (text.rfind(" Already", 0) == 0 || text.rfind(" Unknown QOS flag", 0) == 0) out << text << '\n';
  else session.context.err() << text << '\n';
  return kExitFailure;
}

}  // namespace

Said added_text(AccountingEntity entity, const Pairs& set, const Reply& reply) {
  switch (entity) {
    case AccountingEntity::Account: return added_accounts(set, reply);
    case AccountingEntity::User: return added_users(set, reply);
    case AccountingEntity::Qos: return added_qos(set, reply);
    case AccountingEntity::Coordinator:
      return {block("Adding Coordinator User(s)", written(set, "Names")) +
                  block("To Account(s) and all sub-accounts", written(set, "Accounts")),
              false};
    default: return {block("Wckey(s)", reply.wckeys), reply.wckeys.empty()};
  }
}

Said modified_text(AccountingEntity entity, const Pairs& set, const Reply& reply) {
  const Titles& titles = titles_of(entity);
  std::string text;
  if (entity == AccountingEntity::Cluster)
    text = " Setting\n  Default Limits:\n" + setting_lines(Group::Association, set);
  if (reply.objects.empty() && reply.associations.empty()) {
    if (entity == AccountingEntity::Qos) return {"  Nothing modified\n", true};
    return {text + " " + std::string(title_of(entity, set)) + "\n  Nothing modified\n", true};
  }
  return {text + block(titles.objects, reply.objects) + block(titles.associations, reply.associations), false};
}

Said deleted_text(AccountingEntity entity, const Pairs& where, const Reply& reply) {
  if (reply.objects.empty() && reply.associations.empty() && reply.wckeys.empty())
    return {entity == AccountingEntity::Qos ? "  Nothing deleted\n" : " Nothing deleted\n", true};
  if (entity == AccountingEntity::Coordinator) return {removed_coordinators(where, reply), false};
  for (const Titles& titles : kDeleted)
    if (titles.entity == entity)
      return {block(titles.objects, reply.objects) +
                  (reply.objects.empty() ? block(titles.associations, reply.associations) : std::string{}),
              false};
  return {block("Deleting Wckey(s)...", reply.wckeys), false};
}

std::string refusal_text(AccountingEntity entity, const Reply& reply) {
  const bool jobs = reply.in_the_way.front().rfind("JobID", 0) == 0;
  if (jobs)
    return " Error with request: Job(s) active, cancel job(s) before remove\n" +
           lines(reply.in_the_way, entity == AccountingEntity::Qos ? " " : "  ");
  std::string text =
      " Error with request: You can not remove the default account of a user\n" + lines(reply.in_the_way);
  text += entity == AccountingEntity::Account
              ? " Please either remove the accounts listed above from list and resubmit,\n or change these users' "
                "default accounts to remove the account(s).\n"
              : " You must change the default account of these users or remove the users completely from the affected "
                "clusters to allow these changes.\n";
  return text + " Changes Discarded\n";
}

int report_refused(Session& session, const wire::ChangeAccountingRequest& request, const Error& why) {
  if (why.code == Code::UnsupportedUpdate) return unknown_key(session, request, std::string(why.detail));
  if (why.code == Code::InvalidValue) return invalid_value(session, request, std::string(why.detail));
  if (why.code == Code::AccessDenied) return no_right(session, request);
  if (why.code == Code::Generic && !why.detail.empty()) return sentence(session, request, std::string(why.detail));
  session.context.err() << " Error with request: " << to_string(why) << '\n';
  return kExitFailure;
}

}  // namespace minislurm::sacctmgr
