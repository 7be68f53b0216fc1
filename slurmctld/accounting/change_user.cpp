#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

constexpr SelectionKey kKeys[] = {
    {"Names", 1, &Selection::users},
    {"Users", 1, &Selection::users},
    {"Accounts", 2, &Selection::accounts},
    {"Acct", 4, &Selection::accounts},
    {"Clusters", 1, &Selection::clusters},
    {"Partitions", 3, &Selection::partitions},
    {"DefaultAccounts", 8, &Selection::default_accounts},
    {"QosLevel", 1, &Selection::qos},
    {"QOS", 1, &Selection::qos},
    {"WCKeys", 1, &Selection::wckeys},
};
constexpr SelectionKey kTargets[] = {
    {"Names", 1, &Selection::users},   {"Users", 1, &Selection::users},       {"Accounts", 2, &Selection::accounts},
    {"Acct", 4, &Selection::accounts}, {"Clusters", 1, &Selection::clusters}, {"Partitions", 3, &Selection::partitions},
    {"WCKeys", 1, &Selection::wckeys},
};

struct UserValues {
  std::optional<std::string> admin, default_account, default_wckey, new_name;
  bool any() const { return admin || default_account || default_wckey || new_name; }
};

Pairs take_user_values(const Pairs& pairs, UserValues& values) {
  Pairs left;
  for (const Pair& pair : pairs) {
    const std::string_view key = pair.first;
    if (names(key, "AdminLevel", 2)) values.admin = pair.second;
    else if (names(key, "DefaultAccount", 8)) values.default_account = text::lower(pair.second);
    else if (names(key, "DefaultWCKey", 8)) values.default_wckey = text::lower(pair.second);
    else if (names(key, "NewName", 1)) values.new_name = pair.second;
    else left.push_back(pair);
  }
  return left;
}

struct LevelWord {
  std::string_view word;
  AdminLevel level;
};
constexpr LevelWord kLevels[] = {
    {"None", AdminLevel::None}, {"Operator", AdminLevel::Operator}, {"Administrator", AdminLevel::Administrator}};

// Slurm takes any beginning of a level's name, and nothing for a word that is none.
std::optional<AdminLevel> read_level(std::string_view word) {
  for (const LevelWord& row : kLevels)
    if (names(word, row.word, 1)) return row.level;
  return std::nullopt;
}

bool is_valid_name(std::string_view name) {
  return !name.empty() && name.size() < 256 && name.find_first_of(" '\"\\`;/,") == std::string_view::npos;
}

bool may_give(const Changing& change, AdminLevel level) {
  return change.actor.level == AdminLevel::Administrator ||
         (change.is_operator() && level != AdminLevel::Administrator);
}

void add_wckey(Changing& change, const std::string& name, const std::string& user) {
  const bool known = std::any_of(change.draft.wckeys.begin(), change.draft.wckeys.end(), [&](const WcKey& key) {
    return text::iequals(key.name, name) && text::iequals(key.user, user);
  });
  if (known) return;
  WcKey key;
  key.id = change.draft.next_wckey++;
  key.name = name;
  key.user = user;
  change.draft.wckeys.push_back(key);
  change.result.reply.wckeys.push_back(wckey_line(change, key));
}

bool is_meant(const Changing& change, const Selection& selection, const Association& one) {
  if (one.user.empty() || !meant(selection.users, one.user) || !meant(selection.accounts, one.account)) return false;
  if (!selection.partitions.empty() &&
      std::find(selection.partitions.begin(), selection.partitions.end(), one.partition) == selection.partitions.end())
    return false;
  const AccountingUser* user = find_user(change.draft, one.user);
  if (user && !meant(selection.default_accounts, user->default_account)) return false;
  const auto& allowed = allowed_qos(change.draft, one);
  return selection.qos.empty() || std::any_of(allowed.begin(), allowed.end(),
                                              [&](const std::string& qos) { return listed(selection.qos, qos); });
}

std::vector<std::uint32_t> meant_associations(const Changing& change, const Selection& selection) {
  std::vector<std::uint32_t> ids;
  for (const Association* one : in_tree_order(change.draft))
    if (is_meant(change, selection, *one)) ids.push_back(one->id);
  return ids;
}

