#include "slurmctld/stepd/cgroup_v1.h"

#include <csignal>

#include <algorithm>

namespace minislurm::stepd {
namespace {

constexpr const char* kControllers[] = {"memory", "cpuset", "cpuacct", "freezer", "devices"};
constexpr std::uint64_t kNanoseconds = 1000;  // in a microsecond

std::uint64_t number_in(const std::string& file) {
  const std::string text = os::read_cgroup(file);
  return os::cgroup_number("is " + text, "is");
}

std::string without_newline(std::string text) {
  text.erase(std::find(text.begin(), text.end(), '\n'), text.end());
  return text;
}

// A new group of cpusets has no CPU and no memory node, and nobody may enter it.
bool inherit_cpuset(const std::string& folder, const std::string& parent) {
  for (const char* file : {"/cpuset.mems", "/cpuset.cpus"}) {
    if (!without_newline(os::read_cgroup(folder + file)).empty()) continue;
    if (!os::write_cgroup(folder + file, without_newline(os::read_cgroup(parent + file)))) return false;
  }
  return true;
}

}  // namespace

CgroupV1::CgroupV1(const std::vector<os::CgroupMount>& mounts, const GroupNames& names) {
  for (const char* controller : kControllers)
    for (const os::CgroupMount& mount : mounts) {
      const auto& here = mount.controllers;
      if (mount.unified || std::find(here.begin(), here.end(), controller) == here.end()) continue;
      hierarchies_.push_back({controller, GroupFolders(mount.own, names)});
    }
}

std::vector<std::string> CgroupV1::folders() const {
  std::vector<std::string> folders;
  for (const Hierarchy& one : hierarchies_) folders.push_back(one.folders.step());
  return folders;
}

bool CgroupV1::make(const Holding& step, const Holding& job, const std::vector<Device>& barred) {
  const auto wanted = [&](const Hierarchy& one) {
    if (one.controller == "cpuset" && step.cpus.empty()) return false;
    if (one.controller == "devices" && barred.empty()) return false;
    return one.folders.make([&one](const std::string& folder, const std::string& parent) {
      return one.controller != "cpuset" || inherit_cpuset(folder, parent);
    });
  };
  std::erase_if(hierarchies_, [&wanted](const Hierarchy& one) { return !wanted(one); });
  change(step, job);
  if (const GroupFolders* devices = of("devices")) {
    bars_devices_ = true;
    for (const Device& one : barred) {
      const std::string rule = std::string(one.block ? "b " : "c ") + std::to_string(one.major) + ":" +
                               std::to_string(one.minor) + " rwm";
      bars_devices_ = os::write_cgroup(devices->step() + "/devices.deny", rule) && bars_devices_;
    }
  }
  return !hierarchies_.empty();
}

const GroupFolders* CgroupV1::of(std::string_view controller) const {
  for (const Hierarchy& one : hierarchies_)
    if (one.controller == controller) return &one.folders;
  return nullptr;
}

// The limit on memory and swap together may never be the lower one, so that their order depends on the direction.
bool CgroupV1::set_memory(const std::string& folder, Mebibytes limit) {
  const std::string value = limit.count == 0 ? "-1" : std::to_string(limit.count << 20U);
  const std::string memory = folder + "/memory.limit_in_bytes", with_swap = folder + "/memory.memsw.limit_in_bytes";
  const bool first = os::write_cgroup(memory, value);
  os::write_cgroup(with_swap, value);  // a machine may be without
  return first || os::write_cgroup(memory, value);
}

bool CgroupV1::set_cpus(const Holding& step, const Holding& job) const {
  const GroupFolders* folders = of("cpuset");
  if (folders == nullptr || step.cpus.empty()) return false;
  // The job's first where it grows, last where it shrinks: a group below must always lie within it.
  const auto set = [](const std::string& folder, const std::vector<std::uint32_t>& cpus) {
    return os::write_cgroup(folder + "/cpuset.cpus", cpu_list(cpus));
  };
  const bool first = set(folders->job(), job.cpus.empty() ? step.cpus : job.cpus);
  const bool done = set(folders->step(), step.cpus);
  if (!first) set(folders->job(), job.cpus.empty() ? step.cpus : job.cpus);
  return done;
}

void CgroupV1::change(const Holding& step, const Holding& job) {
  if (const GroupFolders* folders = of("memory")) {
    const bool for_job = set_memory(folders->job(), job.memory);
    limits_memory_ = set_memory(folders->step(), step.memory);
    if (!for_job) set_memory(folders->job(), job.memory);
  }
  keeps_cpus_ = set_cpus(step, job);
}

bool CgroupV1::enter() const {
  return std::all_of(hierarchies_.begin(), hierarchies_.end(), [](const Hierarchy& one) {
    return os::write_cgroup(one.folders.step() + "/cgroup.procs", "0");
  });
}

void CgroupV1::kill() {
  const GroupFolders* freezer = of("freezer");
  if (freezer != nullptr) os::write_cgroup(freezer->step() + "/freezer.state", "FROZEN");
  if (!hierarchies_.empty()) os::kill_cgroup((freezer != nullptr ? *freezer : hierarchies_.front().folders).step());
  if (freezer != nullptr) os::write_cgroup(freezer->step() + "/freezer.state", "THAWED");
}

std::uint64_t CgroupV1::oom_kills() const {
  const GroupFolders* folders = of("memory");
  return folders == nullptr ? 0
                            : os::cgroup_number(os::read_cgroup(folders->step() + "/memory.oom_control"), "oom_kill");
}

std::optional<ConfinedUse> CgroupV1::use() const {
  const GroupFolders* folders = of("cpuacct");
  if (folders == nullptr) return std::nullopt;
  return ConfinedUse{number_in(folders->step() + "/cpuacct.usage_user") / kNanoseconds,
                     number_in(folders->step() + "/cpuacct.usage_sys") / kNanoseconds};
}

void CgroupV1::remove() {
  for (const Hierarchy& one : hierarchies_) one.folders.remove();
}

}  // namespace minislurm::stepd
