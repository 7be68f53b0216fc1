#include "slurmctld/accounting/assignment.h"

#include <algorithm>

#include "libcommon/model/cluster.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/built_in.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

bool enforces(const Rules& rules, AccountingEnforce what) { return (rules.enforce & what) != 0; }

// Where nobody insists on associations, an account that the user has no part in gives way to the default one.
Result<const Association*> choose_association(const Accounting& accounting, const Wish& wish, const Rules& rules) {
  const AccountingUser* user = find_user(accounting, wish.user);
  const std::string fallback = user ? user->default_account : std::string{};
  const std::string wanted = wish.account.empty() ? fallback : wish.account;
  if (const Association* found = usable_association(accounting, wish.user, wanted, wish.partition)) return found;
  if (enforces(rules, kEnforceAssociations)) return Error{Code::InvalidAccount};
  return usable_association(accounting, wish.user, fallback, wish.partition);
}

std::string default_qos(const Accounting& accounting, const Association* association) {
  if (association) {
    if (const std::string set = default_qos_of(accounting, *association); !set.empty()) return set;
    const auto& allowed = allowed_qos(accounting, *association);
    if (allowed.size() == 1) return allowed.front();
  }
  return std::string(kNormalQos);
}

Status check_qos(const Accounting& accounting, const Association* association, const Wish& wish, const Rules& rules,
                 const std::string& list) {
  for (const std::string_view name : text::split_list(list)) {
    const Qos* qos = find_qos(accounting, name);
    if (qos && has_flag(*qos, "RequiresReservation") && !wish.has_reservation) return Error{Code::InvalidQos};
    if (!enforces(rules, kEnforceQos)) continue;
    if (!qos || !association) return Error{Code::InvalidQos};
    const auto& allowed = allowed_qos(accounting, *association);
    if (std::find(allowed.begin(), allowed.end(), qos->name) == allowed.end()) return Error{Code::InvalidQos};
  }
  return {};
}

Result<std::string> choose_wckey(const Accounting& accounting, const Wish& wish, const Rules& rules) {
  const AccountingUser* user = find_user(accounting, wish.user);
  // A '*' tells that nobody asked for it.
  if (wish.wckey.empty())
    return rules.track_wckey && user && !user->default_wckey.empty() ? "*" + user->default_wckey : std::string{};
  if (!enforces(rules, kEnforceWcKeys)) return wish.wckey;
  const bool known = std::any_of(accounting.wckeys.begin(), accounting.wckeys.end(), [&](const WcKey& key) {
    return text::iequals(key.name, wish.wckey) && text::iequals(key.user, wish.user);
  });
  if (!known) return Error{Code::InvalidWckey};
  return wish.wckey;
}

}  // namespace

bool has_flag(const Qos& qos, std::string_view flag) {
  return std::find(qos.flags.begin(), qos.flags.end(), flag) != qos.flags.end();
}

std::vector<const Qos*> qos_of_list(const Accounting& accounting, std::string_view list) {
  std::vector<const Qos*> found;
  for (const std::string_view name : text::split_list(list)) {
    const Qos* qos = find_qos(accounting, name);
    if (qos && std::find(found.begin(), found.end(), qos) == found.end()) found.push_back(qos);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Qos* left, const Qos* right) { return left->priority > right->priority; });
  return found;
}

Result<Assignment> assign(const Accounting& accounting, const Wish& wish, const Rules& rules) {
  const Result<const Association*> association = choose_association(accounting, wish, rules);
  if (!association) return association.error();
  Assignment made;
  made.account = wish.account;
  if (*association) {
    made.association = (*association)->id;
    made.account = (*association)->account;
  }
  made.qos = wish.qos.empty() ? default_qos(accounting, *association) : wish.qos;
  if (Status allowed = check_qos(accounting, *association, wish, rules, made.qos); !allowed) return allowed.error();
  const auto list = qos_of_list(accounting, made.qos);
  if (!list.empty()) made.qos_id = list.front()->id;
  Result<std::string> wckey = choose_wckey(accounting, wish, rules);
  if (!wckey) return wckey.error();
  made.wckey = *wckey;
  return made;
}

bool enrol(Accounting& accounting, const std::string& user, const std::string& account, const std::string& asked) {
  const Association* node = node_of(accounting, account);
  if (user.empty() || !node || find_user(accounting, user)) return false;
  const Association* other = asked.empty() ? nullptr : node_of(accounting, asked);
  AccountingUser added;
  added.name = user;
  added.default_account = node->account;
  accounting.users.push_back(added);
  std::vector<std::pair<std::uint32_t, std::string>> places{{node->id, node->account}};
  if (other && other != node) places.emplace_back(other->id, other->account);
  for (const auto& [parent, name] : places) {
    Association association;
    association.id = accounting.next_association++;
    association.parent = parent;
    association.account = name;
    association.user = user;
    accounting.associations.push_back(std::move(association));
  }
  return true;
}

}  // namespace minislurm::accounting