bool names_associations(const Selection& selection) {
  return !selection.accounts.empty() || !selection.partitions.empty() || !selection.qos.empty();
}

Status set_user(Changing& change, AccountingUser& user, const UserValues& values) {
  if (values.admin) {
    const auto level = read_level(*values.admin);
    if (!level) return {};
    if (!may_give(change, *level)) return Error{Code::AccessDenied};
    user.admin = *level;
  }
  if (values.default_account) {
    const auto owned = associations_of(change.draft, user.name);
    const auto found = std::find_if(owned.begin(), owned.end(), [&](const Association* one) {
      return text::iequals(one->account, *values.default_account);
    });
    if (found == owned.end())
      return Error::generic(" Can't modify because these users aren't associated with new default account '" +
                            *values.default_account + "'...\n  U = " + user.name + " C = " + change.facts.cluster);
    user.default_account = (*found)->account;
  }
  if (values.default_wckey) user.default_wckey = *values.default_wckey;
  if (values.new_name) {
    if (!is_valid_name(*values.new_name) || find_user(change.draft, *values.new_name))
      return Error::generic(" Bad new name '" + *values.new_name + "'");
    for (Association& one : change.draft.associations)
      if (text::iequals(one.user, user.name)) one.user = *values.new_name;
    for (Account& account : change.draft.accounts)
      std::replace(account.coordinators.begin(), account.coordinators.end(), user.name, *values.new_name);
    for (WcKey& key : change.draft.wckeys)
      if (text::iequals(key.user, user.name)) key.user = *values.new_name;
    user.name = *values.new_name;
  }
  return {};
}

AccountingUser& found_or_added(Changing& change, const std::string& name) {
  if (AccountingUser* known = find_user(change.draft, name)) return *known;
  AccountingUser user;
  user.name = name;
  change.draft.users.push_back(user);
  change.result.reply.objects.push_back(name);
  return change.draft.users.back();
}

// One association for each account, or for each account in each partition.
void add_associations(Changing& change, const Selection& selection, const std::string& account, Association wanted) {
  const Association* node = node_of(change.draft, account);
  wanted.parent = node->id;
  wanted.account = node->account;
  const std::vector<std::string> everywhere{std::string{}};
  for (const std::string& user : selection.users) {
    for (const std::string& partition : selection.partitions.empty() ? everywhere : selection.partitions) {
      if (association_of(change.draft, user, account, partition)) continue;
      wanted.user = user;
      wanted.partition = partition;
      change.result.reply.associations.push_back(line_of(change, add_association(change, wanted)));
    }
  }
}

Status check_add(Changing& change, Selection& selection, const UserValues& values) {
  if (selection.users.empty()) return Error::generic(" Need name of user to add.");
  for (const std::string& user : selection.users)
    if (!is_valid_name(user)) return Error::generic(" Bad user name '" + user + "'");
  if (Status here = this_cluster(change, selection, "users"); !here) return here;
  if (selection.accounts.empty() && values.default_account) selection.accounts.push_back(*values.default_account);
  if (selection.accounts.empty() && selection.wckeys.empty())
    return Error::generic(" Need name of account or wckey to add.");
  for (std::string& account : selection.accounts) account = text::lower(account);
  for (const std::string& account : selection.accounts) {
    if (!node_of(change.draft, account))
      change.result.reply.left_out.push_back("No account " + account + " on cluster " + change.facts.cluster +
                                             ", skipping.");
    else if (!may_manage(change, account)) return Error{Code::AccessDenied};
  }
  std::erase_if(selection.accounts, [&](const std::string& account) { return !node_of(change.draft, account); });
  if (selection.accounts.empty() && !change.is_operator()) return Error{Code::AccessDenied};
  return {};
}

}  // namespace

