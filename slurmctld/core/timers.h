// The instants at which something is due, in order. A timer is a hint: who handles it looks at the job as it is by then
// and does nothing when the reason has gone, so nothing has to be taken out when a job changes.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"

namespace minislurm::core {

enum class TimerKind : std::uint32_t {
  TimeLimit, WarnSignal, StepLimit, Begin, Deadline, DependencyDelay, Purge, ReservationEdge, SwitchWait,
  PriorityPeriod, LimitWait, Backfill, LatePass, FullPass, Preemption, GangSlice, UsedUp, ElasticGrace,
  ElasticCooldown,
};

struct Timer {
  Instant due{};
  TimerKind kind{};
  StepId what;        // of a job's timer only the job counts
  auto operator<=>(const Timer&) const = default;
};

class Timers {
 public:
  void arm(Instant due, TimerKind kind, StepId what = {}) { queue_.insert(Timer{due, kind, what}); }
  void arm(Instant due, TimerKind kind, JobId job) { arm(due, kind, StepId{job, StepNumber::None}); }
  std::optional<Instant> next() const {
    if (queue_.empty()) return std::nullopt;
    return queue_.begin()->due;
  }
  // Takes the first one that is due; nullopt: none is.
  std::optional<Timer> take_due(Instant now) {
    if (queue_.empty() || queue_.begin()->due > now) return std::nullopt;
    const Timer first = *queue_.begin();
    queue_.erase(queue_.begin());
    return first;
  }

 private:
  std::set<Timer> queue_;
};

}  // namespace minislurm::core
