// Why a job waits, or how it ended: Slurm's reasons, in one table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace minislurm {

enum class Reason : std::uint32_t {  // stored: append only
  None, Priority, Dependency, Resources, PartitionNodeLimit, PartitionTimeLimit, PartitionDown, PartitionInactive,
  JobHeldAdmin, JobHeldUser, BeginTime, Licenses, AssociationJobLimit, AssociationResourceLimit,
  AssociationTimeLimit, Reservation, NodeDown, BadConstraints, SystemFailure, JobLaunchFailure, NonZeroExitCode,
  TimeLimit, InactiveLimit, InvalidAccount, InvalidQos, DependencyNeverSatisfied, ReqNodeNotAvail, Cleaning,
  JobArrayTaskLimit, DeadLine, OutOfMemory, RaisedSignal, ReservationDeleted, ReservationInvalid, Constraints,
  ReqNodeNotAvailReserved, JobHoldMaxRequeue, QosNotAllowed, AccountNotAllowed, Prolog, Preempted,
  // Of limits and of the rest of Slurm.
  NvidiaImexChannels, SchedDefer, QosUsageThreshold, QosJobLimit, QosResourceLimit, QosTimeLimit, QosGrpCpuLimit,
  QosGrpCPUMinutesLimit, QosGrpCPURunMinutesLimit, QosGrpJobsLimit, QosGrpMemLimit, QosGrpNodeLimit,
  QosGrpSubmitJobsLimit, QosGrpWallLimit, QosMaxCpuPerJobLimit, QosMaxCpuMinutesPerJobLimit, QosMaxNodePerJobLimit,
  QosMaxWallDurationPerJobLimit, QosMaxCpuPerUserLimit, QosMaxJobsPerUserLimit, QosMaxNodePerUserLimit,
  QosMaxSubmitJobPerUserLimit, QosMinCpuNotSatisfied, AssocGrpCpuLimit, AssocGrpCPUMinutesLimit,
  AssocGrpCPURunMinutesLimit, AssocGrpJobsLimit, AssocGrpMemLimit, AssocGrpNodeLimit, AssocGrpSubmitJobsLimit,
  AssocGrpWallLimit, AssocMaxJobsLimit, AssocMaxCpuPerJobLimit, AssocMaxCpuMinutesPerJobLimit,
  AssocMaxNodePerJobLimit, AssocMaxWallDurationPerJobLimit, AssocMaxSubmitJobLimit, BurstBufferResources,
  BurstBufferStageIn, BurstBufferOperation, AssocGrpUnknown, AssocGrpUnknownMinutes, AssocGrpUnknownRunMinutes,
  AssocMaxUnknownPerJob, AssocMaxUnknownPerNode, AssocMaxUnknownMinutesPerJob, AssocMaxCpuPerNode,
  AssocGrpMemMinutes, AssocGrpMemRunMinutes, AssocMaxMemPerJob, AssocMaxMemPerNode, AssocMaxMemMinutesPerJob,
  AssocGrpNodeMinutes, AssocGrpNodeRunMinutes, AssocMaxNodeMinutesPerJob, AssocGrpEnergy, AssocGrpEnergyMinutes,
  AssocGrpEnergyRunMinutes, AssocMaxEnergyPerJob, AssocMaxEnergyPerNode, AssocMaxEnergyMinutesPerJob, AssocGrpGRES,
  AssocGrpGRESMinutes, AssocGrpGRESRunMinutes, AssocMaxGRESPerJob, AssocMaxGRESPerNode, AssocMaxGRESMinutesPerJob,
  AssocGrpLicense, AssocGrpLicenseMinutes, AssocGrpLicenseRunMinutes, AssocMaxLicensePerJob,
  AssocMaxLicenseMinutesPerJob, AssocGrpBB, AssocGrpBBMinutes, AssocGrpBBRunMinutes, AssocMaxBBPerJob,
  AssocMaxBBPerNode, AssocMaxBBMinutesPerJob, QosGrpUnknown, QosGrpUnknownMinutes, QosGrpUnknownRunMinutes,
  QosMaxUnknownPerJob, QosMaxUnknownPerNode, QosMaxUnknownPerUser, QosMaxUnknownMinutesPerJob, QosMinUnknown,
  QosMaxCpuPerNode, QosGrpMemoryMinutes, QosGrpMemoryRunMinutes, QosMaxMemoryMinutesPerJob, QosMaxMemoryPerJob,
  QosMaxMemoryPerNode, QosMaxMemoryPerUser, QosMinMemory, QosGrpEnergy, QosGrpEnergyMinutes, QosGrpEnergyRunMinutes,
  QosMaxEnergyPerJob, QosMaxEnergyPerNode, QosMaxEnergyPerUser, QosMaxEnergyMinutesPerJob, QosMinEnergy,
  QosGrpNodeMinutes, QosGrpNodeRunMinutes, QosMaxNodeMinutesPerJob, QosMinNode, QosGrpGRES, QosGrpGRESMinutes,
  QosGrpGRESRunMinutes, QosMaxGRESPerJob, QosMaxGRESPerNode, QosMaxGRESPerUser, QosMaxGRESMinutesPerJob, QosMinGRES,
  QosGrpLicense, QosGrpLicenseMinutes, QosGrpLicenseRunMinutes, QosMaxLicensePerJob, QosMaxLicensePerUser,
  QosMaxLicenseMinutesPerJob, QosMinLicense, QosGrpBB, QosGrpBBMinutes, QosGrpBBRunMinutes, QosMaxBBPerJob,
  QosMaxBBPerNode, QosMaxBBPerUser, QosMaxBBMinutesPerJob, QosMinBB, MaxBBPerAccount, MaxCpuPerAccount,
  MaxEnergyPerAccount, MaxGRESPerAccount, MaxNodePerAccount, MaxLicensePerAccount, MaxMemoryPerAccount,
  MaxUnknownPerAccount, MaxJobsPerAccount, MaxSubmitJobsPerAccount, PartitionConfig, AccountingPolicy, FedJobLock,
  MaxMemPerLimit, AssocGrpBilling, AssocGrpBillingMinutes, AssocGrpBillingRunMinutes, AssocMaxBillingPerJob,
  AssocMaxBillingPerNode, AssocMaxBillingMinutesPerJob, QosGrpBilling, QosGrpBillingMinutes,
  QosGrpBillingRunMinutes, QosMaxBillingPerJob, QosMaxBillingPerNode, QosMaxBillingPerUser,
  QosMaxBillingMinutesPerJob, MaxBillingPerAccount, QosMinBilling, MaxBBRunMinsPerAccount,
  MaxBillingRunMinsPerAccount, MaxCpuRunMinsPerAccount, MaxEnergyRunMinsPerAccount, MaxGRESRunMinsPerAccount,
  MaxNodeRunMinsPerAccount, MaxLicenseRunMinsPerAccount, MaxMemoryRunMinsPerAccount, MaxUnknownRunMinsPerAccount,
  MaxBBRunMinsPerUser, MaxBillingRunMinsPerUser, MaxCpuRunMinsPerUser, MaxEnergyRunMinsPerUser,
  MaxGRESRunMinsPerUser, MaxNodeRunMinsPerUser, MaxLicenseRunMinsPerUser, MaxMemoryRunMinsPerUser,
  MaxUnknownRunMinsPerUser, MaxPoweredUpNodes, MpiPortsBusy, ReqNodeNotAvailMaintenance,
};

struct ReasonName {
  Reason reason;
  std::string_view name;
};
// In the order of Slurm's numbers; last what Slurm keeps as a text.
std::span<const ReasonName> reason_names();
// "Resources", "ReqNodeNotAvail, May be reserved for other job"...
std::string_view name_of(Reason reason);

}  // namespace minislurm
