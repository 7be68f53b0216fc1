// Who may start at all: what accounts and qualities of service have to say, of which the scheduler knows nothing.
#pragma once

#include <memory>
#include <string>

#include "libcommon/base/units.h"
#include "libcommon/model/allocation.h"
#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"
#include "libcommon/model/reason.h"

namespace minislurm::sched {

class StartGate {
 public:
  virtual ~StartGate() = default;
  // By what the job asks for; Reason::None: it may. Asked before places are looked for.
  virtual Reason why_not(const Job& job, const Partition& partition, Minutes limit) = 0;
  // By what it would get.
  virtual Reason why_not_there(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) = 0;
  // From now on it counts. The QOS that it starts in; empty: it has said none.
  virtual std::string started(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) = 0;
  // Whether its QOS lets it run longer than the partition allows.
  virtual bool may_exceed_time(const Job& job) const = 0;
  // Likewise, take fewer nodes than the least, or more than the most.
  virtual bool may_go_below_nodes(const Job&) const { return false; }
  virtual bool may_exceed_nodes(const Job&) const { return false; }
  // Whether a place in the future is kept for it.
  virtual bool may_reserve(const Job&, const Partition&) const { return true; }
  // As it is now, to try out what several starts would come to.
  virtual std::unique_ptr<StartGate> copy() const = 0;
};

}  // namespace minislurm::sched
