// Advanced reservations: their beginnings and ends.
#pragma once

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Sets the timers of its start and its end.
void arm_reservation(Turn& turn, const Reservation& reservation);
// Takes out those whose end has passed (a DAILY or WEEKLY one moves on) and wants a pass where one began or ended.
void end_old_reservations(Turn& turn);
// Jobs that asked for it wait on, with the reason ReservationDeleted, until they are changed.
void forget_reservation(Turn& turn, const std::string& name);

}  // namespace minislurm::core
