#include "slurmctld/core/limit_words.h"

#include <algorithm>
#include <optional>

#include "slurmctld/accounting/inherited.h"
#include "slurmctld/accounting/limit_reasons.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/start_limits.h"

namespace minislurm::core {
namespace {

using accounting::Counted;
using accounting::LimitOwner;

// Of what a limit is compared with.
struct InUse {
  const Counted* group = nullptr;
  const Counted* user = nullptr;
  const Counted* account = nullptr;
};

std::string_view name_of_limit(Limit limit) {
  for (const LimitName& row : limit_names())
    if (row.limit == limit) return row.name;
  return "";
}

const Counted* counter_of(Limit limit, const InUse& use) {
  switch (limit) {
    case Limit::GrpJobs:
    case Limit::MaxJobs:
    case Limit::GrpTres: return use.group;
    case Limit::MaxJobsPerUser:
    case Limit::MaxTresPerUser: return use.user;
    case Limit::MaxJobsPerAccount:
    case Limit::MaxTresPerAccount: return use.account;
    default: return nullptr;
  }
}

std::optional<std::string> find_limit(const Limits& limits, LimitOwner owner, Reason why, const InUse& use) {
  for (const CountLimit& limit : limits.counts) {
    if (accounting::reason_of(owner, limit.limit) != why) continue;
    const Counted* counted = counter_of(limit.limit, use);
    return std::string{name_of_limit(limit.limit)} + "=" + std::to_string(limit.value) +
           (counted ? ", " + std::to_string(counted->jobs) + " in use" : "");
  }
  for (const TresLimit& limit : limits.tres) {
    for (const auto& [resource, value] : limit.counts) {
      if (accounting::reason_of(owner, limit.limit, resource) != why) continue;
      std::string text = std::string{name_of_limit(limit.limit)} + "=" + resource + "=" + std::to_string(value);
      const Counted* counted = counter_of(limit.limit, use);
      if (!counted) return text;
      std::uint64_t used = 0;
      for (const auto& one : counted->tres) used = one.first == resource ? one.second : used;
      return text + ", " + std::to_string(used) + " in use";
    }
  }
  return std::nullopt;
}

const Counted* find_named(const accounting::LimitBook::Named& named, std::uint32_t qos, const std::string& who) {
  const auto found = named.find({qos, who});
  return found == named.end() ? nullptr : &found->second;
}

}  // namespace

std::string limit_in_words(const ClusterState::Inside& state, const Job& job, Reason why, Instant now) {
  const accounting::LimitBook book = limit_book(state, now);
  std::vector<const Qos*> all;
  if (const Partition* partition = state.partition_of(job); partition && !partition->qos.empty())
    all.push_back(accounting::find_qos(state.accounting, partition->qos));
  all.push_back(accounting::find_qos(state.accounting, job.spec.qos));
  for (const Qos* qos : all) {
    if (!qos) continue;
    const InUse use{book.of_qos(qos->id), find_named(book.by_user(), qos->id, job.user_name),
                    find_named(book.by_account(), qos->id, job.spec.account)};
    if (const auto text = find_limit(qos->limits, LimitOwner::Qos, why, use)) return "QOS " + qos->name + ": " + *text;
  }
  if (const Association* own = accounting::find_association(state.accounting, job.association)) {
    for (const Association* one : accounting::lineage_of(state.accounting, *own)) {
      const InUse use{book.of_association(one->id), nullptr, nullptr};
      const auto text = find_limit(one->limits, LimitOwner::Association, why, use);
      if (text) return "association " + accounting::lineage_text(state.accounting, *one) + ": " + *text;
    }
  }
  return std::string{name_of(why)};
}

}  // namespace minislurm::core
