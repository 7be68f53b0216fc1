#include "libcommon/model/reason.h"

#include <algorithm>
#include <iterator>

namespace minislurm {
namespace {

struct ReasonName {
  Reason reason;
  std::string_view name;
};

constexpr ReasonName kNames[] = {
    {Reason::None, "None"},
    {Reason::Priority, "Priority"},
    {Reason::Dependency, "Dependency"},
    {Reason::Resources, "Resources"},
    {Reason::PartitionNodeLimit, "PartitionNodeLimit"},
    {Reason::PartitionTimeLimit, "PartitionTimeLimit"},
    {Reason::PartitionDown, "PartitionDown"},
    {Reason::PartitionInactive, "PartitionInactive"},
    {Reason::JobHeldAdmin, "JobHeldAdmin"},
    {Reason::JobHeldUser, "JobHeldUser"},
    {Reason::BeginTime, "BeginTime"},
    {Reason::Licenses, "Licenses"},
    {Reason::AssociationJobLimit, "AssociationJobLimit"},
    {Reason::AssociationResourceLimit, "AssociationResourceLimit"},
    {Reason::AssociationTimeLimit, "AssociationTimeLimit"},
    {Reason::Reservation, "Reservation"},
    {Reason::NodeDown, "NodeDown"},
    {Reason::BadConstraints, "BadConstraints"},
    {Reason::SystemFailure, "SystemFailure"},
    {Reason::JobLaunchFailure, "JobLaunchFailure"},
    {Reason::NonZeroExitCode, "NonZeroExitCode"},
    {Reason::TimeLimit, "TimeLimit"},
    {Reason::InactiveLimit, "InactiveLimit"},
    {Reason::InvalidAccount, "InvalidAccount"},
    {Reason::InvalidQos, "InvalidQOS"},
    {Reason::DependencyNeverSatisfied, "DependencyNeverSatisfied"},
    {Reason::ReqNodeNotAvail, "ReqNodeNotAvail"},
    {Reason::Cleaning, "Cleaning"},
    {Reason::JobArrayTaskLimit, "JobArrayTaskLimit"},
    {Reason::DeadLine, "DeadLine"},
    {Reason::OutOfMemory, "OutOfMemory"},
    {Reason::RaisedSignal, "RaisedSignal"},
    {Reason::ReservationDeleted, "ReservationDeleted"},
    {Reason::ReservationInvalid, "ReservationInvalid"},
    {Reason::Constraints, "Constraints"},
    {Reason::ReqNodeNotAvailReserved, "ReqNodeNotAvail, May be reserved for other job"},
    {Reason::JobHoldMaxRequeue, "JobHoldMaxRequeue"},
    {Reason::QosNotAllowed, "QOSNotAllowed"},
    {Reason::AccountNotAllowed, "AccountNotAllowed"},
    {Reason::Prolog, "Prolog"},
    {Reason::Preempted, "Preempted"},
};

}  // namespace

std::string_view name_of(Reason reason) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames),
                                 [reason](const ReasonName& candidate) { return candidate.reason == reason; });
  return row == std::end(kNames) ? "None" : row->name;
}

}  // namespace minislurm
