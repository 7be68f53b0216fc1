// Who may take the place of running jobs, and what becomes of those: the Preempt* keys of slurm.conf.
#pragma once

#include <cstdint>
#include <optional>

#include "libcommon/base/units.h"

namespace minislurm {

enum class PreemptType : std::uint32_t { None = 0, Qos = 1, PartitionPrio = 2 };

// Bits of a PreemptMode. Of the first three at most one counts: what becomes of a preempted job; none: it is left alone.
enum class PreemptBit : std::uint32_t { Suspend = 1, Requeue = 2, Cancel = 8, Priority = 0x1000, Within = 0x4000, Gang = 0x8000 };
constexpr bool has(std::uint32_t mode, PreemptBit bit) { return (mode & static_cast<std::uint32_t>(bit)) != 0; }

struct PreemptSettings {
  PreemptType type = PreemptType::None;
  std::uint32_t mode = 0;                        // PreemptBit bits; 0: OFF
  Seconds exempt_time{0};                        // a job that has run for less is left alone
  Seconds time_slice{30};                        // of jobs that share their CPUs in turns
  // PreemptParameters.
  std::uint32_t reorder_count = 1;               // other orders tried, for fewer victims
  bool strict_order = false;                     // the lowest ones, even where others would be fewer
  bool youngest_first = false;
  bool send_user_signal = false;                 // --signal instead of SIGTERM where it was not sent yet
  bool reclaim_licenses = false;                 // also for licenses
  std::optional<std::uint32_t> min_exempt_priority;  // jobs of this priority and above are left alone
  Seconds suspend_grace{2};                      // between SIGTSTP and SIGSTOP

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.type); visit(2, self.mode); visit(3, self.exempt_time); visit(4, self.time_slice);
    visit(5, self.reorder_count); visit(6, self.strict_order); visit(7, self.youngest_first);
    visit(8, self.send_user_signal); visit(9, self.reclaim_licenses); visit(10, self.min_exempt_priority);
    visit(11, self.suspend_grace);
  }
};

}  // namespace minislurm
