#include "slurmctld/accounting/limit_reasons.h"

#include <algorithm>
#include <iterator>

namespace minislurm::accounting {
namespace {

using L = Limit;
using R = Reason;
constexpr LimitOwner kAssociation = LimitOwner::Association, kQos = LimitOwner::Qos;

struct CountRow {
  LimitOwner owner;
  Limit limit;
  Reason reason;
};

constexpr CountRow kCounts[] = {
    {kAssociation, L::GrpJobs, R::AssocGrpJobsLimit},
    {kAssociation, L::GrpSubmitJobs, R::AssocGrpSubmitJobsLimit},
    {kAssociation, L::GrpWall, R::AssocGrpWallLimit},
    {kAssociation, L::MaxJobs, R::AssocMaxJobsLimit},
    {kAssociation, L::MaxSubmitJobs, R::AssocMaxSubmitJobLimit},
    {kAssociation, L::MaxWallPerJob, R::AssocMaxWallDurationPerJobLimit},
    {kQos, L::GrpJobs, R::QosGrpJobsLimit},
    {kQos, L::GrpSubmitJobs, R::QosGrpSubmitJobsLimit},
    {kQos, L::GrpWall, R::QosGrpWallLimit},
    {kQos, L::MaxJobsPerUser, R::QosMaxJobsPerUserLimit},
    {kQos, L::MaxJobsPerAccount, R::MaxJobsPerAccount},
    {kQos, L::MaxSubmitPerUser, R::QosMaxSubmitJobPerUserLimit},
    {kQos, L::MaxSubmitPerAccount, R::MaxSubmitJobsPerAccount},
    {kQos, L::MaxWallPerJob, R::QosMaxWallDurationPerJobLimit},
};

// The columns of the next table.
enum Column { kCpu, kMem, kNode, kBilling, kEnergy, kGres, kLicense, kBb, kUnknown, kColumns };

struct ResourceRow {
  LimitOwner owner;
  Limit limit;
  Reason reasons[kColumns];
};

constexpr ResourceRow kResources[] = {
    {kAssociation,
     L::GrpTres,
     {R::AssocGrpCpuLimit, R::AssocGrpMemLimit, R::AssocGrpNodeLimit, R::AssocGrpBilling, R::AssocGrpEnergy,
      R::AssocGrpGRES, R::AssocGrpLicense, R::AssocGrpBB, R::AssocGrpUnknown}},
    {kAssociation,
     L::GrpTresMins,
     {R::AssocGrpCPUMinutesLimit, R::AssocGrpMemMinutes, R::AssocGrpNodeMinutes, R::AssocGrpBillingMinutes,
      R::AssocGrpEnergyMinutes, R::AssocGrpGRESMinutes, R::AssocGrpLicenseMinutes, R::AssocGrpBBMinutes,
      R::AssocGrpUnknownMinutes}},
    {kAssociation,
     L::GrpTresRunMins,
     {R::AssocGrpCPURunMinutesLimit, R::AssocGrpMemRunMinutes, R::AssocGrpNodeRunMinutes, R::AssocGrpBillingRunMinutes,
      R::AssocGrpEnergyRunMinutes, R::AssocGrpGRESRunMinutes, R::AssocGrpLicenseRunMinutes, R::AssocGrpBBRunMinutes,
      R::AssocGrpUnknownRunMinutes}},
    {kAssociation,
     L::MaxTresPerJob,
     {R::AssocMaxCpuPerJobLimit, R::AssocMaxMemPerJob, R::AssocMaxNodePerJobLimit, R::AssocMaxBillingPerJob,
      R::AssocMaxEnergyPerJob, R::AssocMaxGRESPerJob, R::AssocMaxLicensePerJob, R::AssocMaxBBPerJob,
      R::AssocMaxUnknownPerJob}},
    {kAssociation,
     L::MaxTresPerNode,
     {R::AssocMaxCpuPerNode, R::AssocMaxMemPerNode, R::AssocMaxUnknownPerNode, R::AssocMaxBillingPerNode,
      R::AssocMaxEnergyPerNode, R::AssocMaxGRESPerNode, R::AssocMaxUnknownPerNode, R::AssocMaxBBPerNode,
      R::AssocMaxUnknownPerNode}},
    {kAssociation,
     L::MaxTresMinsPerJob,
     {R::AssocMaxCpuMinutesPerJobLimit, R::AssocMaxMemMinutesPerJob, R::AssocMaxNodeMinutesPerJob,
      R::AssocMaxBillingMinutesPerJob, R::AssocMaxEnergyMinutesPerJob, R::AssocMaxGRESMinutesPerJob,
      R::AssocMaxLicenseMinutesPerJob, R::AssocMaxBBMinutesPerJob, R::AssocMaxUnknownMinutesPerJob}},
    {kQos,
     L::GrpTres,
     {R::QosGrpCpuLimit, R::QosGrpMemLimit, R::QosGrpNodeLimit, R::QosGrpBilling, R::QosGrpEnergy, R::QosGrpGRES,
      R::QosGrpLicense, R::QosGrpBB, R::QosGrpUnknown}},
    {kQos,
     L::GrpTresMins,
     {R::QosGrpCPUMinutesLimit, R::QosGrpMemoryMinutes, R::QosGrpNodeMinutes, R::QosGrpBillingMinutes,
      R::QosGrpEnergyMinutes, R::QosGrpGRESMinutes, R::QosGrpLicenseMinutes, R::QosGrpBBMinutes,
      R::QosGrpUnknownMinutes}},
    {kQos,
     L::GrpTresRunMins,
     {R::QosGrpCPURunMinutesLimit, R::QosGrpMemoryRunMinutes, R::QosGrpNodeRunMinutes, R::QosGrpBillingRunMinutes,
      R::QosGrpEnergyRunMinutes, R::QosGrpGRESRunMinutes, R::QosGrpLicenseRunMinutes, R::QosGrpBBRunMinutes,
      R::QosGrpUnknownRunMinutes}},
    {kQos,
     L::MaxTresPerJob,
     {R::QosMaxCpuPerJobLimit, R::QosMaxMemoryPerJob, R::QosMaxNodePerJobLimit, R::QosMaxBillingPerJob,
      R::QosMaxEnergyPerJob, R::QosMaxGRESPerJob, R::QosMaxLicensePerJob, R::QosMaxBBPerJob, R::QosMaxUnknownPerJob}},
    {kQos,
     L::MaxTresPerNode,
     {R::QosMaxCpuPerNode, R::QosMaxMemoryPerNode, R::QosMaxUnknownPerNode, R::QosMaxBillingPerNode,
      R::QosMaxEnergyPerNode, R::QosMaxGRESPerNode, R::QosMaxUnknownPerNode, R::QosMaxBBPerNode,
      R::QosMaxUnknownPerNode}},
    {kQos,
     L::MaxTresMinsPerJob,
     {R::QosMaxCpuMinutesPerJobLimit, R::QosMaxMemoryMinutesPerJob, R::QosMaxNodeMinutesPerJob,
      R::QosMaxBillingMinutesPerJob, R::QosMaxEnergyMinutesPerJob, R::QosMaxGRESMinutesPerJob,
      R::QosMaxLicenseMinutesPerJob, R::QosMaxBBMinutesPerJob, R::QosMaxUnknownMinutesPerJob}},
    {kQos,
     L::MaxTresPerUser,
     {R::QosMaxCpuPerUserLimit, R::QosMaxMemoryPerUser, R::QosMaxNodePerUserLimit, R::QosMaxBillingPerUser,
      R::QosMaxEnergyPerUser, R::QosMaxGRESPerUser, R::QosMaxLicensePerUser, R::QosMaxBBPerUser,
      R::QosMaxUnknownPerUser}},
    {kQos,
     L::MaxTresPerAccount,
     {R::MaxCpuPerAccount, R::MaxMemoryPerAccount, R::MaxNodePerAccount, R::MaxBillingPerAccount,
      R::MaxEnergyPerAccount, R::MaxGRESPerAccount, R::MaxLicensePerAccount, R::MaxBBPerAccount,
      R::MaxUnknownPerAccount}},
    {kQos,
     L::MaxTresRunMinsPerUser,
     {R::MaxCpuRunMinsPerUser, R::MaxMemoryRunMinsPerUser, R::MaxNodeRunMinsPerUser, R::MaxBillingRunMinsPerUser,
      R::MaxEnergyRunMinsPerUser, R::MaxGRESRunMinsPerUser, R::MaxLicenseRunMinsPerUser, R::MaxBBRunMinsPerUser,
      R::MaxUnknownRunMinsPerUser}},
    {kQos,
     L::MaxTresRunMinsPerAccount,
     {R::MaxCpuRunMinsPerAccount, R::MaxMemoryRunMinsPerAccount, R::MaxNodeRunMinsPerAccount,
      R::MaxBillingRunMinsPerAccount, R::MaxEnergyRunMinsPerAccount, R::MaxGRESRunMinsPerAccount,
      R::MaxLicenseRunMinsPerAccount, R::MaxBBRunMinsPerAccount, R::MaxUnknownRunMinsPerAccount}},
    {kQos,
     L::MinTresPerJob,
     {R::QosMinCpuNotSatisfied, R::QosMinMemory, R::QosMinNode, R::QosMinBilling, R::QosMinEnergy, R::QosMinGRES,
      R::QosMinLicense, R::QosMinBB, R::QosMinUnknown}},
};

struct ResourceName {
  std::string_view name;  // or the kind before its '/'
  Column column;
};
constexpr ResourceName kNames[] = {{"cpu", kCpu},       {"mem", kMem},   {"node", kNode},       {"billing", kBilling},
                                   {"energy", kEnergy}, {"gres", kGres}, {"license", kLicense}, {"bb", kBb}};

Column column_of(std::string_view resource) {
  const std::string_view kind = resource.substr(0, resource.find('/'));
  for (const ResourceName& row : kNames)
    if (row.name == kind) return row.column;
  return kUnknown;
}

}  // namespace

Reason reason_of(LimitOwner owner, Limit limit) {
  const auto* row = std::find_if(std::begin(kCounts), std::end(kCounts),
                                 [&](const CountRow& one) { return one.owner == owner && one.limit == limit; });
  return row == std::end(kCounts) ? Reason::AccountingPolicy : row->reason;
}

Reason reason_of(LimitOwner owner, Limit limit, std::string_view resource) {
  const auto* row = std::find_if(std::begin(kResources), std::end(kResources),
                                 [&](const ResourceRow& one) { return one.owner == owner && one.limit == limit; });
  return row == std::end(kResources) ? Reason::AccountingPolicy : row->reasons[column_of(resource)];
}

bool passes_with_time(Reason reason) {
  constexpr Limit kPassing[] = {L::GrpTresMins, L::GrpTresRunMins, L::MaxTresRunMinsPerUser,
                                L::MaxTresRunMinsPerAccount};
  if (reason == Reason::AssocGrpWallLimit || reason == Reason::QosGrpWallLimit) return true;
  return std::any_of(std::begin(kResources), std::end(kResources), [&](const ResourceRow& row) {
    return std::find(std::begin(kPassing), std::end(kPassing), row.limit) != std::end(kPassing) &&
           std::find(std::begin(row.reasons), std::end(row.reasons), reason) != std::end(row.reasons);
  });
}

}  // namespace minislurm::accounting
