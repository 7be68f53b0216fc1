#include "slurmctld/stepd/usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "libcommon/os/files.h"

namespace minislurm::stepd {

namespace {

constexpr std::size_t kMostText = 4096;

std::uint64_t field(std::string_view text, std::string_view name) {
  std::uint64_t value = 0;
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return value;
  text.remove_prefix(at + name.size());
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

IoCounts io_of(const std::string& folder) {
  return parse_io(os::read_file(folder + "/io", kMostText).value_or({}));
}

std::uint64_t microseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_usec);
}

}  // namespace

IoCounts parse_io(std::string_view text) { return {field(text, "rchar: "), field(text, "wchar: ")}; }

Usage usage_now(const std::vector<os::ProcessInfo>& living) {
  Usage usage;
  rusage ended{};
  ::getrusage(RUSAGE_CHILDREN, &ended);
  usage.user_usec = microseconds(ended.ru_utime);
  usage.system_usec = microseconds(ended.ru_stime);
  usage.max_rss_kib = static_cast<std::uint64_t>(ended.ru_maxrss);
  // The process's counts hold those of its waited-for children, its only thread's do not.
  const std::string self = "/proc/" + std::to_string(::getpid());
  const IoCounts all = io_of(self), own = io_of(self + "/task/" + std::to_string(::getpid()));
  usage.read_bytes = all.read - std::min(own.read, all.read);
  usage.written_bytes = all.written - std::min(own.written, all.written);
  const std::uint64_t usec_per_tick = 1'000'000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  std::uint64_t resident = 0, vm = 0;
  for (const os::ProcessInfo& process : living) {
    usage.user_usec += process.user_ticks * usec_per_tick;
    usage.system_usec += process.system_ticks * usec_per_tick;
    resident += os::resident_kib(process);
    vm += process.vm_bytes / 1024;
    const IoCounts io = io_of("/proc/" + std::to_string(process.pid));
    usage.read_bytes += io.read;
    usage.written_bytes += io.written;
  }
  usage.max_rss_kib = std::max(usage.max_rss_kib, resident);
  usage.max_vm_kib = vm;
  return usage;
}

}  // namespace minislurm::stepd
