// Advanced reservations in the course of time: how they begin, end and come back, and what that means for their jobs.
// Source: "Advanced Resource Reservation Guide" of Slurm's documentation; what happens at an end, recorded sessions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// As they are at `now`: those with TIME_FLOAT where they float, accounts with all that are below them.
std::vector<Reservation> reservations_now(const ClusterState::Inside& state, Instant now);
// Likewise, for one. Whether it lets the job in.
bool admits(const ClusterState::Inside& state, const Reservation& reservation, const Job& job);
// The one that the job runs in; empty: none.
std::string_view reservation_of(const Job& job);
// How many of the license reservations that are in force keep, for those who may not use them.
std::uint32_t reserved_licenses(const ClusterState::Inside& state, std::string_view license, Instant now);

// Sets the timers of its start, its end, and of PURGE_COMP.
void arm_reservation(Turn& turn, const Reservation& reservation);
// What is due: those that are over go, and their jobs with them; those that come back move on; those that nobody uses
// are purged; those that lost nodes get others. Wants a pass.
void look_at_reservations(Turn& turn);
// Jobs that asked for it are held, or, where the flags say so, wait as if they had not.
void forget_reservation(Turn& turn, const std::string& name);

// A job that named a reservation, or that one drew, has started in it; has ended.
void reservation_taken(Turn& turn, const Job& job);
void reservation_left(Turn& turn, const Job& job);

}  // namespace minislurm::core
