// Jobs that ask for the same thing have the same shape: what one of them found out holds for all of them.
#pragma once

#include <string>

#include "libcommon/model/job.h"
#include "libcommon/model/partition.h"

namespace minislurm::sched {

// Equal keys: the same answer to "where could it start, and when". `any_switches`: --switches no longer counts.
std::string shape_key(const Job& job, const Partition& partition, Minutes limit, bool any_switches);

}  // namespace minislurm::sched
