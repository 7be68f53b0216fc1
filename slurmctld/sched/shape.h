// Jobs that ask for the same thing have the same shape: what one of them found out holds for all of them.
#pragma once

#include <string>

#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"
#include "slurmctld/sched/limit_range.h"

namespace minislurm::sched {

// Equal keys: the same nodes could serve them, with the same of what is free on each.
std::string request_key(const Job& job, const Partition& partition);

// Equal keys: the same answer to "where could it start, and when". `any_switches`: --switches no longer counts.
// `not_before`: an instant ahead, or kNever.
std::string shape_key(const std::string& request_key, const Job& job, const LimitRange& limits, bool any_switches,
                      Instant not_before);

}  // namespace minislurm::sched
