#include "slurmctld/sched/license_timeline.h"

#include <algorithm>

namespace minislurm::sched {

void LicenseTimeline::hold(std::span<const LicenseNeed> what, Instant until) {
  if (!ahead_) return;
  const Instant end = round_up(std::max(until, now_ + Seconds{1}), resolution_);
  for (const LicenseNeed& one : what) changes_[one.name].push_back({end, one.count});
}

void LicenseTimeline::take(std::span<const LicenseNeed> what, Instant until) {
  for (const LicenseNeed& one : what) taken_[one.name] += one.count;
  hold(what, until);
}

void LicenseTimeline::plan(std::span<const LicenseNeed> what, Instant start, Instant end) {
  if (!ahead_) return;
  for (const LicenseNeed& one : what) {
    changes_[one.name].push_back({start, -std::int64_t{one.count}});
    changes_[one.name].push_back({end, std::int64_t{one.count}});
  }
}

std::int64_t LicenseTimeline::free_now(const std::string& name) const {
  const auto free = free_.find(name);
  const auto taken = taken_.find(name);
  return (free == free_.end() ? 0 : std::int64_t{free->second}) - (taken == taken_.end() ? 0 : taken->second);
}

std::int64_t LicenseTimeline::least_free(const std::string& name, Instant start, Instant end) const {
  std::int64_t free = free_now(name);
  const auto found = changes_.find(name);
  if (found == changes_.end()) return free;
  std::vector<Change> changes = found->second;
  std::stable_sort(changes.begin(), changes.end(), [](const Change& left, const Change& right) {
    return left.at != right.at ? left.at < right.at : left.count > right.count;
  });
  auto change = changes.begin();
  for (; change != changes.end() && change->at <= start; ++change) free += change->count;
  std::int64_t least = free;
  for (; change != changes.end() && change->at < end; ++change) least = std::min(least, free += change->count);
  return least;
}

std::optional<std::vector<LicenseNeed>> LicenseTimeline::choose(const ResourceRequest& request, Instant start,
                                                                Instant end) const {
  // As long as it will be taken to hold them.
  end = round_up(end, resolution_);
  const auto has = [&](const LicenseNeed& need) {
    return (ahead_ ? least_free(need.name, start, end) : free_now(need.name)) >= need.count;
  };
  if (request.any_license && !request.licenses.empty()) {
    const auto one = std::find_if(request.licenses.begin(), request.licenses.end(), has);
    if (one == request.licenses.end()) return std::nullopt;
    return std::vector<LicenseNeed>{*one};
  }
  if (!std::all_of(request.licenses.begin(), request.licenses.end(), has)) return std::nullopt;
  return request.licenses;
}

std::vector<Instant> LicenseTimeline::instants(const ResourceRequest& request) const {
  std::vector<Instant> times;
  for (const LicenseNeed& need : request.licenses) {
    const auto found = changes_.find(need.name);
    if (found == changes_.end()) continue;
    for (const Change& change : found->second)
      if (change.count > 0) times.push_back(change.at);
  }
  return times;
}

}  // namespace minislurm::sched
