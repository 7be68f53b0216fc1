#include "slurmctld/accounting/lookup.h"

#include <algorithm>
#include <tuple>

#include "libcommon/text/words.h"

namespace minislurm::accounting {
namespace {

// No tree is deeper; a damaged record cannot lead around in circles for ever.
constexpr std::size_t kDeepest = 1000;

template <class Rows>
auto find_named(Rows& rows, std::string_view name) -> decltype(rows.data()) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return text::iequals(row.name, name); });
  return found == rows.end() ? nullptr : &*found;
}

template <class Rows>
auto find_by_id(Rows& rows, std::uint32_t id) -> decltype(rows.data()) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), id,
                                      [](const Association& row, std::uint32_t wanted) { return row.id < wanted; });
  return found == rows.end() || found->id != id ? nullptr : &*found;
}

const std::vector<std::string> kNone;

}  // namespace

const Account* find_account(const Accounting& accounting, std::string_view name) {
  return find_named(accounting.accounts, name);
}
Account* find_account(Accounting& accounting, std::string_view name) { return find_named(accounting.accounts, name); }
const AccountingUser* find_user(const Accounting& accounting, std::string_view name) {
  return find_named(accounting.users, name);
}
AccountingUser* find_user(Accounting& accounting, std::string_view name) { return find_named(accounting.users, name); }
const Qos* find_qos(const Accounting& accounting, std::string_view name) { return find_named(accounting.qos, name); }
Qos* find_qos(Accounting& accounting, std::string_view name) { return find_named(accounting.qos, name); }
const Qos* qos_by_id(const Accounting& accounting, std::uint32_t id) {
  const auto found =
      std::find_if(accounting.qos.begin(), accounting.qos.end(), [&](const Qos& qos) { return qos.id == id; });
  return found == accounting.qos.end() ? nullptr : &*found;
}
const Association* find_association(const Accounting& accounting, std::uint32_t id) {
  return find_by_id(accounting.associations, id);
}
Association* find_association(Accounting& accounting, std::uint32_t id) {
  return find_by_id(accounting.associations, id);
}

const Association* node_of(const Accounting& accounting, std::string_view account) {
  return association_of(accounting, {}, account, {});
}

const Association* association_of(const Accounting& accounting, std::string_view user, std::string_view account,
                                  std::string_view partition) {
  const auto found =
      std::find_if(accounting.associations.begin(), accounting.associations.end(), [&](const Association& one) {
        return text::iequals(one.user, user) && text::iequals(one.account, account) && one.partition == partition;
      });
  return found == accounting.associations.end() ? nullptr : &*found;
}

const Association* usable_association(const Accounting& accounting, std::string_view user, std::string_view account,
                                      std::string_view partition) {
  if (user.empty()) return nullptr;
  if (!partition.empty())
    if (const Association* exact = association_of(accounting, user, account, partition)) return exact;
  return association_of(accounting, user, account, {});
}

std::vector<const Association*> associations_of(const Accounting& accounting, std::string_view user) {
  std::vector<const Association*> found;
  if (user.empty()) return found;
  for (const Association& one : accounting.associations)
    if (text::iequals(one.user, user)) found.push_back(&one);
  return found;
}

bool has_association(const Accounting& accounting, std::string_view user) {
  return !associations_of(accounting, user).empty();
}

std::vector<const Association*> lineage_of(const Accounting& accounting, const Association& association) {
  std::vector<const Association*> line{&association};
  while (line.back()->parent != 0 && line.size() < kDeepest) {
    const Association* parent = find_association(accounting, line.back()->parent);
    if (!parent) break;
    line.push_back(parent);
  }
  return line;
}

std::string lineage_text(const Accounting& accounting, const Association& association) {
  std::string text = "/";
  const auto line = lineage_of(accounting, association);
  for (auto one = line.rbegin(); one != line.rend(); ++one) {
    if (!(*one)->user.empty()) text += "0-" + (*one)->user + "/";
    else if ((*one)->parent != 0) text += (*one)->account + "/";
    if (!(*one)->partition.empty()) text += (*one)->partition + "/";
  }
  return text;
}

std::vector<const Association*> in_tree_order(const Accounting& accounting) {
  std::vector<std::pair<std::string, const Association*>> rows;
  for (const Association& one : accounting.associations) rows.emplace_back(lineage_text(accounting, one), &one);
  std::sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
    return std::tie(left.first, left.second->id) < std::tie(right.first, right.second->id);
  });
  std::vector<const Association*> order;
  for (const auto& row : rows) order.push_back(row.second);
  return order;
}

bool is_below(const Accounting& accounting, const Association& association, std::uint32_t ancestor) {
  const auto line = lineage_of(accounting, association);
  return std::any_of(line.begin() + 1, line.end(), [&](const Association* one) { return one->id == ancestor; });
}

const std::vector<std::string>& allowed_qos(const Accounting& accounting, const Association& association) {
  for (const Association* one : lineage_of(accounting, association))
    if (!one->qos.empty()) return one->qos;
  return kNone;
}

std::string default_qos_of(const Accounting& accounting, const Association& association) {
  for (const Association* one : lineage_of(accounting, association))
    if (!one->default_qos.empty()) return one->default_qos;
  return {};
}

bool coordinates(const Accounting& accounting, std::string_view user, std::string_view account) {
  const Association* node = node_of(accounting, account);
  if (!node) return false;
  for (const Association* one : lineage_of(accounting, *node)) {
    const Account* above = find_account(accounting, one->account);
    if (above && std::any_of(above->coordinators.begin(), above->coordinators.end(),
                             [&](const std::string& name) { return text::iequals(name, user); }))
      return true;
  }
  return false;
}

}  // namespace minislurm::accounting
