#include "commands/sacctmgr/field_texts.h"

#include <algorithm>
#include <cstdio>

#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {

std::string limit_text(const Limits& limits, Limit limit) {
  if (!is_per_tres(limit)) {
    const std::optional<std::uint64_t> value = limits.count_of(limit);
    if (!value) return {};
    const bool time = limit == Limit::GrpWall || limit == Limit::MaxWallPerJob;
    return time ? text::format_minutes_padded(Minutes{*value}) : std::to_string(*value);
  }
  const TresCounts* counts = limits.tres_of(limit);
  if (counts == nullptr) return {};
  TresCounts sorted = *counts;
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [name, count] : sorted) {
    if (!out.empty()) out += ',';
    out += name + "=" + (name == "mem" && count != 0 ? text::format_memory({count}) : std::to_string(count));
  }
  return out;
}

std::string shares_text(std::uint32_t shares) {
  return shares == Association::kParentShares ? "parent" : std::to_string(shares);
}

std::string admin_text(AdminLevel level) {
  return level == AdminLevel::Administrator ? "Administrator" : level == AdminLevel::Operator ? "Operator" : "None";
}

namespace texts {
namespace {

Inherited whole(const Row& row, const View& view) { return inherited(view.tree, *row.association, view.from_above); }

std::string millionths(std::uint32_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "%f", value / 1000000.0);
  return text;
}

// The root's node is named so because its user, too, has an association with it.
bool is_node(const Association& association) { return association.user.empty(); }

std::string coordinated_by(const Account& account, const View& view) {
  // Who coordinates an account coordinates those below it.
  std::vector<std::string> names = account.coordinators;
  for (const Account& above : view.reply.accounting.accounts) {
    const auto node_of = [&view](const std::string& of) -> const Association* {
      for (const Association* one : view.tree.walk())
        if (is_node(*one) && one->account == of) return one;
      return nullptr;
    };
    const Association* high = above.coordinators.empty() ? nullptr : node_of(above.name);
    const Association* low = high == nullptr ? nullptr : node_of(account.name);
    if (low != nullptr && view.tree.is_below(*low, *high))
      names.insert(names.end(), above.coordinators.begin(), above.coordinators.end());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return text::join(names, ",");
}

std::string coordinates(const AccountingUser& user, const View& view) {
  std::vector<std::string> names;
  for (const Account& account : view.reply.accounting.accounts) {
    const std::string list = coordinated_by(account, view);
    for (const std::string_view one : text::split_list(list))
      if (one == user.name) names.push_back(account.name);
  }
  std::sort(names.begin(), names.end());
  return text::join(names, ",");
}

}  // namespace

std::string limit_of(const Row& row, const View& view, Limit limit) {
  if (row.association != nullptr) return limit_text(whole(row, view).limits, limit);
  return row.qos != nullptr ? limit_text(row.qos->limits, limit) : std::string{};
}

std::string tres_of(const Row& row, const View& view, Limit limit, std::string_view tres) {
  Limits limits;
  if (row.association != nullptr) {
    limits = whole(row, view).limits;
  } else if (row.qos != nullptr) {
    limits = row.qos->limits;
  }
  if (const TresCounts* counts = limits.tres_of(limit))
    for (const auto& [name, count] : *counts)
      if (name == tres) return std::to_string(count);
  return {};
}

std::string account(const Row& row, const View&) {
  if (row.association != nullptr) return row.association->account;
  return row.account != nullptr ? row.account->name : std::string{};
}

std::string admin(const Row& row, const View&) {
  return row.user == nullptr ? std::string{} : admin_text(row.user->admin);
}

std::string cluster(const Row& row, const View& view) {
  return row.association != nullptr || row.wckey != nullptr ? view.reply.cluster_name : std::string{};
}

std::string comment(const Row& row, const View&) {
  return row.association == nullptr ? std::string{} : row.association->comment;
}

std::string coordinators(const Row& row, const View& view) {
  if (row.user != nullptr) return coordinates(*row.user, view);
  return row.account != nullptr ? coordinated_by(*row.account, view) : std::string{};
}

std::string default_account(const Row& row, const View&) {
  return row.user == nullptr ? std::string{} : row.user->default_account;
}

std::string default_qos(const Row& row, const View& view) {
  return row.association == nullptr ? std::string{} : whole(row, view).default_qos;
}

std::string default_wckey(const Row& row, const View&) {
  return row.user == nullptr ? std::string{} : row.user->default_wckey;
}

std::string description(const Row& row, const View&) {
  if (row.qos != nullptr) return row.qos->description;
  return row.account != nullptr ? row.account->description : std::string{};
}

std::string shares(const Row& row, const View&) {
  return row.association == nullptr ? std::string{} : shares_text(row.association->shares);
}

std::string flags(const Row& row, const View&) {
  if (row.qos != nullptr) return text::join(row.qos->flags, ",");
  if (row.association != nullptr)
    return row.association->flags.empty() ? "None" : text::join(row.association->flags, ",");
  if (row.account != nullptr) return row.account->flags.empty() ? "None" : text::join(row.account->flags, ",");
  return {};
}

std::string grace_time(const Row& row, const View&) {
  return row.qos == nullptr ? std::string{} : text::format_duration_padded(row.qos->grace_time);
}

std::string id(const Row& row, const View&) {
  if (row.association != nullptr) return std::to_string(row.association->id);
  if (row.qos != nullptr) return std::to_string(row.qos->id);
  return row.wckey != nullptr ? std::to_string(row.wckey->id) : std::string{};
}

std::string limit_factor(const Row& row, const View&) {
  return row.qos == nullptr || row.qos->limit_factor_millionths == 0 ? std::string{}
                                                                     : millionths(row.qos->limit_factor_millionths);
}

std::string lineage(const Row& row, const View& view) {
  return row.association == nullptr ? std::string{} : view.tree.lineage_of(*row.association);
}

std::string name(const Row& row, const View&) {
  if (row.qos != nullptr) return row.qos->name;
  if (row.wckey != nullptr) return row.wckey->name;
  if (row.user != nullptr) return row.user->name;
  return row.account != nullptr ? row.account->name : std::string{};
}

std::string organization(const Row& row, const View&) {
  return row.account == nullptr ? std::string{} : row.account->organization;
}

std::string parent_id(const Row& row, const View&) {
  return row.association == nullptr ? std::string{} : std::to_string(row.association->parent);
}

std::string parent_name(const Row& row, const View& view) {
  if (row.association == nullptr || !view.parents || !is_node(*row.association)) return {};
  const Association* parent = view.tree.parent_of(*row.association);
  return parent == nullptr ? std::string{} : parent->account;
}

std::string partition(const Row& row, const View&) {
  return row.association == nullptr ? std::string{} : row.association->partition;
}

std::string preempt(const Row& row, const View&) {
  return row.qos == nullptr ? std::string{} : text::join(row.qos->preempt, ",");
}

std::string preempt_exempt_time(const Row& row, const View&) {
  return row.qos == nullptr || !row.qos->preempt_exempt_time
             ? std::string{}
             : text::format_duration_padded(*row.qos->preempt_exempt_time);
}

std::string preempt_mode(const Row& row, const View&) {
  if (row.qos == nullptr) return {};
  return row.qos->preempt_mode.empty() ? "cluster" : row.qos->preempt_mode;
}

std::string priority(const Row& row, const View& view) {
  if (row.qos != nullptr) return std::to_string(row.qos->priority);
  const std::uint32_t value = row.association == nullptr ? 0 : whole(row, view).priority;
  return value == 0 ? std::string{} : std::to_string(value);
}

std::string qos_list(const Row& row, const View& view) {
  return row.association == nullptr ? std::string{} : text::join(whole(row, view).qos, ",");
}

std::string qos_ids(const Row& row, const View& view) {
  std::string out;
  const std::string names = qos_list(row, view);
  for (const std::string_view name : text::split_list(names))
    for (const Qos& qos : view.reply.accounting.qos)
      if (qos.name == name) out += (out.empty() ? "" : ",") + std::to_string(qos.id);
  return out;
}

std::string usage_factor(const Row& row, const View&) {
  return row.qos == nullptr ? std::string{} : millionths(row.qos->usage_factor_millionths);
}

std::string usage_threshold(const Row& row, const View&) {
  return row.qos == nullptr || !row.qos->usage_threshold_millionths ? std::string{}
                                                                    : millionths(*row.qos->usage_threshold_millionths);
}

std::string user(const Row& row, const View&) {
  if (row.user != nullptr) return row.user->name;
  if (row.association != nullptr) return row.association->user;
  return row.wckey != nullptr ? row.wckey->user : std::string{};
}

std::string wckeys(const Row& row, const View& view) {
  std::vector<std::string> names;
  for (const WcKey& key : view.reply.accounting.wckeys)
    if (row.user != nullptr && key.user == row.user->name) names.push_back(key.name);
  return text::join(names, ",");
}

std::string wckey_name(const Row& row, const View&) { return row.wckey == nullptr ? std::string{} : row.wckey->name; }

}  // namespace texts
}  // namespace minislurm::sacctmgr
