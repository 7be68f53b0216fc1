#include "slurmctld/stepd/usage_meter.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "libcommon/os/files.h"

namespace minislurm::stepd {
namespace {

constexpr std::size_t kMostText = 4096, kMostCpuInfo = 16U << 20;  // a thousand CPUs
constexpr std::uint64_t kSecond = 1'000'000;  // in microseconds

std::uint64_t number_behind(std::string_view text, std::string_view name) {
  std::uint64_t value = 0;
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return value;
  text.remove_prefix(at + name.size());
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

IoCounts io_of(pid_t pid) {
  return parse_io(os::read_file("/proc/" + std::to_string(pid) + "/io", kMostText).value_or({}));
}

std::uint64_t microseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * kSecond + static_cast<std::uint64_t>(time.tv_usec);
}

std::uint64_t usec_per_tick() { return kSecond / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK)); }

std::uint64_t own_rss_kib() {
  rusage own{};
  ::getrusage(RUSAGE_SELF, &own);
  return static_cast<std::uint64_t>(own.ru_maxrss);
}

}  // namespace

IoCounts parse_io(std::string_view text) {
  return {number_behind(text, "rchar: "), number_behind(text, "wchar: ")};
}

std::uint64_t parse_cpu_khz(std::string_view text) {
  const std::size_t at = text.find("cpu MHz");
  return at == std::string_view::npos ? 0 : number_behind(text.substr(at), ": ") * 1000;
}

UsageMeter::UsageMeter() : own_rss_kib_(own_rss_kib()) {}

void UsageMeter::look(const std::vector<os::ProcessInfo>& living) {
  const std::vector<std::uint32_t> owners = owners_.assign(living);
  std::map<std::uint32_t, TaskUse> now;
  for (std::size_t i = 0; i < living.size(); ++i) {
    TaskUse& use = now[owners[i]];
    use.rss_kib += os::resident_kib(living[i]);
    use.vm_kib += living[i].vm_bytes / 1024;
  }
  for (const auto& [task, use] : now) book_.keep(task, use);
}

void UsageMeter::sample(const std::vector<os::ProcessInfo>& living, bool regular) {
  if (regular && !measured_) {
    measured_ = true;
    cpu_khz_ = parse_cpu_khz(os::read_file("/proc/cpuinfo", kMostCpuInfo).value_or({}));
  }
  const std::vector<std::uint32_t> owners = owners_.assign(living);
  std::map<std::uint32_t, TaskUse> now = gone_;
  for (std::size_t i = 0; i < living.size(); ++i) {
    const os::ProcessInfo& process = living[i];
    const IoCounts io = io_of(process.pid);
    TaskUse& use = now[owners[i]];
    use.rss_kib += os::resident_kib(process);
    use.vm_kib += process.vm_bytes / 1024;
    use.cpu_usec += (process.user_ticks + process.system_ticks) * usec_per_tick();
    use.pages += process.major_faults;
    use.read_bytes += io.read;
    use.written_bytes += io.written;
  }
  for (const auto& [task, use] : now) book_.keep(task, use);
}

void UsageMeter::ending(pid_t pid) {
  const IoCounts io = io_of(pid);
  TaskUse& gone = gone_[owners_.of(pid)];
  gone.read_bytes += io.read;
  gone.written_bytes += io.written;
}

void UsageMeter::ended(pid_t pid, const rusage& used) {
  const std::uint32_t task = owners_.of(pid);
  owners_.forget(pid);
  TaskUse& gone = gone_[task];
  gone.cpu_usec += microseconds(used.ru_utime) + microseconds(used.ru_stime);
  gone.pages += static_cast<std::uint64_t>(used.ru_majflt);
  TaskUse now = gone;
  // Before the task's program started its process was a copy of slurmstepd; that peak is not the task's.
  const auto peak = static_cast<std::uint64_t>(used.ru_maxrss);
  if (peak > own_rss_kib_) now.rss_kib = peak;
  book_.keep(task, now);
}

Usage UsageMeter::usage(const std::vector<os::ProcessInfo>& living) const {
  Usage usage = book_.sum();
  rusage ended{};
  ::getrusage(RUSAGE_CHILDREN, &ended);
  usage.user_usec = microseconds(ended.ru_utime);
  usage.system_usec = microseconds(ended.ru_stime);
  for (const os::ProcessInfo& process : living) {
    usage.user_usec += process.user_ticks * usec_per_tick();
    usage.system_usec += process.system_ticks * usec_per_tick();
  }
  if (!measured_) return usage;
  usage.tasks = book_.tasks();
  usage.cpu_khz = cpu_khz_ * usage.tasks;
  return usage;
}

}  // namespace minislurm::stepd
