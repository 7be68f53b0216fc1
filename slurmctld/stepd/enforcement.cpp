#include "slurmctld/stepd/enforcement.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>

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
  std::uint32_t most = 0;
  for (const std::uint32_t cpu : cpus)
    if (cpu < kMostCpus) most = std::max(most, cpu + 1);
  if (most == 0) return;
  const std::size_t size = CPU_ALLOC_SIZE(most);
  cpu_set_t* set = CPU_ALLOC(most);
  if (set == nullptr) return;
  CPU_ZERO_S(size, set);
  for (const std::uint32_t cpu : cpus)
    if (cpu < most) CPU_SET_S(cpu, size, set);
  ::sched_setaffinity(0, size, set);
  CPU_FREE(set);
}

}  // namespace minislurm::stepd
