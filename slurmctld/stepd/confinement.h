// What keeps a step's processes within what the step holds: control groups where this machine lets us have them, else
// nothing here, and the step watches its processes itself. Source: the kernel's cgroup-v1 and cgroup-v2 documents;
// Slurm's cgroup.conf page for what counts as out of memory and for the least limit.
//
// A step's group lies in its job's, and that in the cluster's, so that a job's steps together keep within the job. Who
// makes a folder that another step made before takes it as it is; who ends removes what is empty.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/os/cgroups.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// Of a step on this machine, or of its whole job.
struct Holding {
  std::vector<std::uint32_t> cpus;  // the machine's; empty: not kept to any
  Mebibytes memory;                 // 0: no limit
};

// Never less: a process takes some megabytes before its program has done anything.
inline constexpr Mebibytes kLeastMemory{30};
Mebibytes enforced(Mebibytes limit);

// A device file that the step may not open.
struct Device {
  bool block = false;
  std::uint32_t major = 0, minor = 0;
};
// Of the files that are devices.
std::vector<Device> devices_of(const std::vector<std::string>& files);

// CPU time of every process that ever was in the step, whoever waited for it or did not.
struct ConfinedUse {
  std::uint64_t user_usec = 0, system_usec = 0;
};

class Confinement {
 public:
  virtual ~Confinement() = default;
  virtual std::string_view kind() const = 0;
  // What the kernel enforces; the rest is left to the step.
  virtual bool limits_memory() const = 0;
  virtual bool keeps_cpus() const = 0;
  virtual bool bars_devices() const = 0;
  // Sets or changes what the step and its job hold. What could not be set is not enforced any more, as above.
  virtual void change(const Holding& step, const Holding& job) = 0;
  // Called in a task's process while it is still root. False: it could not be put under its step's limits.
  virtual bool enter() const = 0;
  // SIGKILL to every process of the step, with none of them able to fork meanwhile where that can be had.
  virtual void kill() = 0;
  // How often the kernel has killed one of the step's processes for memory.
  virtual std::uint64_t oom_kills() const = 0;
  virtual std::optional<ConfinedUse> use() const = 0;
  // REQUIRES: no process is left in it.
  virtual void remove() = 0;
};

// Where a step's groups are: CLUSTER/JOB/STEP below the folder that a hierarchy gives us.
struct GroupNames {
  std::string cluster, job, step;
};
// "minislurm.9f3a..", of the spool folder, so that two controllers on one machine do not meet; "job_12"; "step_batch".
GroupNames group_names(const wire::StepLaunch& launch);

// The best kind that this machine allows: version 2 where it limits memory, else version 1, else none. The folders are
// written to SPOOL/JOB.STEP/cgroups first, so that a controller that finds the step dead removes them.
std::unique_ptr<Confinement> confine(const wire::StepLaunch& launch, const std::vector<os::CgroupMount>& mounts);

Holding step_holding(const wire::StepLaunch& launch);
Holding job_holding(const wire::StepLaunch& launch);

}  // namespace minislurm::stepd