Status add_users(Changing& change) {
  Selection selection;
  UserValues values;
  Pairs pairs = change.request.where, unknown;
  pairs.insert(pairs.end(), change.request.set.begin(), change.request.set.end());
  pairs = take_user_values(take_selection(kTargets, pairs, selection), values);
  values.new_name.reset();
  Association wanted;
  if (Status set = set_association(change, wanted, pairs, unknown); !set) return set;
  if (Status known = all_known(unknown); !known) return known;
  if (Status valid = check_add(change, selection, values); !valid) return valid;
  if (selection.accounts.empty() && selection.wckeys.empty()) return {};
  for (const std::string& name : selection.users) found_or_added(change, name);
  for (const std::string& account : selection.accounts) add_associations(change, selection, account, wanted);
  for (const std::string& name : selection.users) {
    AccountingUser& user = *find_user(change.draft, name);
    const bool is_new = listed(change.result.reply.objects, name);
    if (user.default_account.empty() && !selection.accounts.empty())
      user.default_account = node_of(change.draft, selection.accounts.front())->account;
    if (is_new)
      if (Status set = set_user(change, user, values); !set) return set;
    for (const std::string& key : selection.wckeys) add_wckey(change, text::lower(key), name);
    if (values.default_wckey) add_wckey(change, *values.default_wckey, name);
  }
  return check_default_qos(change);
}

Status modify_users(Changing& change) {
  Selection selection;
  UserValues values;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  if (change.request.set.empty()) return Error::generic(" You didn't give me anything to set");
  const Pairs pairs = take_user_values(change.request.set, values);
  Association nobody;
  Pairs unknown;
  if (Status set = set_association(change, nobody, pairs, unknown); !set) return set;
  if (Status known = all_known(unknown); !known) return known;
  const std::vector<std::uint32_t> ids = meant_associations(change, selection);
  bool forget = false;
  if (Status read = reads_raw_usage(pairs, forget); !read) return read;
  if (forget && selection.accounts.empty()) return Error{Code::InvalidValue, "An account must be specified"};
  for (const std::uint32_t id : pairs.empty() ? std::vector<std::uint32_t>{} : ids) {
    Association& one = *find_association(change.draft, id);
    if (!may_manage(change, one.account)) return Error{Code::AccessDenied};
    if (Status set = set_association(change, one, pairs, unknown); !set) return set;
    if (forget) change.result.forget_usage.push_back(id);
    change.result.reply.associations.push_back(line_of(change, one));
  }
  const bool says_something =
      values.default_account || values.default_wckey || values.new_name || (values.admin && read_level(*values.admin));
  for (AccountingUser& user : change.draft.users) {
    if (!says_something || !meant(selection.users, user.name)) continue;
    if (!change.is_operator()) return Error{Code::AccessDenied};
    const std::string name = user.name;
    if (Status set = set_user(change, user, values); !set) return set;
    change.result.reply.objects.push_back(name);
  }
  return check_default_qos(change);
}

Status delete_users(Changing& change) {
  Selection selection;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  if (change.request.where.empty()) return Error::generic(" No conditions given to remove, not executing.");
  const std::vector<std::uint32_t> ids = meant_associations(change, selection);
  std::vector<std::string> lines;
  for (const std::uint32_t id : ids) {
    const Association& one = *find_association(change.draft, id);
    if (!may_manage(change, one.account)) return Error{Code::AccessDenied};
    lines.push_back(removed_line(change, one));
  }
  if (names_associations(selection)) {
    if (!ids.empty() && remove_associations(change, ids)) change.result.reply.associations = lines;
    return {};
  }
  std::vector<std::string> gone;
  for (const AccountingUser& user : change.draft.users)
    if (meant(selection.users, user.name) && meant(selection.default_accounts, user.default_account))
      gone.push_back(user.name);
  if (gone.empty()) return {};
  if (!change.is_operator()) return Error{Code::AccessDenied};
  if (!remove_associations(change, ids)) return {};
  std::erase_if(change.draft.users, [&](const AccountingUser& user) { return listed(gone, user.name); });
  for (Account& account : change.draft.accounts)
    std::erase_if(account.coordinators, [&](const std::string& name) { return listed(gone, name); });
  std::erase_if(change.draft.wckeys, [&](const WcKey& key) { return listed(gone, key.user); });
  std::sort(gone.begin(), gone.end());
  change.result.reply.objects = gone;
  return {};
}

}  // namespace minislurm::accounting
