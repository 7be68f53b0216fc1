// What a pass leaves: who would start, and what of the free resources nobody needs, neither now nor, as far as it is
// planned, later. For those who want more while they run (elastic/).
#pragma once

#include <string>
#include <vector>

#include "slurmctld/sched/pass.h"
#include "slurmctld/sched/reserved_cores.h"

namespace minislurm::sched {

class Outlook {
 public:
  // The input must outlive it.
  explicit Outlook(const PassInput& input) : input_(input), pass_(input), decisions_(pass_.run()) {}

  const std::vector<Decision>& decisions() const { return decisions_; }
  bool anybody_starts() const;

  struct Spare {
    FreeResources free;         // which CPUs and devices
    FreeCounts counts;          // how many of them
    NodeMask barred;            // nothing there; empty: none
  };
  // What somebody who goes on for `limit`, in that reservation or (empty) outside of all, may have besides, so that every
  // planned place and every reservation stays as it is.
  Spare left_for(Seconds limit, const std::string& reservation);

 private:
  const PassInput& input_;
  Pass pass_;
  std::vector<Decision> decisions_;
};

}  // namespace minislurm::sched
