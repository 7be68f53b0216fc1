// One job against the limits of one place after the other: a table of limits, each with what it is compared to.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "slurmctld/accounting/limit_book.h"
#include "slurmctld/accounting/limit_reasons.h"

namespace minislurm::accounting {

// A QOS or an association, with what counts there.
struct LimitPlace {
  LimitOwner owner{};
  bool is_own = false;  // of associations: the job's, not one above it
  bool strict = false;  // DenyOnLimit
  Limits limits;
  const Counted* group = nullptr;
  const Counted* user = nullptr;  // of a QOS
  const Counted* account = nullptr;  // of a QOS
  const PastUse* past = nullptr;
};

class LimitCheck {
 public:
  LimitCheck(const CountedJob& job, bool safe) : job_(job), safe_(safe) {}
  // To be called for each place in turn, the first to count first.
  Reason start(const LimitPlace& place);
  Reason submit(const LimitPlace& place, bool strict);
  // Of a job that runs.
  Reason used_up(const LimitPlace& place);

 private:
  struct CountRule;
  struct TresRule;
  bool is_decided(const LimitPlace& place, Limit limit, std::string_view resource);
  Reason counts(const LimitPlace& place, bool submitting);
  Reason resources(const LimitPlace& place, bool alone);

  const CountedJob& job_;
  bool safe_;
  std::set<std::pair<Limit, std::string>> decided_;  // by a QOS: what comes later does not count
};

// The limits on resources of an association, times a QOS's LimitFactor.
void scale(Limits& limits, std::uint32_t millionths);
// The counts of resources are percentages; they become counts.
void take_parts_of(Limits& limits, const TresCounts& totals);

}  // namespace minislurm::accounting
