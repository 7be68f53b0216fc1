#include "commands/scontrol/association_book.h"

#include <algorithm>
#include <utility>

namespace minislurm::scontrol {
namespace {

constexpr Limit kFromAbove[] = {
    Limit::MaxJobs,       Limit::MaxJobsAccrue,  Limit::MaxSubmitJobs,     Limit::MaxWallPerJob,
    Limit::MaxTresPerJob, Limit::MaxTresPerNode, Limit::MaxTresMinsPerJob, Limit::MinPrioThreshold,
};

void take_tres(Limits& own, Limit limit, const TresCounts& above) {
  const TresCounts* mine = own.tres_of(limit);
  TresCounts merged = mine == nullptr ? TresCounts{} : *mine;
  for (const auto& count : above)
    if (std::none_of(merged.begin(), merged.end(), [&](const auto& known) { return known.first == count.first; }))
      merged.push_back(count);
  own.set(limit, std::move(merged));
}

void take_from_above(Limits& own, const Limits& above) {
  for (const Limit limit : kFromAbove) {
    if (const TresCounts* counts = above.tres_of(limit)) take_tres(own, limit, *counts);
    if (const auto count = above.count_of(limit); count && !own.count_of(limit)) own.set(limit, count);
  }
}

// Leaves what was used in the past.
void forget_jobs(std::vector<wire::LimitUse>& uses) {
  uses.erase(std::remove_if(uses.begin(), uses.end(),
                            [](const wire::LimitUse& use) { return !use.user.empty() || !use.account.empty(); }),
             uses.end());
  for (wire::LimitUse& use : uses) {
    use.jobs = use.accruing = use.submitted = 0;
    use.tres.clear();
    use.run_minutes.clear();
  }
}

}  // namespace

AssociationBook::AssociationBook(wire::AccountingReply accounting, wire::SharesReply shares, bool limits_count)
    : accounting_(std::move(accounting)), shares_(std::move(shares)) {
  if (!limits_count) {
    forget_jobs(accounting_.association_use);
    forget_jobs(accounting_.qos_use);
  }
  for (const Association& one : accounting_.accounting.associations) by_id_[one.id] = &one;
  for (const wire::LimitUse& use : accounting_.association_use) association_use_[use.id] = &use;
  for (const wire::LimitUse& use : accounting_.qos_use)
    if (use.user.empty() && use.account.empty()) qos_use_[use.id] = &use;
  for (const Association& one : accounting_.accounting.associations)
    if (const Association* account = competes_below(one)) level_shares_[account->id] += one.shares;
}

const Association* AssociationBook::association(std::uint32_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const Association* AssociationBook::above(const Association& one) const {
  return one.parent == one.id ? nullptr : association(one.parent);
}

const wire::LimitUse& AssociationBook::use_of_association(std::uint32_t id) const {
  const auto found = association_use_.find(id);
  return found == association_use_.end() ? nothing_ : *found->second;
}

const wire::LimitUse& AssociationBook::use_of_qos(std::uint32_t id) const {
  const auto found = qos_use_.find(id);
  return found == qos_use_.end() ? nothing_ : *found->second;
}

// What came over the wire may be no tree: no climb below is longer than there are associations.

std::string AssociationBook::lineage(const Association& association) const {
  std::string text = association.user.empty() ? "" : "0-" + association.user + "/";
  if (!association.partition.empty()) text += association.partition + "/";
  std::size_t steps = 0;
  for (const Association* one = association.user.empty() ? &association : above(association);
       one != nullptr && one->parent != 0 && steps <= by_id_.size(); one = above(*one), ++steps)
    text.insert(0, one->account + "/");
  return "/" + text;
}

Limits AssociationBook::limits(const Association& association) const {
  Limits all = association.limits;
  std::size_t steps = 0;
  for (const Association* one = above(association); one != nullptr && steps <= by_id_.size(); one = above(*one), ++steps)
    take_from_above(all, one->limits);
  return all;
}

std::uint32_t AssociationBook::priority(const Association& association) const {
  std::size_t steps = 0;
  for (const Association* one = &association; one != nullptr && steps <= by_id_.size(); one = above(*one), ++steps)
    if (one->priority != 0) return one->priority;
  return 0;
}

// The account whose shares it takes a part of: accounts with fairshare=parent hand theirs down. nullptr: none.
const Association* AssociationBook::competes_below(const Association& association) const {
  if (association.shares == Association::kParentShares) return nullptr;
  const Association* one = above(association);
  std::size_t steps = 0;
  while (one != nullptr && one->shares == Association::kParentShares && ++steps <= by_id_.size()) one = above(*one);
  return one;
}

std::uint64_t AssociationBook::shares_of_level(const Association& association) const {
  if (association.parent == 0) return association.shares;
  const Association* account = competes_below(association);
  const auto found = account == nullptr ? level_shares_.end() : level_shares_.find(account->id);
  return found == level_shares_.end() ? 0 : found->second;
}

}  // namespace minislurm::scontrol
