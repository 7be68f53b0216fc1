#include "slurmctld/accounting/change.h"

#include <algorithm>
#include <iterator>

#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

using Entity = wire::AccountingEntity;
using Verb = wire::AccountingVerb;

constexpr std::size_t kMostChanges = 1000;  // that are remembered
constexpr std::size_t kMostPairs = 256, kLongest = 65536;  // of a request

Status modify_associations(Changing& change) {
  const bool of_users = std::any_of(change.request.where.begin(), change.request.where.end(), [](const Pair& pair) {
    return names(pair.first, "Users", 1) || names(pair.first, "Partitions", 3);
  });
  return of_users ? modify_users(change) : modify_accounts(change);
}

struct Row {
  Entity entity;
  Verb verb;
  std::string_view action;  // as `sacctmgr show transactions` calls it
  Status (*apply)(Changing&);
};

constexpr Row kRows[] = {
    {Entity::Account, Verb::Add, "Add Accounts", &add_accounts},
    {Entity::Account, Verb::Modify, "Modify Accounts", &modify_accounts},
    {Entity::Account, Verb::Delete, "Remove Accounts", &delete_accounts},
    {Entity::User, Verb::Add, "Add Users", &add_users},
    {Entity::User, Verb::Modify, "Modify Users", &modify_users},
    {Entity::User, Verb::Delete, "Remove Users", &delete_users},
    {Entity::Association, Verb::Add, "Add Associations", &add_users},
    {Entity::Association, Verb::Modify, "Modify Associations", &modify_associations},
    {Entity::Association, Verb::Delete, "Remove Associations", &delete_users},
    {Entity::Qos, Verb::Add, "Add QOS", &add_qos},
    {Entity::Qos, Verb::Modify, "Modify QOS", &modify_qos},
    {Entity::Qos, Verb::Delete, "Remove QOS", &delete_qos},
    {Entity::Coordinator, Verb::Add, "Add Account Coord", &add_coordinators},
    {Entity::Coordinator, Verb::Delete, "Remove Account Coords", &delete_coordinators},
    {Entity::WcKey, Verb::Add, "Add WCKeys", &add_wckeys},
    {Entity::WcKey, Verb::Delete, "Remove WCKeys", &delete_wckeys},
    {Entity::Cluster, Verb::Modify, "Modify Clusters", &modify_cluster},
};

std::string joined(const Pairs& pairs) {
  std::string text;
  for (const Pair& pair : pairs) text += (text.empty() ? "" : ", ") + pair.first + "=" + pair.second;
  return text;
}

void remember(Changing& change, std::string_view action) {
  AccountingChange made;
  made.when = change.facts.now;
  made.action = action;
  made.actor = change.actor.name;
  for (const std::string& name : change.result.reply.objects) made.where += (made.where.empty() ? "" : ",") + name;
  if (made.where.empty()) made.where = joined(change.request.where);
  made.info = joined(change.request.set);
  auto& changes = change.draft.changes;
  changes.push_back(std::move(made));
  if (changes.size() > kMostChanges)
    changes.erase(changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(changes.size() - kMostChanges));
}

bool is_bounded(const wire::ChangeAccountingRequest& request) {
  std::size_t length = 0;
  for (const Pairs* pairs : {&request.where, &request.set})
    for (const Pair& pair : *pairs) length += pair.first.size() + pair.second.size();
  return request.where.size() + request.set.size() <= kMostPairs && length <= kLongest;
}

bool changed_anything(const wire::ChangeAccountingReply& reply) {
  return reply.in_the_way.empty() && !(reply.objects.empty() && reply.associations.empty() && reply.wckeys.empty());
}

}  // namespace

AdminLevel level_of(const Accounting& accounting, std::string_view user) {
  const AccountingUser* known = find_user(accounting, user);
  return known ? known->admin : AdminLevel::None;
}

Result<Changed> apply_change(Accounting& accounting, const wire::ChangeAccountingRequest& request, const Actor& actor,
                             const Facts& facts) {
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) {
    return one.entity == request.entity && one.verb == request.verb;
  });
  if (row == std::end(kRows) || !is_bounded(request)) return Error{Code::CommunicationsReceive};
  Changing change{accounting, request, actor, facts};
  if (Status applied = row->apply(change); !applied) return applied.error();
  if (request.commit && changed_anything(change.result.reply)) {
    remember(change, row->action);
    accounting = std::move(change.draft);
    change.result.done = true;
  }
  return std::move(change.result);
}

}  // namespace minislurm::accounting
