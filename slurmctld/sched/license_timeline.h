// Licences now and later: who gives back how many when, and which are kept for planned places.
// Without Policy::licenses only those free now count, as in Slurm without bf_licenses.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/base/units.h"
#include "slurmctld/sched/policy.h"
#include "slurmctld/sched/request.h"

namespace minislurm::sched {

class LicenseTimeline {
 public:
  // `ahead`: the future counts, too. What ends is taken to end at the next multiple of `resolution`. `free` must outlive it.
  LicenseTimeline(const std::unordered_map<std::string, std::uint32_t>& free, Instant now, bool ahead, Seconds resolution)
      : free_(free), now_(now), ahead_(ahead), resolution_(resolution) {}

  // Of a running job, or of one that this pass has started (`taken`: they are not in `free` any more then).
  void hold(std::span<const LicenseNeed> what, Instant until);
  void take(std::span<const LicenseNeed> what, Instant until);
  void plan(std::span<const LicenseNeed> what, Instant start, Instant end);

  // Those that the request would hold from `start` to `end`: all that it names, or of alternatives the first that is
  // free; nullopt: they are not free all the time. Empty where it names none.
  std::optional<std::vector<LicenseNeed>> choose(const ResourceRequest& request, Instant start, Instant end) const;
  // When there will be more of one that the request names.
  std::vector<Instant> instants(const ResourceRequest& request) const;

 private:
  struct Change {
    Instant at{};
    std::int64_t count = 0;  // more, or less, from then on
  };
  std::int64_t least_free(const std::string& name, Instant start, Instant end) const;
  std::int64_t free_now(const std::string& name) const;

  const std::unordered_map<std::string, std::uint32_t>& free_;
  Instant now_;
  bool ahead_;
  Seconds resolution_;
  std::map<std::string, std::int64_t> taken_;             // in this pass
  std::map<std::string, std::vector<Change>> changes_;
};

}  // namespace minislurm::sched
