#include "slurmctld/accounting/limit_check.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace minislurm::accounting {
namespace {

constexpr std::uint64_t kMillion = 1000000;

std::uint64_t count_of(const TresCounts& counts, std::string_view name) {
  const auto found = std::find_if(counts.begin(), counts.end(), [&](const auto& pair) { return pair.first == name; });
  return found == counts.end() ? 0 : found->second;
}

// Resources of a type ("gres/gpu:tesla") count as the resource too.
std::uint64_t asked(const CountedJob& job, std::string_view name) { return count_of(job.tres, name); }

double past_of(const PastUse& past, std::string_view name) {
  const auto found = std::find_if(past.tres_seconds.begin(), past.tres_seconds.end(),
                                  [&](const auto& pair) { return pair.first == name; });
  return found == past.tres_seconds.end() ? 0 : found->second;
}

double minutes_of(const CountedJob& job) {
  return job.time_limit == kUnlimited ? HUGE_VAL : static_cast<double>(job.time_limit.count());
}

// With the job. Nodes that the others have already count once; as long as nobody knows which ones it would get, it may
// get those.
double with_job(const Counted* who, const CountedJob& job, std::string_view name, bool alone) {
  const double own = static_cast<double>(asked(job, name));
  if (!who || alone) return own;
  const double others = static_cast<double>(count_of(who->tres, name));
  if (name != "node" || who->nodes.empty()) return others + own;
  if (job.node_names.empty()) return std::max(own, others);
  const auto fresh = std::count_if(job.node_names.begin(), job.node_names.end(),
                                   [&](const std::string& node) { return who->nodes.count(node) == 0; });
  return others + static_cast<double>(fresh);
}

double run_minutes(const Counted* who, std::string_view name) {
  return who ? static_cast<double>(count_of(who->run_seconds, name)) / 60 : 0;
}

// A job that asks for none of it has no minutes of it, however long it may run.
double own_minutes(const CountedJob& job, std::string_view name) {
  const std::uint64_t count = asked(job, name);
  return count == 0 ? 0 : static_cast<double>(count) * minutes_of(job);
}

}  // namespace

// Associations have MaxJobs and MaxSubmitJobs where a QOS has them by user: one decides for the other.
struct LimitCheck::CountRule {
  Limit limit, decided_as;
  bool own_only, at_submission;
  // Whether it is broken by one more job (or those that it stands for).
  bool (*broken)(const LimitPlace&, const CountedJob&, std::uint64_t limit);
};

struct LimitCheck::TresRule {
  Limit limit;
  bool own_only;
  // How much there would be with this job; `alone`: if no other ran and nothing had been used.
  double (*amount)(const LimitPlace&, const CountedJob&, std::string_view name, bool alone);
  bool at_least = false;  // the limit is the least that is allowed
};

namespace {

bool too_many_jobs(const Counted* who, std::uint64_t limit) { return who && who->jobs >= limit; }
bool too_many_submitted(const Counted* who, const CountedJob& job, std::uint64_t limit) {
  return (who ? who->submitted : 0) + std::uint64_t{job.tasks} > limit;
}

}  // namespace

