#include "slurmctld/stepd/cgroup_v2.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "slurmctld/stepd/device_program.h"

namespace minislurm::stepd {
namespace {

// A group that gives controllers to groups below it may hold no process itself: the daemons move in here.
constexpr const char* kDaemons = "minislurm.daemons";
constexpr const char* kControllers[] = {"memory", "cpuset", "cpu"};

std::string base_in(const os::CgroupMount& mount) {
  const std::filesystem::path own(mount.own);
  return own.filename() == kDaemons ? own.parent_path().string() : mount.own;
}

bool one_of_ours(pid_t pid) {
  const std::string name = os::read_cgroup("/proc/" + std::to_string(pid) + "/comm");
  return name == "slurmctld\n" || name == "slurmstepd\n";
}

// Only where all are ours: a user's shell is not moved about.
bool make_way(const std::string& folder) {
  const std::string aside = folder + "/" + kDaemons;
  std::vector<pid_t> here;
  for (const pid_t pid : os::cgroup_processes(folder)) here.push_back(pid);
  if (!std::all_of(here.begin(), here.end(), one_of_ours)) return false;
  if (::mkdir(aside.c_str(), 0755) != 0 && errno != EEXIST) return false;
  return std::all_of(here.begin(), here.end(), [&aside](pid_t pid) {
    return os::write_cgroup(aside + "/cgroup.procs", std::to_string(pid)) || errno == ESRCH;
  });
}

// Which of them can be had shows later, by their files.
void hand_down_controllers(const std::string& folder) {
  for (const char* controller : kControllers) {
    const std::string enable = std::string("+") + controller;
    if (os::write_cgroup(folder + "/cgroup.subtree_control", enable) || errno != EBUSY) continue;
    if (make_way(folder)) os::write_cgroup(folder + "/cgroup.subtree_control", enable);
  }
}

bool set_memory(const std::string& folder, Mebibytes limit) {
  const std::string value = limit.count == 0 ? "max" : std::to_string(limit.count << 20U);
  os::write_cgroup(folder + "/memory.swap.max", limit.count == 0 ? "max" : "0");  // a machine may be without
  return os::write_cgroup(folder + "/memory.max", value);
}

}  // namespace

CgroupV2::CgroupV2(const os::CgroupMount& mount, const GroupNames& names) : folders_(base_in(mount), names) {}

bool CgroupV2::make(const Holding& step, const Holding& job, const std::vector<Device>& barred, bool oom_together) {
  hand_down_controllers(folders_.base());
  const bool made = folders_.make([this](const std::string& folder, const std::string&) {
    if (folder != folders_.step()) hand_down_controllers(folder);
    return ::access((folder + "/cgroup.procs").c_str(), W_OK) == 0;
  });
  if (!made) return false;
  change(step, job);
  if (oom_together) os::write_cgroup(folders_.step() + "/memory.oom.group", "1");
  bars_devices_ = !barred.empty() && bar_devices(folders_.step(), barred);
  return true;
}

void CgroupV2::change(const Holding& step, const Holding& job) {
  set_memory(folders_.job(), job.memory);
  limits_memory_ = set_memory(folders_.step(), step.memory);
  // Here a group that names a CPU which the one above has not is kept to those that it has.
  if (!step.cpus.empty()) {
    os::write_cgroup(folders_.job() + "/cpuset.cpus", cpu_list(job.cpus.empty() ? step.cpus : job.cpus));
    keeps_cpus_ = os::write_cgroup(folders_.step() + "/cpuset.cpus", cpu_list(step.cpus));
  }
}

bool CgroupV2::enter() const { return os::write_cgroup(folders_.step() + "/cgroup.procs", "0"); }

void CgroupV2::kill() { os::kill_cgroup(folders_.step()); }

std::uint64_t CgroupV2::oom_kills() const {
  return os::cgroup_number(os::read_cgroup(folders_.step() + "/memory.events"), "oom_kill");
}

std::optional<ConfinedUse> CgroupV2::use() const {
  const std::string text = os::read_cgroup(folders_.step() + "/cpu.stat");
  if (text.empty()) return std::nullopt;
  return ConfinedUse{os::cgroup_number(text, "user_usec"), os::cgroup_number(text, "system_usec")};
}

void CgroupV2::remove() { folders_.remove(); }

}  // namespace minislurm::stepd
