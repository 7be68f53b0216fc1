#include "libcommon/model/job_state.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace minislurm {
namespace {

constexpr std::uint32_t base(JobState state) { return static_cast<std::uint32_t>(state); }
constexpr std::uint32_t bit(JobFlag flag) { return static_cast<std::uint32_t>(flag); }

constexpr StateName kNames[] = {
    {base(JobState::Pending), "PENDING", "PD", false},
    {base(JobState::Running), "RUNNING", "R", false},
    {base(JobState::Suspended), "SUSPENDED", "S", false},
    {base(JobState::Completed), "COMPLETED", "CD", false},
    {base(JobState::Cancelled), "CANCELLED", "CA", false},
    {base(JobState::Failed), "FAILED", "F", false},
    {base(JobState::Timeout), "TIMEOUT", "TO", false},
    {base(JobState::NodeFail), "NODE_FAIL", "NF", false},
    {base(JobState::Preempted), "PREEMPTED", "PR", false},
    {base(JobState::BootFail), "BOOT_FAIL", "BF", false},
    {base(JobState::Deadline), "DEADLINE", "DL", false},
    {base(JobState::OutOfMemory), "OUT_OF_MEMORY", "OOM", false},
    {bit(JobFlag::Completing), "COMPLETING", "CG", true},
    {bit(JobFlag::Configuring), "CONFIGURING", "CF", true},
    {1U << 25, "EXPEDITING", "EX", true},
    {bit(JobFlag::Resizing), "RESIZING", "RS", true},
    {1U << 18, "RESV_DEL_HOLD", "RD", true},
    {bit(JobFlag::Requeued), "REQUEUED", "RQ", true},
    {1U << 19, "REQUEUE_FED", "RF", true},
    {bit(JobFlag::RequeueHold), "REQUEUE_HOLD", "RH", true},
    {1U << 21, "REVOKED", "RV", true},
    {bit(JobFlag::Signaling), "SIGNALING", "SI", true},
    {bit(JobFlag::SpecialExit), "SPECIAL_EXIT", "SE", true},
    {1U << 22, "STAGE_OUT", "SO", true},
    {bit(JobFlag::Stopped), "STOPPED", "ST", true},
};

struct Transition {
  JobState from;
  JobEvent event;
  JobState to;
};

constexpr Transition kTransitions[] = {
    {JobState::Pending, JobEvent::Allocated, JobState::Running},
    {JobState::Pending, JobEvent::Cancelled, JobState::Cancelled},
    {JobState::Pending, JobEvent::DeadlinePassed, JobState::Deadline},
    {JobState::Pending, JobEvent::LaunchFailed, JobState::Failed},
    {JobState::Running, JobEvent::Suspended, JobState::Suspended},
    {JobState::Running, JobEvent::Cancelled, JobState::Cancelled},
    {JobState::Running, JobEvent::Succeeded, JobState::Completed},
    {JobState::Running, JobEvent::FailedExit, JobState::Failed},
    {JobState::Running, JobEvent::LimitReached, JobState::Timeout},
    {JobState::Running, JobEvent::MemoryExceeded, JobState::OutOfMemory},
    {JobState::Running, JobEvent::NodeLost, JobState::NodeFail},
    {JobState::Running, JobEvent::Preempted, JobState::Preempted},
    {JobState::Running, JobEvent::DeadlinePassed, JobState::Deadline},
    {JobState::Running, JobEvent::LaunchFailed, JobState::Failed},
    {JobState::Running, JobEvent::Requeued, JobState::Pending},
    {JobState::Suspended, JobEvent::Resumed, JobState::Running},
    {JobState::Suspended, JobEvent::Cancelled, JobState::Cancelled},
    {JobState::Suspended, JobEvent::Succeeded, JobState::Completed},
    {JobState::Suspended, JobEvent::FailedExit, JobState::Failed},
    {JobState::Suspended, JobEvent::LimitReached, JobState::Timeout},
    {JobState::Suspended, JobEvent::MemoryExceeded, JobState::OutOfMemory},
    {JobState::Suspended, JobEvent::NodeLost, JobState::NodeFail},
    {JobState::Suspended, JobEvent::Preempted, JobState::Preempted},
    {JobState::Suspended, JobEvent::Requeued, JobState::Pending},
    // An ended job may be put back into the queue (scontrol requeue).
    {JobState::Completed, JobEvent::Requeued, JobState::Pending},
    {JobState::Cancelled, JobEvent::Requeued, JobState::Pending},
    {JobState::Failed, JobEvent::Requeued, JobState::Pending},
    {JobState::Timeout, JobEvent::Requeued, JobState::Pending},
    {JobState::NodeFail, JobEvent::Requeued, JobState::Pending},
    {JobState::Preempted, JobEvent::Requeued, JobState::Pending},
    {JobState::OutOfMemory, JobEvent::Requeued, JobState::Pending},
};

const StateName& row_of(JobState state) {
  return *std::find_if(std::begin(kNames), std::end(kNames),
                       [state](const StateName& row) { return !row.is_flag && row.bits == base(state); });
}

// The flags that squeue shows instead of the base state, the strongest first.
const StateName* hiding_flag(std::uint32_t flags) {
  constexpr JobFlag kHiding[] = {JobFlag::Completing,  JobFlag::Stopped,     JobFlag::Configuring, JobFlag::Resizing,
                                 JobFlag::RequeueHold, JobFlag::SpecialExit, JobFlag::Requeued,    JobFlag::Signaling,
                                 JobFlag::ReservationDeleted};
  for (const JobFlag flag : kHiding) {
    if (!has(flags, flag)) continue;
    return std::find_if(std::begin(kNames), std::end(kNames),
                        [flag](const StateName& row) { return row.is_flag && row.bits == bit(flag); });
  }
  return nullptr;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::toupper(static_cast<unsigned char>(x)) == std::toupper(static_cast<unsigned char>(y));
         });
}

}  // namespace

std::span<const StateName> state_names() { return kNames; }
std::string_view name_of(JobState state) { return row_of(state).name; }
std::string_view compact_name_of(JobState state) { return row_of(state).compact; }

std::string_view shown_name(JobState state, std::uint32_t flags) {
  const StateName* flag = hiding_flag(flags);
  return flag ? flag->name : name_of(state);
}

std::string_view shown_compact_name(JobState state, std::uint32_t flags) {
  const StateName* flag = hiding_flag(flags);
  return flag ? flag->compact : compact_name_of(state);
}

const StateName* find_state(std::string_view name) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames), [name](const StateName& candidate) {
    return same_ignoring_case(candidate.name, name) || same_ignoring_case(candidate.compact, name);
  });
  return row == std::end(kNames) ? nullptr : row;
}

std::optional<JobState> next(JobState from, JobEvent event) {
  const auto* row = std::find_if(std::begin(kTransitions), std::end(kTransitions), [from, event](const Transition& move) {
    return move.from == from && move.event == event;
  });
  if (row == std::end(kTransitions)) return std::nullopt;
  return row->to;
}

}  // namespace minislurm
