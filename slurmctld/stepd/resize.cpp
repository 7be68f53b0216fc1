#include "slurmctld/stepd/resize.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include "libcommon/os/process_tree.h"

namespace minislurm::stepd {
namespace {

namespace fs = std::filesystem;

// Those forked during a round are found in the next; a step that forks faster than that ends all its bounds anyway.
constexpr int kMostRounds = 32;
constexpr std::uint32_t kMostCpus = CPU_SETSIZE;

CpuSet sum(const CpuSet& one, const CpuSet& other) {
  CpuSet all;
  std::set_union(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all));
  return all;
}

CpuSet common(const CpuSet& one, const CpuSet& other) {
  CpuSet both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(both));
  return both;
}

CpuSet sorted(CpuSet cpus) {
  std::erase_if(cpus, [](std::uint32_t cpu) { return cpu >= kMostCpus; });
  std::sort(cpus.begin(), cpus.end());
  return cpus;
}

CpuSet affinity_of(pid_t thread) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CpuSet cpus;
  if (::sched_getaffinity(thread, sizeof set, &set) != 0) return cpus;
  for (std::uint32_t cpu = 0; cpu < kMostCpus; ++cpu)
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  return cpus;
}

void set_affinity(pid_t thread, const CpuSet& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const std::uint32_t cpu : cpus) CPU_SET(cpu, &set);
  ::sched_setaffinity(thread, sizeof set, &set);
}

std::vector<pid_t> threads_of(pid_t pid) {
  std::vector<pid_t> threads;
  std::error_code problem;
  for (fs::directory_iterator at("/proc/" + std::to_string(pid) + "/task", problem), end; !problem && at != end;
       at.increment(problem)) {
    const std::string name = at->path().filename().string();
    pid_t thread = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), thread).ec == std::errc{}) threads.push_back(thread);
  }
  return threads;
}

std::string status_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

CpuSet task_cpus(const CpuSet& own, const CpuSet& before, const CpuSet& now) {
  if (own.empty() || own == before) return now;
  CpuSet left = common(own, now);
  return left.empty() ? now : left;
}

CpuSet thread_cpus(const CpuSet& chosen, const CpuSet& before, const CpuSet& now) {
  const bool narrower = chosen.size() < before.size() && common(chosen, before) == chosen;
  if (!narrower) return now;
  CpuSet left = common(chosen, now);
  return left.empty() ? now : left;
}

bool catches(const std::string& status, int signal) {
  constexpr std::string_view kLabel = "\nSigCgt:";
  const std::size_t at = status.find(kLabel);
  if (at == std::string::npos || signal < 1 || signal > 64) return false;
  const std::size_t digits = status.find_first_not_of(" \t", at + kLabel.size());
  if (digits == std::string::npos) return false;
  std::uint64_t mask = 0;
  const std::size_t end = std::min(status.find('\n', digits), status.size());
  if (std::from_chars(status.data() + digits, status.data() + end, mask, 16).ec != std::errc{}) return false;
  return (mask >> (signal - 1) & 1U) != 0;
}

Resizer::Resizer(const wire::StepLaunch& launch) {
  for (const wire::TaskLaunch& task : launch.tasks) {
    const CpuSet own = sorted(task.machine_cpus);
    CpuSet& all = nodes_[task.place.node];
    all = sum(all, own);
    tasks_[task.place.rank] = Task{task.place.node, own, own, own, {own}};
  }
}

bool Resizer::take(const wire::ResizeRequest& request, wire::StepLaunch& launch) {
  if (request.number < number_) return false;
  const bool newer = request.number > number_;
  number_ = request.number;
  launch.memory_limit = request.memory_limit;
  for (const wire::NodeCpus& node : request.nodes) {
    const CpuSet now = sorted(node.machine_cpus);
    if (now.empty()) continue;
    for (auto& [rank, task] : tasks_) {
      if (task.node != node.node || task.own.empty()) continue;
      task.former.insert(task.now);
      task.before = task.now;
      task.now = task_cpus(task.own, nodes_[node.node], now);
    }
  }
  for (wire::TaskLaunch& task : launch.tasks) task.machine_cpus = tasks_[task.place.rank].now;
  return newer;
}

CpuSet Resizer::step_cpus() const {
  CpuSet all;
  for (const auto& [rank, task] : tasks_) {
    if (task.now.empty()) return {};
    all = sum(all, task.now);
  }
  return all;
}

// True: somebody had to be moved.
bool Resizer::pin_threads(pid_t pid, const Task& task) const {
  bool moved = false;
  for (const pid_t thread : threads_of(pid)) {
    const CpuSet has = affinity_of(thread);
    if (has.empty() || has == task.now) continue;
    const CpuSet wanted = task.former.count(has) != 0 ? task.now : thread_cpus(has, task.before, task.now);
    if (wanted == has) continue;
    set_affinity(thread, wanted);
    moved = true;
  }
  return moved;
}

void Resizer::pin_all(const std::vector<std::pair<pid_t, std::uint32_t>>& tasks) {
  for (const auto& [pid, rank] : tasks) owners_.add_task(pid, rank);
  for (int round = 0; round < kMostRounds; ++round) {
    const std::vector<os::ProcessInfo> living = os::descendants(::getpid());
    const std::vector<std::uint32_t> owners = owners_.assign(living);
    bool moved = false;
    for (std::size_t at = 0; at < living.size(); ++at) {
      if (!living[at].alive()) continue;
      const auto task = tasks_.find(owners[at]);
      if (task == tasks_.end() || task->second.now.empty()) continue;
      moved = pin_threads(living[at].pid, task->second) || moved;
    }
    if (!moved) return;
  }
}

void signal_catchers(int signal) {
  for (const os::ProcessInfo& process : os::descendants(::getpid()))
    if (process.alive() && catches(status_of(process.pid), signal)) os::send_signal(process, signal);
}

}  // namespace minislurm::stepd
