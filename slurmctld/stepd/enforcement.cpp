#include "slurmctld/stepd/enforcement.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

namespace minislurm::stepd {

namespace {

struct LimitRow {
  std::string_view name;
  int resource;
};
constexpr LimitRow kLimits[] = {
    {"AS", RLIMIT_AS},           {"CORE", RLIMIT_CORE},     {"CPU", RLIMIT_CPU},     {"DATA", RLIMIT_DATA},
    {"FSIZE", RLIMIT_FSIZE},     {"MEMLOCK", RLIMIT_MEMLOCK}, {"NOFILE", RLIMIT_NOFILE}, {"NPROC", RLIMIT_NPROC},
    {"RSS", RLIMIT_RSS},         {"STACK", RLIMIT_STACK},
};
constexpr std::uint32_t kMostCpus = 16384;

void set_limit(int resource, std::uint64_t soft, std::uint64_t hard) {
  rlimit now{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0) return;
  rlimit wanted{};
  wanted.rlim_max = std::min<rlim_t>(hard, now.rlim_max);  // root might raise it, but it is a user who asks
  wanted.rlim_cur = std::min<rlim_t>(soft, wanted.rlim_max);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &wanted);
}

// A mask as large as the highest CPU asks for.
class CpuSet {
 public:
  explicit CpuSet(std::uint32_t cpus) : count_(cpus), set_(CPU_ALLOC(cpus), &release) {
    if (set_) CPU_ZERO_S(size(), set_.get());
  }
  explicit CpuSet(const std::vector<std::uint32_t>& cpus) : CpuSet(highest(cpus)) {
    for (const std::uint32_t cpu : cpus)
      if (set_ && cpu < count_) CPU_SET_S(cpu, size(), set_.get());
  }
  // 0: it holds no CPU.
  std::size_t size() const { return count_ == 0 || !set_ ? 0 : CPU_ALLOC_SIZE(count_); }
  cpu_set_t* get() const { return set_.get(); }
  bool lies_within(const std::vector<std::uint32_t>& cpus) const {
    int inside = 0;
    for (const std::uint32_t cpu : cpus) inside += cpu < count_ && CPU_ISSET_S(cpu, size(), set_.get()) ? 1 : 0;
    return CPU_COUNT_S(size(), set_.get()) == inside;
  }

 private:
  static void release(cpu_set_t* set) { CPU_FREE(set); }
  static std::uint32_t highest(const std::vector<std::uint32_t>& cpus) {
    std::uint32_t most = 0;
    for (const std::uint32_t cpu : cpus)
      if (cpu < kMostCpus) most = std::max(most, cpu + 1);
    return most;
  }
  std::uint32_t count_;
  std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set_;
};

}  // namespace

int limit_named(std::string_view name) {
  for (const LimitRow& row : kLimits)
    if (row.name == name) return row.resource;
  return -1;
}

void limit_process(const std::vector<wire::RLimit>& limits, std::uint64_t open_files_soft) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) set_limit(RLIMIT_NOFILE, open_files_soft, files.rlim_max);
  for (const wire::RLimit& limit : limits)
    if (const int resource = limit_named(limit.name); resource >= 0) set_limit(resource, limit.soft, limit.hard);
}

void pin_to(const std::vector<std::uint32_t>& cpus) {
  if (const CpuSet set(cpus); set.size() > 0) ::sched_setaffinity(0, set.size(), set.get());
}

void keep_process_to(pid_t pid, const std::vector<std::uint32_t>& cpus) {
  const CpuSet wanted(cpus);
  if (wanted.size() == 0) return;
  std::error_code problem;
  namespace fs = std::filesystem;
  for (fs::directory_iterator at("/proc/" + std::to_string(pid) + "/task", problem), end; !problem && at != end;
       at.increment(problem)) {
    const pid_t thread = static_cast<pid_t>(std::strtol(at->path().filename().c_str(), nullptr, 10));
    if (thread <= 0) continue;
    CpuSet now(kMostCpus);
    if (::sched_getaffinity(thread, now.size(), now.get()) < 0 || now.lies_within(cpus)) continue;
    ::sched_setaffinity(thread, wanted.size(), wanted.get());
  }
}

}  // namespace minislurm::stepd
