// Errors of changes to jobs that only scontrol's requests give; their texts stand in libcommon/base/error.cpp.
#pragma once

#include "libcommon/base/error.h"

namespace minislurm::requests {

inline constexpr Code kNotSupported{2036}, kAlreadyFinished{2084}, kNotRunning{2085}, kInvalidTimeMin{2124},
    kInvalidPrefer{2133}, kNodeTableFull{2169}, kNodeExists{2168}, kReservationLacksUsers{2080}, kCoreReservation{2109},
    kNotSkippable{2128}, kUsersAndGroups{2129}, kInvalidJobDefaults{2117}, kInvalidBillingWeights{2116},
    kNotImmediately{2078}, kNotHetJobLeader{2107}, kNotWholeHetJob{2108}, kNotSuspended{2904};  // of ours: Slurm's number is taken

}  // namespace minislurm::requests
