// Version 2: one hierarchy for all controllers.
#pragma once

#include <vector>

#include "slurmctld/stepd/confinement.h"
#include "slurmctld/stepd/group_folders.h"

namespace minislurm::stepd {

class CgroupV2 final : public Confinement {
 public:
  CgroupV2(const os::CgroupMount& mount, const GroupNames& names);
  std::vector<std::string> folders() const { return {folders_.step()}; }
  // False: no group can be made here. `oom_together`: who goes over the limit takes the whole step with it.
  bool make(const Holding& step, const Holding& job, const std::vector<Device>& barred, bool oom_together);

  std::string_view kind() const override { return "cgroup/v2"; }
  bool limits_memory() const override { return limits_memory_; }
  bool keeps_cpus() const override { return keeps_cpus_; }
  bool bars_devices() const override { return bars_devices_; }
  void change(const Holding& step, const Holding& job) override;
  bool enter() const override;
  void kill() override;
  std::uint64_t oom_kills() const override;
  std::optional<ConfinedUse> use() const override;
  void remove() override;

 private:
  GroupFolders folders_;
  bool limits_memory_ = false, keeps_cpus_ = false, bars_devices_ = false;
};

}  // namespace minislurm::stepd
