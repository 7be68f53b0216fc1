// Gang scheduling: of the jobs that share CPUs, who runs now and who stands still. Time is cut into slices; in each one
// the jobs are gone through in an order, and whoever finds all its CPUs untaken runs (a row of Ousterhout's matrix:
// J. K. Ousterhout, "Scheduling Techniques for Concurrent Systems", 1982; Slurm's document "Gang Scheduling"). Higher
// partition tiers come first and are never cut short by lower ones. Within a tier, when a slice is over, those who wait
// come first, the longest wait first: so everybody's turn comes. Before that, those who run stay.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libcommon/model/job.h"

namespace minislurm::sched {

struct GangMember {
  const Job* job = nullptr;          // Running, or Suspended by a turn; not by an operator
  std::uint32_t tier = 0;
  bool takes_turns = true;           // its partition does; else it always runs
  bool waits_for_preemptor = false;  // the job that took its place is still there, in another partition
  bool is_ending = false;            // its processes still go: nobody begins on its CPUs until they have gone
  bool is_new = false;               // has just come, and nobody stands still for it: behind those who wait
};

struct GangTurn {
  std::vector<JobId> stop, go;       // who changes
  bool goes_on = false;              // somebody waits whom the end of a slice would help
};

GangTurn next_turn(std::span<const GangMember> members, bool slice_over);

}  // namespace minislurm::sched
