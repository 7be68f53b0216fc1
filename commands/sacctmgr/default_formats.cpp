#include "commands/sacctmgr/entity_rows.h"

namespace minislurm::sacctmgr {
namespace {

struct Default {
  Entity entity;
  std::string_view format;
};

constexpr Default kDefaults[] = {
    {Entity::Event, "Cluster,NodeName,TimeStart,TimeEnd,State,Reason,User"},
    {Entity::Federation, "Federation,Cluster,ID%2,Features,FedState"},
    {Entity::Instance, "Cluster,NodeName,TimeStart,TimeEnd,InstanceId,InstanceType,Extra"},
    {Entity::Problem, "Cluster,Account,User,Problem"},
    {Entity::Qos,
     "Name,Priority,GraceTime,Preempt,PreemptExemptTime,PreemptMode,Flags%40,UsageThres,UsageFactor,GrpTRES,"
     "GrpTRESMins,GrpTRESRunMins,GrpJobs,GrpSubmit,GrpWall,MaxTRES,MaxTRESPerNode,MaxTRESMins,MaxWall,MaxTRESPerUser,"
     "MaxJobsPU,MaxSubmitPU,MaxTRESPA,MaxTRESRunMinsPA,MaxTRESRunMinsPU,MaxJobsPA,MaxSubmitPA,MinTRES"},
    {Entity::Resource, "Name,Server,Type,Count,LastConsumed,Allocated,ServerType,Flags"},
    {Entity::Reservation, "Cluster,Name%15,TRES%30,TimeStart,TimeEnd,UnusedWall"},
    {Entity::Transaction, "TimeStamp,Action,Actor,Where,Info"},
    {Entity::Tres, "Type,Name%15,ID"},
    {Entity::WcKey, "WCKey,Cluster,User"},
};

std::string account_format(const Query& query) {
  std::string format = "Account,Descr,Org";
  if (query.with_coord) format += ",Coord";
  if (query.with_assoc)
    format +=
        ",Cluster,ParentName,User,Share,Priority,GrpJobs,GrpNodes,GrpCPUs,GrpMem,GrpSubmit,GrpWall,GrpCPUMins,MaxJobs,"
        "MaxNodes,MaxCPUs,MaxSubmit,MaxWall,MaxCPUMins,QOS,DefaultQOS";
  return format;
}

std::string user_format(const Query& query) {
  std::string format = "User,DefaultAccount,Admin";
  if (query.with_coord) format += ",Coord";
  if (query.with_assoc)
    format +=
        ",Cluster,Account,Partition,Share,Priority,MaxJobs,MaxNodes,MaxCPUs,MaxSubmit,MaxWall,MaxCPUMins,QOS,"
        "DefaultQOS";
  return format;
}

std::string association_format(const Query& query) {
  std::string format = "Cluster,Account,User,Partition";
  if (!query.without_limits && !query.own_limits)
    format +=
        ",Share,Priority,GrpJobs,GrpTRES,GrpSubmit,GrpWall,GrpTRESMins,MaxJobs,MaxTRES,MaxTRESPerNode,MaxSubmit,"
        "MaxWall,MaxTRESMins,QOS,DefaultQOS,GrpTRESRunMins";
  return format;
}

std::string cluster_format(const Query& query) {
  std::string format = "Cluster,ControlHost,ControlPort,RPC";
  if (!query.without_limits)
    format += ",Share,GrpJobs,GrpTRES,GrpSubmit,MaxJobs,MaxTRES,MaxSubmit,MaxWall,QOS,DefaultQOS";
  if (query.with_fed) format += ",Federation,ID,Features,FedState";
  return format;
}

}  // namespace

std::string default_format(Entity entity, const Query& query) {
  switch (entity) {
    case Entity::Account: return account_format(query);
    case Entity::User: return user_format(query);
    case Entity::Association: return association_format(query);
    case Entity::Cluster: return cluster_format(query);
    default: break;
  }
  for (const Default& row : kDefaults)
    if (row.entity == entity) return std::string(row.format);
  return {};
}

}  // namespace minislurm::sacctmgr
