#include "slurmctld/accounting/inherited.h"

#include <algorithm>
#include <iterator>

#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

constexpr Limit kInherited[] = {Limit::MaxJobs,          Limit::MaxJobsAccrue, Limit::MaxSubmitJobs,
                                Limit::MaxWallPerJob,    Limit::MaxTresPerJob, Limit::MaxTresPerNode,
                                Limit::MaxTresMinsPerJob};

void add_missing(TresCounts& counts, const TresCounts& above) {
  for (const auto& pair : above) {
    const bool set =
        std::any_of(counts.begin(), counts.end(), [&](const auto& own) { return own.first == pair.first; });
    if (!set) counts.push_back(pair);
  }
}

bool same(const Limits& left, const Limits& right, Limit limit) {
  const TresCounts *one = left.tres_of(limit), *other = right.tres_of(limit);
  if ((one == nullptr) != (other == nullptr) || (one && *one != *other)) return false;
  return left.count_of(limit) == right.count_of(limit);
}

}  // namespace

std::span<const Limit> inherited_limits() { return kInherited; }

bool is_inherited(Limit limit) {
  return std::find(std::begin(kInherited), std::end(kInherited), limit) != std::end(kInherited);
}

bool Inherited::operator==(const Inherited& other) const {
  return priority == other.priority && default_qos == other.default_qos && qos == other.qos &&
         std::all_of(std::begin(kInherited), std::end(kInherited),
                     [&](Limit limit) { return same(limits, other.limits, limit); });
}

Inherited inherited(const Accounting& accounting, const Association& association) {
  Inherited result;
  result.limits = association.limits;
  for (const Association* one : lineage_of(accounting, association)) {
    if (result.priority == 0) result.priority = one->priority;
    if (one == &association) continue;
    for (const Limit limit : kInherited) {
      if (is_per_tres(limit)) {
        const TresCounts* above = one->limits.tres_of(limit);
        if (!above) continue;
        TresCounts counts = result.limits.tres_of(limit) ? *result.limits.tres_of(limit) : TresCounts{};
        add_missing(counts, *above);
        result.limits.set(limit, std::move(counts));
      } else if (!result.limits.count_of(limit)) {
        if (const auto above = one->limits.count_of(limit)) result.limits.set(limit, above);
      }
    }
  }
  result.default_qos = default_qos_of(accounting, association);
  result.qos = allowed_qos(accounting, association);
  return result;
}

}  // namespace minislurm::accounting
