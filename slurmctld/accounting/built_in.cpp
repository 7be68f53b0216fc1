#include "slurmctld/accounting/built_in.h"

namespace minislurm::accounting {
namespace {

constexpr std::string_view kSecondAccount = "other";

std::uint32_t add(Accounting& accounting, std::uint32_t parent, const std::string& account, std::string_view user) {
  Association association;
  association.id = accounting.next_association++;
  association.parent = parent;
  association.account = account;
  association.user = user;
  accounting.associations.push_back(association);
  return association.id;
}

void add_account(Accounting& accounting, std::string_view name, std::string_view description) {
  Account account;
  account.name = name;
  account.description = description;
  account.organization = name;
  accounting.accounts.push_back(account);
}

}  // namespace

Accounting built_in(const std::string& default_account) {
  Accounting accounting;
  const std::string root(kRootAccount), second(kSecondAccount);
  Qos normal;
  normal.id = 1;
  normal.name = kNormalQos;
  normal.description = "Normal QOS default";
  accounting.qos.push_back(normal);

  add_account(accounting, root, "default root account");
  Association top;
  top.id = 1;
  top.account = root;
  top.qos = {normal.name};
  accounting.associations.push_back(top);
  add(accounting, top.id, root, kRootUser);

  AccountingUser user;
  user.name = kRootUser;
  user.default_account = default_account.empty() ? root : default_account;
  user.admin = AdminLevel::Administrator;
  accounting.users.push_back(user);

  if (default_account.empty() || default_account == root) return accounting;
  add_account(accounting, default_account, default_account);
  const std::uint32_t first = add(accounting, top.id, default_account, {});
  if (default_account != second) {
    add_account(accounting, second, second);
    add(accounting, add(accounting, top.id, second, {}), second, kRootUser);
  }
  add(accounting, first, default_account, kRootUser);
  return accounting;
}

}  // namespace minislurm::accounting
