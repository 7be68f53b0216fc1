// What the machine has: its CPUs and how they are arranged, memory, GPUs, names. Read from /proc and /sys below `root`,
// so that tests hand in a tree of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/units.h"

namespace minislurm::os {

struct Machine {
  std::string hostname;             // as the kernel has it
  std::string short_hostname;       // up to the first dot
  std::vector<std::uint32_t> cpus;  // the kernel's numbers of those this process may use; by socket, core; never empty
  // The arrangement of `cpus`; 1 x cpus x 1 where they do not fill one evenly. The product is cpus.size().
  std::uint32_t sockets = 1, cores_per_socket = 1, threads_per_core = 1;
  Mebibytes memory;
  Instant booted{};
  std::string arch, os;             // "x86_64", "Linux 6.1.0 #1 SMP ..."
  std::vector<std::string> gpus;    // device files
};

Machine detect_machine(const std::string& root = "/");

// Clock ticks of all CPUs since boot.
struct CpuTimes {
  std::uint64_t busy = 0, total = 0;
};

struct Load {
  std::uint32_t cpu_load_percent = 0;  // load average of one minute x 100
  Mebibytes free_memory;               // MemFree, as slurmd reports it
  std::uint32_t cpu_percent = 0;       // busy share of all CPUs since `before`, or since boot
  std::uint32_t memory_percent = 0;    // of the memory, what is not available any more
  CpuTimes times;                      // hand it in at the next reading
};

Load load_now(const std::optional<CpuTimes>& before = std::nullopt, const std::string& root = "/");

}  // namespace minislurm::os
