// Coordinators and workload characterisation keys.
#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

constexpr SelectionKey kCoordinatorKeys[] = {
    {"Names", 1, &Selection::users},
    {"Users", 1, &Selection::users},
    {"Accounts", 1, &Selection::accounts},
    {"Clusters", 1, &Selection::clusters},
};
constexpr SelectionKey kWcKeyKeys[] = {
    {"Names", 1, &Selection::wckeys},
    {"WCKeys", 1, &Selection::wckeys},
    {"Users", 1, &Selection::users},
    {"Clusters", 1, &Selection::clusters},
};

Result<Selection> selected(const Changing& change, std::span<const SelectionKey> rows) {
  Selection selection;
  Pairs pairs = change.request.where;
  pairs.insert(pairs.end(), change.request.set.begin(), change.request.set.end());
  if (Status known = all_known(take_selection(rows, pairs, selection)); !known) return known.error();
  return selection;
}

std::string coordinator_line(const std::string& user, const std::string& account) {
  std::string name = user, where = account;
  name.resize(std::max<std::size_t>(name.size(), 9), ' ');
  where.resize(std::max<std::size_t>(where.size(), 10), ' ');
  return "U = " + name + " A = " + where;
}

bool may_appoint(const Changing& change, const std::vector<std::string>& accounts) {
  return std::all_of(accounts.begin(), accounts.end(),
                     [&](const std::string& account) { return may_manage(change, account); });
}

}  // namespace

Status add_coordinators(Changing& change) {
  const auto selection = selected(change, kCoordinatorKeys);
  if (!selection) return selection.error();
  if (selection->users.empty()) return Error::generic(" You need to specify a user list here.");
  if (selection->accounts.empty()) return Error::generic(" You need to specify an account list here.");
  for (const std::string& user : selection->users)
    if (!find_user(change.draft, user)) return Error::generic(" You specified a non-existent user '" + user + "'.");
  for (const std::string& account : selection->accounts)
    if (!find_account(change.draft, account))
      return Error::generic(" You specified a non-existent account '" + account + "'.");
  if (!may_appoint(change, selection->accounts)) return Error{Code::AccessDenied};
  for (const std::string& name : selection->accounts) {
    Account& account = *find_account(change.draft, name);
    for (const std::string& user : selection->users) {
      const std::string known = find_user(change.draft, user)->name;
      if (!listed(account.coordinators, known)) account.coordinators.push_back(known);
      if (!listed(change.result.reply.objects, known)) change.result.reply.objects.push_back(known);
      change.result.reply.associations.push_back(coordinator_line(known, account.name));
    }
  }
  return {};
}

Status delete_coordinators(Changing& change) {
  const auto selection = selected(change, kCoordinatorKeys);
  if (!selection) return selection.error();
  if (selection->users.empty() && selection->accounts.empty())
    return Error::generic(" You need to specify a user list or account list here.");
  for (Account& account : change.draft.accounts) {
    if (!meant(selection->accounts, account.name)) continue;
    if (!may_manage(change, account.name)) return Error{Code::AccessDenied};
    std::erase_if(account.coordinators, [&](const std::string& user) {
      const bool goes = meant(selection->users, user);
      if (goes) change.result.reply.associations.push_back(coordinator_line(user, account.name));
      return goes;
    });
  }
  return {};
}

Status add_wckeys(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  const auto selection = selected(change, kWcKeyKeys);
  if (!selection) return selection.error();
  for (const std::string& user : selection->users) {
    for (const std::string& name : selection->wckeys) {
      const bool known = std::any_of(change.draft.wckeys.begin(), change.draft.wckeys.end(), [&](const WcKey& key) {
        return text::iequals(key.name, name) && text::iequals(key.user, user);
      });
      if (known) continue;
      WcKey key;
      key.id = change.draft.next_wckey++;
      key.name = text::lower(name);
      key.user = user;
      change.draft.wckeys.push_back(key);
      change.result.reply.wckeys.push_back(wckey_line(change, key));
    }
  }
  return {};
}

Status delete_wckeys(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  const auto selection = selected(change, kWcKeyKeys);
  if (!selection) return selection.error();
  if (change.request.where.empty()) return Error::generic(" No conditions given to remove, not executing.");
  std::erase_if(change.draft.wckeys, [&](const WcKey& key) {
    const bool goes = meant(selection->wckeys, key.name) && meant(selection->users, key.user);
    if (goes) change.result.reply.wckeys.push_back(wckey_line(change, key));
    return goes;
  });
  return {};
}

}  // namespace minislurm::accounting
