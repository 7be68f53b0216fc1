#include <algorithm>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/built_in.h"
#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/inherited.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

constexpr SelectionKey kKeys[] = {
    {"Names", 1, &Selection::accounts},
    {"Accounts", 2, &Selection::accounts},
    {"Acct", 4, &Selection::accounts},
    {"Clusters", 1, &Selection::clusters},
    {"Parents", 1, &Selection::parents},
    {"Descriptions", 1, &Selection::descriptions},
    {"Organizations", 1, &Selection::organizations},
    {"QosLevel", 1, &Selection::qos},
    {"QOS", 1, &Selection::qos},
};
// Of an add: the rest says what the accounts are to be.
constexpr SelectionKey kTargets[] = {
    {"Names", 1, &Selection::accounts},
    {"Accounts", 2, &Selection::accounts},
    {"Acct", 4, &Selection::accounts},
    {"Clusters", 1, &Selection::clusters},
};

// What is not the association's. `parent` is a name; empty: not given.
struct AccountValues {
  std::optional<std::string> description, organization;
  std::string parent;
};

Pairs take_account_values(const Pairs& pairs, AccountValues& values) {
  Pairs left;
  for (const Pair& pair : pairs) {
    const std::string_view key = pair.first;
    if (names(key, "Description", 1)) values.description = pair.second;
    else if (names(key, "Organization", 1)) values.organization = pair.second;
    else if (names(key, "Parent", 2)) values.parent = text::lower(pair.second);
    else left.push_back(pair);
  }
  return left;
}

Error no_parent(const Changing& change, const std::string& name) {
  return Error::generic(" error: No parent account '" + name + "' on cluster '" + change.facts.cluster + "'");
}

bool is_valid_name(std::string_view name) {
  return !name.empty() && name.size() < 256 && name.find_first_of(" '\"\\`;/") == std::string_view::npos;
}

Status move_below(Changing& change, Association& node, const std::string& parent_name) {
  const Association* parent = node_of(change.draft, parent_name);
  if (!parent) return no_parent(change, parent_name);
  if (parent->id == node.id || node.parent == 0)
    return Error::generic(" Can't make account '" + node.account + "' a child of itself");
  if (is_below(change.draft, *parent, node.id))
    return Error::generic("  Requested parent account " + parent->account + " is a child of " + node.account +
                          " on cluster " + change.facts.cluster + ". Please re-parent " + parent->account +
                          " before using it as a parent.");
  node.parent = parent->id;
  return {};
}

bool is_meant(const Changing& change, const Selection& selection, const Association& node) {
  if (!node.user.empty() || !meant(selection.accounts, node.account)) return false;
  const Association* parent = find_association(change.draft, node.parent);
  if (!selection.parents.empty() && (!parent || !listed(selection.parents, parent->account))) return false;
  const Account* account = find_account(change.draft, node.account);
  if (!account) return false;
  if (!meant(selection.descriptions, account->description) || !meant(selection.organizations, account->organization))
    return false;
  const auto& allowed = allowed_qos(change.draft, node);
  return selection.qos.empty() || std::any_of(allowed.begin(), allowed.end(),
                                              [&](const std::string& qos) { return listed(selection.qos, qos); });
}

std::vector<std::uint32_t> meant_nodes(const Changing& change, const Selection& selection) {
  std::vector<std::uint32_t> ids;
  for (const Association* node : in_tree_order(change.draft))
    if (is_meant(change, selection, *node)) ids.push_back(node->id);
  return ids;
}

// Everything below that inherits something else now.
void report_below(Changing& change, const Accounting& before, std::uint32_t node) {
  for (const Association* one : in_tree_order(change.draft)) {
    if (!is_below(change.draft, *one, node)) continue;
    const Association* old = find_association(before, one->id);
    if (old && inherited(before, *old) == inherited(change.draft, *one)) continue;
    const std::string line = line_of(change, *one);
    auto& lines = change.result.reply.associations;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
}

Status modify_nodes(Changing& change, const std::vector<std::uint32_t>& ids, const Pairs& pairs,
                    const std::string& parent) {
  const Accounting before = change.draft;
  Pairs unknown;
  Association nobody;
  if (Status valid = set_association(change, nobody, pairs, unknown); !valid) return valid;
  if (Status known = all_known(unknown); !known) return known;
  bool forget = false;
  if (Status read = reads_raw_usage(pairs, forget); !read) return read;
  for (const std::uint32_t id : ids) {
    Association& node = *find_association(change.draft, id);
    if (!parent.empty())
      if (Status moved = move_below(change, node, parent); !moved) return moved;
    if (Status set = set_association(change, node, pairs, unknown); !set) return set;
    if (forget) change.result.forget_usage.push_back(id);
  }
  if (Status valid = check_default_qos(change); !valid) return valid;
  if (pairs.empty() && parent.empty()) return {};
  for (const std::uint32_t id : ids) {
    change.result.reply.associations.push_back(modified_account_line(change, *find_association(change.draft, id)));
    report_below(change, before, id);
  }
  return {};
}

}  // namespace