Reason LimitCheck::counts(const LimitPlace& place, bool submitting) {
  static constexpr CountRule kRules[] = {
      {Limit::GrpJobs, Limit::GrpJobs, false, false,
       [](const LimitPlace& at, const CountedJob&, std::uint64_t limit) { return too_many_jobs(at.group, limit); }},
      {Limit::MaxJobs, Limit::MaxJobs, true, false,
       [](const LimitPlace& at, const CountedJob&, std::uint64_t limit) { return too_many_jobs(at.group, limit); }},
      {Limit::MaxJobsPerAccount, Limit::MaxJobsPerAccount, false, false,
       [](const LimitPlace& at, const CountedJob&, std::uint64_t limit) { return too_many_jobs(at.account, limit); }},
      {Limit::MaxJobsPerUser, Limit::MaxJobs, false, false,
       [](const LimitPlace& at, const CountedJob&, std::uint64_t limit) { return too_many_jobs(at.user, limit); }},
      {Limit::GrpWall, Limit::GrpWall, false, false,
       [](const LimitPlace& at, const CountedJob&, std::uint64_t limit) {
         return at.past->wall_seconds >= static_cast<double>(limit) * 60;
       }},
      {Limit::MaxWallPerJob, Limit::MaxWallPerJob, true, false,
       [](const LimitPlace&, const CountedJob& job, std::uint64_t limit) {
         return minutes_of(job) > static_cast<double>(limit);
       }},
      {Limit::GrpSubmitJobs, Limit::GrpSubmitJobs, false, true,
       [](const LimitPlace& at, const CountedJob& job, std::uint64_t limit) {
         return too_many_submitted(at.group, job, limit);
       }},
      {Limit::MaxSubmitJobs, Limit::MaxSubmitJobs, true, true,
       [](const LimitPlace& at, const CountedJob& job, std::uint64_t limit) {
         return too_many_submitted(at.group, job, limit);
       }},
      {Limit::MaxSubmitPerAccount, Limit::MaxSubmitPerAccount, false, true,
       [](const LimitPlace& at, const CountedJob& job, std::uint64_t limit) {
         return too_many_submitted(at.account, job, limit);
       }},
      {Limit::MaxSubmitPerUser, Limit::MaxSubmitJobs, false, true,
       [](const LimitPlace& at, const CountedJob& job, std::uint64_t limit) {
         return too_many_submitted(at.user, job, limit);
       }},
  };
  for (const CountRule& rule : kRules) {
    if (rule.at_submission != submitting) continue;
    if (rule.own_only && place.owner == LimitOwner::Association && !place.is_own) continue;
    const auto limit = place.limits.count_of(rule.limit);
    if (!limit || is_decided(place, rule.decided_as, {})) continue;
    if (rule.broken(place, job_, *limit)) return reason_of(place.owner, rule.limit);
  }
  return Reason::None;
}

Reason LimitCheck::resources(const LimitPlace& place, bool alone) {
  static constexpr TresRule kRules[] = {
      {Limit::GrpTresMins, false,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return (by_itself ? 0 : past_of(*at.past, name) / 60 + run_minutes(at.group, name)) + own_minutes(job, name);
       }},
      {Limit::GrpTres, false,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return with_job(at.group, job, name, by_itself);
       }},
      {Limit::GrpTresRunMins, false,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return (by_itself ? 0 : run_minutes(at.group, name)) + own_minutes(job, name);
       }},
      {Limit::MaxTresMinsPerJob, true,
       [](const LimitPlace&, const CountedJob& job, std::string_view name, bool) { return own_minutes(job, name); }},
      {Limit::MaxTresPerAccount, true,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return with_job(at.account, job, name, by_itself);
       }},
      {Limit::MaxTresPerJob, true,
       [](const LimitPlace&, const CountedJob& job, std::string_view name, bool) {
         return static_cast<double>(asked(job, name));
       }},
      {Limit::MaxTresPerNode, true,
       [](const LimitPlace&, const CountedJob& job, std::string_view name, bool) {
         return std::ceil(static_cast<double>(asked(job, name)) / std::max(1U, job.nodes));
       }},
      {Limit::MaxTresPerUser, true,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return with_job(at.user, job, name, by_itself);
       }},
      {Limit::MaxTresRunMinsPerAccount, true,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return (by_itself ? 0 : run_minutes(at.account, name)) + own_minutes(job, name);
       }},
      {Limit::MaxTresRunMinsPerUser, true,
       [](const LimitPlace& at, const CountedJob& job, std::string_view name, bool by_itself) {
         return (by_itself ? 0 : run_minutes(at.user, name)) + own_minutes(job, name);
       }},
      {Limit::MinTresPerJob, true,
       [](const LimitPlace&, const CountedJob& job, std::string_view name, bool) {
         return static_cast<double>(asked(job, name));
       },
       true},
  };
  for (const TresRule& rule : kRules) {
    if (rule.own_only && place.owner == LimitOwner::Association && !place.is_own) continue;
    const TresCounts* limits = place.limits.tres_of(rule.limit);
    if (!limits) continue;
    for (const auto& [name, limit] : *limits) {
      if (is_decided(place, rule.limit, name)) continue;
      bool broken = false;
      const double most = static_cast<double>(limit);
      if (rule.limit == Limit::GrpTresMins && !safe_ && !alone) {
        // Without "safe" it is enough that something is left.
        broken = asked(job_, name) != 0 && past_of(*place.past, name) / 60 >= most;
      } else {
        const double amount = rule.amount(place, job_, name, alone);
        broken = rule.at_least ? amount < most : amount > most && asked(job_, name) != 0;
      }
      if (broken) return reason_of(place.owner, rule.limit, name);
    }
  }
  return Reason::None;
}

