// The living processes below one process, from /proc. A process is known by its number and its start time, never by
// the number alone: numbers are used again.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace minislurm::os {

struct ProcessInfo {
  pid_t pid = 0, parent = 0, session = 0;
  char state = 0;                        // 'Z': ended, not yet waited for
  std::uint64_t start_ticks = 0;         // since boot, in clock ticks
  std::uint64_t user_ticks = 0, system_ticks = 0;  // its own and those of the children it has waited for
  std::uint64_t major_faults = 0;                      // likewise
  std::uint64_t vm_bytes = 0, rss_pages = 0;
  std::uint64_t threads = 0;
  // A process whose first thread has ended lives as long as another does.
  bool alive() const { return (state != 'Z' && state != 'X') || threads > 1; }
};

// Reads the content of /proc/PID/stat; the name may hold anything, parentheses included.
std::optional<ProcessInfo> parse_stat(std::string_view text);
std::optional<ProcessInfo> process_info(pid_t pid);

// Every descendant, zombies included, parents before children. Those forked meanwhile may be missing: who must reach
// all asks again until nobody is new.
std::vector<ProcessInfo> descendants(pid_t root);

std::vector<ProcessInfo> every_process();

// False when that process is gone (another one may bear its number now) or may not be signalled.
bool send_signal(const ProcessInfo& process, int signal);

// Memory that is the process's own share (proportional set size), in KiB; where it cannot be read, the resident size.
std::uint64_t memory_share_kib(const ProcessInfo& process);
std::uint64_t resident_kib(const ProcessInfo& process);

}  // namespace minislurm::os
