// The flags of an advanced reservation: how they are asked for, and the words in which they are shown and kept.
#pragma once

#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/core/state.h"

namespace minislurm::requests {

// "MAINT,DAILY", "-DAILY", "PURGE_COMP=10". Flags are added, whatever `how` (the sign before the '='); only a minus
// takes one away. Errors: Code::InvalidValue without a detail.
Status change_flags(Reservation& reservation, std::string_view value, char how);
void set_flag(Reservation& reservation, std::string_view shown);
void drop_flag(Reservation& reservation, std::string_view shown);
// Into the order in which Slurm shows them.
void sort_flags(Reservation& reservation);
// What is not possible together. Errors: a whole message for scontrol.
Status check_flags(const core::ClusterState::Inside& state, const Reservation& reservation);

}  // namespace minislurm::requests