Status add_accounts(Changing& change) {
  Selection selection;
  AccountValues values;
  Pairs pairs = change.request.where;
  pairs.insert(pairs.end(), change.request.set.begin(), change.request.set.end());
  pairs = take_account_values(take_selection(kTargets, pairs, selection), values);
  Association wanted;
  Pairs unknown;
  if (Status set = set_association(change, wanted, pairs, unknown); !set) return set;
  if (Status known = all_known(unknown); !known) return known;
  if (selection.accounts.empty()) return Error::generic(" Need name of account to add.");
  if (Status here = this_cluster(change, selection, "accounts"); !here) return here;
  const std::string parent_name = values.parent.empty() ? std::string(kRootAccount) : values.parent;
  const Association* parent = node_of(change.draft, parent_name);
  if (!parent) return no_parent(change, parent_name);
  if (!may_manage(change, parent->account)) return Error{Code::AccessDenied};
  wanted.parent = parent->id;
  std::string existing;
  for (const std::string& given : selection.accounts) {
    const std::string name = text::lower(given);
    if (!is_valid_name(name)) return Error::generic(" Bad account name '" + given + "'");
    if (node_of(change.draft, name)) {
      if (existing.empty()) existing = " Already existing account " + name + " on cluster " + change.facts.cluster;
      continue;
    }
    if (!find_account(change.draft, name)) {
      Account account;
      account.name = name;
      account.description = values.description.value_or(name);
      account.organization = values.organization.value_or(parent_name == kRootAccount ? name : parent_name);
      change.draft.accounts.push_back(account);
      change.result.reply.objects.push_back(name);
    }
    wanted.account = name;
    change.result.reply.associations.push_back(line_of(change, add_association(change, wanted)));
  }
  if (change.result.reply.associations.empty()) return Error::generic(existing);
  if (!existing.empty()) change.result.reply.left_out.push_back(existing.substr(1));
  return check_default_qos(change);
}

Status modify_accounts(Changing& change) {
  Selection selection;
  AccountValues values;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  const Pairs pairs = take_account_values(change.request.set, values);
  if (change.request.set.empty()) return Error::generic(" You didn't give me anything to set");
  const std::vector<std::uint32_t> ids = meant_nodes(change, selection);
  for (const std::uint32_t id : ids)
    if (!may_manage(change, find_association(change.draft, id)->account)) return Error{Code::AccessDenied};
  if (values.description || values.organization) {
    for (Account& account : change.draft.accounts) {
      if (!meant(selection.accounts, account.name)) continue;
      if (!may_manage(change, account.name)) return Error{Code::AccessDenied};
      if (values.description) account.description = *values.description;
      if (values.organization) account.organization = *values.organization;
      change.result.reply.objects.push_back(account.name);
    }
    std::sort(change.result.reply.objects.begin(), change.result.reply.objects.end());
  }
  return modify_nodes(change, ids, pairs, values.parent);
}

Status modify_cluster(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  if (change.request.set.empty()) return Error::generic(" You didn't give me anything to set");
  return modify_nodes(change, {1}, change.request.set, {});
}

Status delete_accounts(Changing& change) {
  Selection selection;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  if (change.request.where.empty()) return Error::generic(" No conditions given to remove, not executing.");
  if (listed(selection.accounts, kRootAccount))
    return Error::generic(" You are not allowed to remove the root account.\n Use remove cluster instead.");
  std::vector<std::uint32_t> ids;
  std::vector<std::string> gone;
  for (const Association* node : in_tree_order(change.draft)) {
    if (node->parent == 0 || !is_meant(change, selection, *node)) continue;
    if (!may_manage(change, node->account)) return Error{Code::AccessDenied};
    gone.push_back(node->account);
    for (const Association& one : change.draft.associations)
      if (one.id == node->id || is_below(change.draft, one, node->id)) ids.push_back(one.id);
  }
  // An account whose branch was cut off earlier has no node any more.
  for (const Account& account : change.draft.accounts)
    if (listed(selection.accounts, account.name) && !node_of(change.draft, account.name) && change.is_operator())
      gone.push_back(account.name);
  if (gone.empty() || !remove_associations(change, ids)) return {};
  std::erase_if(change.draft.accounts, [&](const Account& account) { return listed(gone, account.name); });
  std::sort(gone.begin(), gone.end());
  change.result.reply.objects = gone;
  return {};
}

}  // namespace minislurm::accounting
