// A job's base state and the flags that stand beside it, as Slurm shows them; and the one table of allowed moves.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace minislurm {

// Numbers are Slurm's (they are stored).
enum class JobState : std::uint32_t {
  Pending = 0, Running = 1, Suspended = 2, Completed = 3, Cancelled = 4, Failed = 5, Timeout = 6, NodeFail = 7,
  Preempted = 8, BootFail = 9, Deadline = 10, OutOfMemory = 11,
};

// Bits beside the base state. More than one may be set.
enum class JobFlag : std::uint32_t {
  LaunchFailed = 1U << 8, Requeued = 1U << 10, RequeueHold = 1U << 11, SpecialExit = 1U << 12, Resizing = 1U << 13,
  Configuring = 1U << 14, Completing = 1U << 15, Stopped = 1U << 16, ReservationDeleted = 1U << 18,
  Signaling = 1U << 20,
};

enum class JobEvent : std::uint32_t {
  Allocated, Suspended, Resumed, Cancelled, Succeeded, FailedExit, LimitReached, MemoryExceeded, NodeLost, Preempted,
  DeadlinePassed, LaunchFailed, Requeued,
};

struct StateName {
  std::uint32_t bits;         // a base state's number, or a flag's bit
  std::string_view name;      // "PENDING"
  std::string_view compact;   // "PD"
  bool is_flag;
};

// Base states first, then flags, in the order in which Slurm lists them as valid.
std::span<const StateName> state_names();
std::string_view name_of(JobState state);
std::string_view compact_name_of(JobState state);
// What squeue shows: the flag that hides the base state where there is one (COMPLETING, CONFIGURING ...).
std::string_view shown_name(JobState state, std::uint32_t flags);
std::string_view shown_compact_name(JobState state, std::uint32_t flags);
// Case-insensitive, full or compact. nullptr: no such state.
const StateName* find_state(std::string_view name);

constexpr bool is_finished(JobState state) { return state >= JobState::Completed; }
constexpr bool has(std::uint32_t flags, JobFlag flag) { return (flags & static_cast<std::uint32_t>(flag)) != 0; }
constexpr std::uint32_t with(std::uint32_t flags, JobFlag flag) { return flags | static_cast<std::uint32_t>(flag); }
constexpr std::uint32_t without(std::uint32_t flags, JobFlag flag) { return flags & ~static_cast<std::uint32_t>(flag); }

// The only way from one base state to another; nullopt: the event means nothing in that state.
std::optional<JobState> next(JobState from, JobEvent event);

}  // namespace minislurm
