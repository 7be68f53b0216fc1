// The environment of a batch script. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "slurmctld/exec/environment_block.h"
#include "slurmctld/exec/user_record.h"

namespace minislurm::exec {

// What the cluster and the system say, for every job alike or for the job's user.
struct JobSetting {
  const Cluster& cluster;
  const UserRecord& user;
  std::string slurm_conf;  // empty: zero configuration
};

// Everything that a job's processes see of the job itself; the variables of steps and tasks are not among them.
void set_job_variables(Environment& environment, const Job& job, const JobSetting& setting);
// What differs between the job's nodes: SLURMD_NODENAME, SLURM_NODEID, SLURM_CPUS_ON_NODE, the place in the topology.
// `own` is what the job or the step holds there.
void set_node_variables(Environment& environment, const NodeAllocation& own, std::uint32_t node_rank,
                        const JobSetting& setting);

// What --export hands on of the submitter's environment, and for NONE or a bare list a login's.
Environment exported_environment(const Environment& submitted, const std::string& export_list,
                                 const UserRecord& user);

// The batch script's: what was exported, the job's variables, those of its only task.
Environment batch_environment(const Job& job, const Environment& submitted, const JobSetting& setting);

// Tasks per node as the environment tells them; where no number of tasks was asked for, as many as the CPUs allow.
std::vector<std::uint32_t> tasks_per_node(const Job& job);

}  // namespace minislurm::exec
