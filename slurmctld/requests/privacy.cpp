#include "slurmctld/requests/privacy.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "libcommon/text/words.h"
#include "slurmctld/accounting/change.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/reservations.h"

namespace minislurm::requests {
namespace {

using Inside = core::ClusterState::Inside;

struct Word {
  Private what;
  std::string_view text;
};
constexpr Word kWords[] = {{Private::Accounts, "accounts"}, {Private::Jobs, "jobs"},
                           {Private::Nodes, "nodes"},       {Private::Partitions, "partitions"},
                           {Private::Usage, "usage"},       {Private::Reservations, "reservations"},
                           {Private::Users, "users"}};

std::string_view configured(const Inside& state) {
  const auto& config = state.cluster.shown_config;
  const auto found =
      std::find_if(config.begin(), config.end(), [](const auto& pair) { return pair.first == "PrivateData"; });
  return found == config.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_own(const core::Caller& caller, std::string_view user) { return text::iequals(user, caller.user_name); }

bool sees_user(const Inside& state, const core::Caller& caller, const Association& one) {
  return one.user.empty() || is_own(caller, one.user) || coordinates(state, caller, one.account);
}

// The rows of associations that are still in the list.
void keep_known(const std::vector<Association>& associations, std::vector<wire::LimitUse>& uses) {
  std::unordered_set<std::uint32_t> known;
  for (const Association& one : associations) known.insert(one.id);
  std::erase_if(uses, [&](const wire::LimitUse& use) { return known.count(use.id) == 0; });
}

}  // namespace

void recognise(const Inside& state, core::Caller& caller) {
  if (caller.is_operator) return;
  const AdminLevel level = accounting::level_of(state.accounting, caller.user_name);
  caller.is_operator = level != AdminLevel::None;
  caller.only_operator = level == AdminLevel::Operator;
}

bool coordinates(const Inside& state, const core::Caller& caller, std::string_view account) {
  return !account.empty() && accounting::coordinates(state.accounting, caller.user_name, account);
}

bool hides(const Inside& state, const core::Caller& caller, Private what) {
  if (caller.is_operator) return false;
  const std::vector<std::string_view> words = text::split_list(configured(state));
  return std::any_of(words.begin(), words.end(), [what](std::string_view word) {
    const auto* row = std::find_if(std::begin(kWords), std::end(kWords),
                                   [word](const Word& one) { return text::iequals(one.text, word); });
    return row != std::end(kWords) && row->what == what;
  });
}

bool sees_job(const Inside& state, const core::Caller& caller, const Job& job) {
  return job.user == caller.user || !hides(state, caller, Private::Jobs) || coordinates(state, caller, job.spec.account);
}

bool sees_reservation(const Inside& state, const core::Caller& caller, const Reservation& reservation) {
  if (!hides(state, caller, Private::Reservations)) return true;
  Job someone;
  someone.user = caller.user;
  someone.user_name = caller.user_name;
  someone.group_name = caller.group_name;
  someone.groups = caller.groups;
  if (core::admits(state, reservation, someone)) return true;
  const auto own = accounting::associations_of(state.accounting, caller.user_name);
  return std::any_of(own.begin(), own.end(), [&](const Association* association) {
    someone.spec.account = association->account;
    return core::admits(state, reservation, someone);
  });
}

void keep_visible(const Inside& state, const core::Caller& caller, wire::HistoryReply& history) {
  if (!hides(state, caller, Private::Jobs)) return;
  std::unordered_set<JobId> kept;
  std::erase_if(history.jobs, [&](const Job& job) { return !sees_job(state, caller, job); });
  for (const Job& job : history.jobs) kept.insert(job.id);
  std::erase_if(history.steps, [&](const Step& step) { return kept.count(step.id.job) == 0; });
}

void keep_visible(const Inside& state, const core::Caller& caller, wire::UsageReply& usage) {
  if (!hides(state, caller, Private::Usage)) return;
  std::erase_if(usage.rows, [&](const wire::UsageRow& row) {
    return !is_own(caller, row.user) && !coordinates(state, caller, row.account);
  });
}

void keep_visible(const Inside& state, const core::Caller& caller, wire::SharesReply& shares) {
  if (!hides(state, caller, Private::Usage)) return;
  std::erase_if(shares.rows, [&](const wire::ShareRow& row) {
    return !is_own(caller, row.user) && !coordinates(state, caller, row.account);
  });
}

void keep_visible(const Inside& state, const core::Caller& caller, wire::AccountingReply& reply) {
  Accounting& all = reply.accounting;
  if (hides(state, caller, Private::Users)) {
    std::erase_if(all.associations, [&](const Association& one) { return !sees_user(state, caller, one); });
    std::unordered_set<std::string> names{caller.user_name};
    for (const Association& one : all.associations) names.insert(one.user);
    std::erase_if(all.users, [&](const AccountingUser& one) { return names.count(one.name) == 0; });
    std::erase_if(all.wckeys, [&](const WcKey& one) { return names.count(one.user) == 0; });
    all.changes.clear();
  }
  if (hides(state, caller, Private::Accounts))
    std::erase_if(all.accounts, [&](const Account& one) { return !coordinates(state, caller, one.name); });
  if (hides(state, caller, Private::Usage)) {
    std::erase_if(reply.association_use, [&](const wire::LimitUse& use) {
      const Association* one = accounting::find_association(state.accounting, use.id);
      return one == nullptr || one->user.empty() || !sees_user(state, caller, *one);
    });
    std::erase_if(reply.qos_use, [&](const wire::LimitUse& use) { return !use.user.empty() && !is_own(caller, use.user); });
  }
  keep_known(all.associations, reply.association_use);
}

}  // namespace minislurm::requests
