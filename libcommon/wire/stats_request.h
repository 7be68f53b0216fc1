// The request of QueryStats. Older controllers read it as Empty: they answer and reset nothing.
#pragma once

namespace minislurm::wire {

struct QueryStatsRequest {
  bool reset = false;  // sdiag -r: start the counters anew; for root and SlurmUser
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.reset); }
};

}  // namespace minislurm::wire
