#include "slurmctld/accounting/limit_book.h"

#include <algorithm>

#include "slurmctld/accounting/assignment.h"
#include "slurmctld/accounting/limit_check.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

void add(TresCounts& counts, const TresCounts& more, std::uint64_t times) {
  for (const auto& one : more) {
    const auto known =
        std::find_if(counts.begin(), counts.end(), [&](const auto& pair) { return pair.first == one.first; });
    if (known == counts.end()) counts.emplace_back(one.first, one.second * times);
    else known->second += one.second * times;
  }
}

}  // namespace

template <class Change>
void LimitBook::each_counter(const CountedJob& job, Change change) {
  if (const Association* own = find_association(accounting_, job.association))
    for (const Association* one : lineage_of(accounting_, *own)) change(associations_[one->id]);
  for (const std::uint32_t id : {job.qos, job.partition_qos == job.qos ? 0 : job.partition_qos}) {
    if (id == 0) continue;
    change(qos_[id]);
    change(qos_users_[{id, job.user}]);
    change(qos_accounts_[{id, job.account}]);
  }
}

void LimitBook::count_running(const CountedJob& job) {
  each_counter(job, [&](Counted& counted) {
    ++counted.jobs;
    add(counted.tres, job.tres, 1);
    if (!job.node_names.empty()) {
      for (const std::string& node : job.node_names) ++counted.nodes[node];
      for (auto& [name, count] : counted.tres)
        if (name == "node") count = counted.nodes.size();
    }
    add(counted.run_seconds, job.tres, static_cast<std::uint64_t>(std::max<Seconds::rep>(0, job.left.count())));
  });
}

void LimitBook::count_submitted(const CountedJob& job) {
  each_counter(job, [&](Counted& counted) { counted.submitted += job.tasks; });
}

void LimitBook::count_accruing(const CountedJob& job, std::uint32_t tasks) {
  each_counter(job, [&](Counted& counted) { counted.accruing += tasks; });
}

const Counted* LimitBook::of_association(std::uint32_t id) const {
  const auto found = associations_.find(id);
  return found == associations_.end() ? nullptr : &found->second;
}

const Counted* LimitBook::of_qos(std::uint32_t id) const {
  const auto found = qos_.find(id);
  return found == qos_.end() ? nullptr : &found->second;
}

const PastUse* LimitBook::past_of_association(std::uint32_t id) const {
  const auto found = past_associations_.find(id);
  return found == past_associations_.end() ? nullptr : &found->second;
}

const PastUse* LimitBook::past_of_qos(std::uint32_t id) const {
  const auto found = past_qos_.find(id);
  return found == past_qos_.end() ? nullptr : &found->second;
}

namespace {

template <class Map, class Key>
const typename Map::mapped_type& found_or(const Map& map, const Key& key, const typename Map::mapped_type& nothing) {
  const auto found = map.find(key);
  return found == map.end() ? nothing : found->second;
}

const Counted kNothing;
const PastUse kNoPast;

}  // namespace

std::vector<LimitPlace> LimitBook::places_of(const CountedJob& job) const {
  std::vector<LimitPlace> places;
  const Qos* first = qos_by_id(accounting_, job.partition_qos);
  const Qos* second = qos_by_id(accounting_, job.qos);
  if (second && has_flag(*second, "OverPartQOS")) std::swap(first, second);
  if (first == second) second = nullptr;
  for (const Qos* qos : {first, second}) {
    if (!qos) continue;
    LimitPlace place;
    place.owner = LimitOwner::Qos;
    place.limits = qos->limits;
    place.group = &found_or(qos_, qos->id, kNothing);
    place.user = &found_or(qos_users_, std::pair{qos->id, job.user}, kNothing);
    place.account = &found_or(qos_accounts_, std::pair{qos->id, job.account}, kNothing);
    place.past = &found_or(past_qos_, qos->id, kNoPast);
    place.strict = has_flag(*qos, "DenyOnLimit");
    if (has_flag(*qos, "Relative")) take_parts_of(place.limits, totals_);
    places.push_back(std::move(place));
  }
  const Association* own = find_association(accounting_, job.association);
  if (!own) return places;
  for (const Association* one : lineage_of(accounting_, *own)) {
    LimitPlace place;
    place.owner = LimitOwner::Association;
    place.is_own = one == own;
    place.limits = place.is_own ? inherited(accounting_, *own).limits : one->limits;
    place.group = &found_or(associations_, one->id, kNothing);
    place.past = &found_or(past_associations_, one->id, kNoPast);
    if (second && second->limit_factor_millionths != 0) scale(place.limits, second->limit_factor_millionths);
    else if (!second && first && first->limit_factor_millionths != 0)
      scale(place.limits, first->limit_factor_millionths);
    places.push_back(std::move(place));
  }
  return places;
}

std::uint32_t LimitBook::may_accrue(const CountedJob& job) const {
  std::uint32_t most = job.tasks;
  const auto allow = [&](std::optional<std::uint64_t> limit, const Counted* counted) {
    if (!limit) return;
    const std::uint64_t already = counted ? counted->accruing : 0;
    most = static_cast<std::uint32_t>(std::min<std::uint64_t>(most, *limit > already ? *limit - already : 0));
  };
  for (const LimitPlace& place : places_of(job)) {
    allow(place.limits.count_of(Limit::GrpJobsAccrue), place.group);
    if (place.owner == LimitOwner::Qos) {
      allow(place.limits.count_of(Limit::MaxJobsAccruePerUser), place.user);
      allow(place.limits.count_of(Limit::MaxJobsAccruePerAccount), place.account);
    } else if (place.is_own) {
      allow(place.limits.count_of(Limit::MaxJobsAccrue), place.group);
    }
  }
  return most;
}

std::uint32_t LimitBook::least_priority_to_reserve(const CountedJob& job) const {
  for (const LimitPlace& place : places_of(job))
    if (const auto least = place.limits.count_of(Limit::MinPrioThreshold)) return static_cast<std::uint32_t>(*least);
  return 0;
}

Reason LimitBook::why_end(const CountedJob& job) const {
  LimitCheck check(job, safe_);
  for (const LimitPlace& place : places_of(job))
    if (const Reason why = check.used_up(place); why != Reason::None) return why;
  return Reason::None;
}

Reason LimitBook::why_not_start(const CountedJob& job) const {
  LimitCheck check(job, safe_);
  for (const LimitPlace& place : places_of(job))
    if (const Reason why = check.start(place); why != Reason::None) return why;
  return Reason::None;
}

Reason LimitBook::why_not_submit(const CountedJob& job) const {
  const std::vector<LimitPlace> places = places_of(job);
  const bool strict = std::any_of(places.begin(), places.end(), [](const LimitPlace& place) { return place.strict; });
  LimitCheck check(job, safe_);
  for (const LimitPlace& place : places)
    if (const Reason why = check.submit(place, strict); why != Reason::None) return why;
  return Reason::None;
}

Minutes LimitBook::longest(const CountedJob& job) const {
  for (const LimitPlace& place : places_of(job)) {
    if (place.owner == LimitOwner::Association && !place.is_own) continue;
    if (const auto minutes = place.limits.count_of(Limit::MaxWallPerJob))
      return Minutes{static_cast<Minutes::rep>(*minutes)};
  }
  return kUnlimited;
}

}  // namespace minislurm::accounting
