// Accounts, users, their associations, QOS and keys: what the accounting itself holds.
#include <algorithm>

#include "commands/sacctmgr/entity_rows.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

bool any_meant(const Query::List& wanted, const std::vector<std::string>& names) {
  return wanted.empty() ||
         std::any_of(names.begin(), names.end(), [&](const std::string& name) { return meant(wanted, name); });
}

// Of an account that was named, or with sub_accounts below one.
bool account_meant(const Asking& asking, const Association& association) {
  const Query& query = asking.query;
  if (meant(query.accounts, association.account)) return true;
  if (!query.sub_accounts) return false;
  const auto& walk = asking.view.tree.walk();
  return std::any_of(walk.begin(), walk.end(), [&](const Association* one) {
    return one->user.empty() && meant(query.accounts, one->account) && asking.view.tree.is_below(association, *one);
  });
}

bool is_default(const Asking& asking, const Association& association) {
  const auto& users = asking.view.reply.accounting.users;
  return std::any_of(users.begin(), users.end(), [&](const AccountingUser& user) {
    return user.name == association.user && user.default_account == association.account;
  });
}

bool association_meant(const Asking& asking, const Association& one) {
  const Query& query = asking.query;
  if (!meant(query.clusters, asking.view.reply.cluster_name) || !account_meant(asking, one)) return false;
  if (!meant(query.users, one.user) || !meant(query.partitions, one.partition)) return false;
  if (!meant(query.ids, std::to_string(one.id))) return false;
  if (!query.parents.empty()) {
    const Association* parent = asking.view.tree.parent_of(one);
    if (parent == nullptr || !one.user.empty() || !meant(query.parents, parent->account)) return false;
  }
  if (query.only_defaults && !is_default(asking, one)) return false;
  if (query.qos.empty() && query.default_qos.empty()) return true;
  const Inherited whole = inherited(asking.view.tree, one, true);
  return any_meant(query.qos, whole.qos) && meant(query.default_qos, whole.default_qos);
}

template <class Value>
std::vector<const Value*> by_name(const std::vector<Value>& values) {
  std::vector<const Value*> sorted;
  for (const Value& value : values) sorted.push_back(&value);
  std::sort(sorted.begin(), sorted.end(),
            [](const Value* left, const Value* right) { return left->name < right->name; });
  return sorted;
}

// The row once for each of its associations; once without where there is none.
template <class Belongs>
void add_with_associations(const Asking& asking, const Row& row, Rows& rows, Belongs belongs) {
  const std::size_t before = rows.size();
  for (const Association* one : asking.view.tree.walk()) {
    if (!belongs(*one) || !association_meant(asking, *one)) continue;
    rows.push_back(row);
    rows.back().association = one;
  }
  if (rows.size() == before) rows.push_back(row);
}

}  // namespace

Rows account_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const Account* account : by_name(asking.view.reply.accounting.accounts)) {
    if (!meant(query.names, account->name) || !meant(query.descriptions, account->description)) continue;
    if (!meant(query.organizations, account->organization) || !any_meant(query.flags, account->flags)) continue;
    Row row;
    row.account = account;
    if (!query.with_assoc) {
      rows.push_back(row);
      continue;
    }
    add_with_associations(asking, row, rows, [&](const Association& one) { return one.account == account->name; });
  }
  return rows;
}

Rows user_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const AccountingUser* user : by_name(asking.view.reply.accounting.users)) {
    if (!meant(query.names, user->name) || !meant(query.default_accounts, user->default_account)) continue;
    if (!meant(query.default_wckeys, user->default_wckey)) continue;
    const std::string level = admin_text(user->admin);
    if (!query.admin_levels.empty() &&
        std::none_of(query.admin_levels.begin(), query.admin_levels.end(),
                     [&](const std::string& wanted) { return stands_for(wanted, level, 1); }))
      continue;
    Row row;
    row.user = user;
    if (!query.with_assoc) {
      rows.push_back(row);
      continue;
    }
    add_with_associations(asking, row, rows, [&](const Association& one) { return one.user == user->name; });
  }
  return rows;
}

Rows association_rows(Asking asking) {
  Rows rows;
  for (const Association* one : asking.view.tree.walk()) {
    if (!association_meant(asking, *one)) continue;
    rows.emplace_back();
    rows.back().association = one;
  }
  return rows;
}

Rows qos_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const Qos& qos : asking.view.reply.accounting.qos) {
    if (!meant(query.names, qos.name) || !meant(query.qos, qos.name)) continue;
    if (!meant(query.descriptions, qos.description) || !meant(query.ids, std::to_string(qos.id))) continue;
    if (!meant(query.modes, qos.preempt_mode.empty() ? "cluster" : qos.preempt_mode)) continue;
    rows.emplace_back();
    rows.back().qos = &qos;
  }
  return rows;
}

Rows wckey_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const WcKey& key : asking.view.reply.accounting.wckeys) {
    if (!meant(query.names, key.name) || !meant(query.users, key.user)) continue;
    if (!meant(query.ids, std::to_string(key.id)) || !meant(query.clusters, asking.view.reply.cluster_name)) continue;
    rows.emplace_back();
    rows.back().wckey = &key;
  }
  return rows;
}

Rows tres_rows(Asking asking) {
  constexpr std::size_t kFirstConfigured = 8, kFirstConfiguredId = 1001;  // what stands before always has the same id
  const Query& query = asking.query;
  Rows rows;
  std::size_t index = 0;
  for (const std::string& name : asking.view.reply.tres) {
    const std::size_t id = index < kFirstConfigured ? index + 1 : kFirstConfiguredId + index - kFirstConfigured;
    ++index;
    const std::size_t slash = name.find('/');
    const std::string type = name.substr(0, slash), kind = slash == std::string::npos ? "" : name.substr(slash + 1);
    if (!meant(query.types, type) || !meant(query.names, kind) || !meant(query.ids, std::to_string(id))) continue;
    rows.emplace_back();
    rows.back().others = {{"Type", type}, {"Name", kind}, {"ID", std::to_string(id)}};
  }
  return rows;
}

}  // namespace minislurm::sacctmgr
