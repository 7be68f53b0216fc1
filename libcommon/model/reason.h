// Why a job waits, or how it ended: Slurm's reasons, in one table.
#pragma once

#include <cstdint>
#include <string_view>

namespace minislurm {

enum class Reason : std::uint32_t {  // stored: append only
  None, Priority, Dependency, Resources, PartitionNodeLimit, PartitionTimeLimit, PartitionDown, PartitionInactive,
  JobHeldAdmin, JobHeldUser, BeginTime, Licenses, AssociationJobLimit, AssociationResourceLimit,
  AssociationTimeLimit, Reservation, NodeDown, BadConstraints, SystemFailure, JobLaunchFailure, NonZeroExitCode,
  TimeLimit, InactiveLimit, InvalidAccount, InvalidQos, DependencyNeverSatisfied, ReqNodeNotAvail, Cleaning,
  JobArrayTaskLimit, DeadLine, OutOfMemory, RaisedSignal, ReservationDeleted, ReservationInvalid, Constraints,
  ReqNodeNotAvailReserved, JobHoldMaxRequeue, QosNotAllowed, AccountNotAllowed, Prolog, Preempted,
};

// "Resources", "ReqNodeNotAvail, May be reserved for other job"...
std::string_view name_of(Reason reason);

}  // namespace minislurm
