#include "slurmctld/stepd/confinement.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cstdio>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/os/files.h"
#include "slurmctld/stepd/cgroup_v1.h"
#include "slurmctld/stepd/cgroup_v2.h"

namespace minislurm::stepd {
namespace {

class Unconfined final : public Confinement {
 public:
  std::string_view kind() const override { return "none"; }
  bool limits_memory() const override { return false; }
  bool keeps_cpus() const override { return false; }
  bool bars_devices() const override { return false; }
  void change(const Holding&, const Holding&) override {}
  bool enter() const override { return true; }
  void kill() override {}
  std::uint64_t oom_kills() const override { return 0; }
  std::optional<ConfinedUse> use() const override { return std::nullopt; }
  void remove() override {}
};

// Fowler, Noll and Vo's 1a: the same name from the same folder, in every process.
std::string short_name_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

bool note(const wire::StepLaunch& launch, const std::vector<std::string>& folders) {
  const std::string path = launch.spool_dir + "/cgroups";
  const os::FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  std::string text;
  for (const std::string& folder : folders) text += folder + "\n";
  return file && os::write_all(file.get(), text);
}

bool has_memory(const os::CgroupMount& mount) {
  const auto& here = mount.controllers;
  return std::find(here.begin(), here.end(), "memory") != here.end();
}

}  // namespace

Mebibytes enforced(Mebibytes limit) {
  return limit.count == 0 ? limit : Mebibytes{std::max(limit.count, kLeastMemory.count)};
}

std::vector<Device> devices_of(const std::vector<std::string>& files) {
  std::vector<Device> devices;
  for (const std::string& path : files) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0 || (!S_ISCHR(about.st_mode) && !S_ISBLK(about.st_mode))) continue;
    devices.push_back({S_ISBLK(about.st_mode), static_cast<std::uint32_t>(major(about.st_rdev)),
                       static_cast<std::uint32_t>(minor(about.st_rdev))});
  }
  return devices;
}

GroupNames group_names(const wire::StepLaunch& launch) {
  const std::string spool = launch.spool_dir.substr(0, launch.spool_dir.rfind('/'));
  return {"minislurm." + short_name_of(spool), "job_" + to_string(launch.id.job), "step_" + to_string(launch.id.step)};
}

Holding step_holding(const wire::StepLaunch& launch) { return {launch.machine_cpus, enforced(launch.memory_limit)}; }

Holding job_holding(const wire::StepLaunch& launch) {
  return {launch.job_machine_cpus, enforced(launch.job_memory_limit)};
}

std::unique_ptr<Confinement> confine(const wire::StepLaunch& launch, const std::vector<os::CgroupMount>& mounts) {
  const GroupNames names = group_names(launch);
  const Holding step = step_holding(launch), job = job_holding(launch);
  const std::vector<Device> barred = devices_of(launch.barred_devices);
  if (launch.without_cgroups) return std::make_unique<Unconfined>();
  for (const os::CgroupMount& mount : mounts) {
    if (!mount.unified || !has_memory(mount)) continue;
    auto second = std::make_unique<CgroupV2>(mount, names);
    if (!note(launch, second->folders())) continue;
    if (second->make(step, job, barred, launch.oom_kill_step) && second->limits_memory()) return second;
    second->remove();
  }
  auto first = std::make_unique<CgroupV1>(mounts, names);
  if (note(launch, first->folders()) && first->make(step, job, barred)) return first;
  return std::make_unique<Unconfined>();
}

}  // namespace minislurm::stepd
