// Version 1: each controller is a hierarchy of its own, and each is used that can be had.
#pragma once

#include <memory>
#include <vector>

#include "slurmctld/stepd/confinement.h"
#include "slurmctld/stepd/group_folders.h"

namespace minislurm::stepd {

class CgroupV1 final : public Confinement {
 public:
  // Folders that there would be; nothing is made yet.
  CgroupV1(const std::vector<os::CgroupMount>& mounts, const GroupNames& names);
  std::vector<std::string> folders() const;
  // False: no hierarchy lets us make a group.
  bool make(const Holding& step, const Holding& job, const std::vector<Device>& barred);

  std::string_view kind() const override { return "cgroup/v1"; }
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
  struct Hierarchy {
    std::string controller;
    GroupFolders folders;
  };
  const GroupFolders* of(std::string_view controller) const;
  static bool set_memory(const std::string& folder, Mebibytes limit);
  bool set_cpus(const Holding& step, const Holding& job) const;

  std::vector<Hierarchy> hierarchies_;
  bool limits_memory_ = false, keeps_cpus_ = false, bars_devices_ = false;
};

}  // namespace minislurm::stepd