// A QOS decides for the places after it; associations add to each other.
bool LimitCheck::is_decided(const LimitPlace& place, Limit limit, std::string_view resource) {
  const auto key = std::pair{limit, std::string(resource)};
  if (decided_.count(key) != 0) return true;
  if (place.owner == LimitOwner::Qos) decided_.insert(key);
  return false;
}

Reason LimitCheck::start(const LimitPlace& place) {
  if (const Reason why = counts(place, false); why != Reason::None) return why;
  return resources(place, false);
}

Reason LimitCheck::used_up(const LimitPlace& place) {
  if (const auto wall = place.limits.count_of(Limit::GrpWall); wall && !is_decided(place, Limit::GrpWall, {}))
    if (place.past->wall_seconds >= static_cast<double>(*wall) * 60) return reason_of(place.owner, Limit::GrpWall);
  const TresCounts* limits = place.limits.tres_of(Limit::GrpTresMins);
  if (!limits) return Reason::None;
  for (const auto& [name, limit] : *limits) {
    if (is_decided(place, Limit::GrpTresMins, name) || asked(job_, name) == 0) continue;
    if (past_of(*place.past, name) >= static_cast<double>(limit) * 60)
      return reason_of(place.owner, Limit::GrpTresMins, name);
  }
  return Reason::None;
}

Reason LimitCheck::submit(const LimitPlace& place, bool strict) {
  if (const Reason why = counts(place, true); why != Reason::None) return why;
  if (!strict) return Reason::None;
  for (const Limit limit : {Limit::GrpWall, Limit::MaxWallPerJob}) {
    const auto wall = place.limits.count_of(limit);
    const bool holds = place.owner == LimitOwner::Qos || place.is_own || limit == Limit::GrpWall;
    if (wall && holds && !is_decided(place, limit, {}) && minutes_of(job_) > static_cast<double>(*wall))
      return reason_of(place.owner, limit);
  }
  return resources(place, true);
}

void take_parts_of(Limits& limits, const TresCounts& totals) {
  for (const Limit limit : {Limit::GrpTres, Limit::MaxTresPerJob, Limit::MaxTresPerUser, Limit::MaxTresPerAccount,
                            Limit::MinTresPerJob}) {
    const TresCounts* percents = limits.tres_of(limit);
    if (!percents) continue;
    TresCounts counts = *percents;
    for (auto& [name, count] : counts) count = count * count_of(totals, name) / 100;
    limits.set(limit, std::move(counts));
  }
}

void scale(Limits& limits, std::uint32_t millionths) {
  for (const Limit limit : {Limit::GrpTres, Limit::GrpTresMins, Limit::GrpTresRunMins, Limit::MaxTresPerJob,
                            Limit::MaxTresPerNode, Limit::MaxTresMinsPerJob}) {
    const TresCounts* counts = limits.tres_of(limit);
    if (!counts) continue;
    TresCounts scaled = *counts;
    for (auto& pair : scaled)
      pair.second =
          static_cast<std::uint64_t>(static_cast<double>(pair.second) * millionths / static_cast<double>(kMillion));
    limits.set(limit, std::move(scaled));
  }
}

}  // namespace minislurm::accounting
