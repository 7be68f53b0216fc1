// What a task's process is bound to before its program starts. Called in that process, before it gives up root.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// `open_files_soft`: the limit on open files to come back to where `limits` says nothing of it. A limit beyond what the
// process may have becomes the most it may have.
void limit_process(const std::vector<wire::RLimit>& limits, std::uint64_t open_files_soft);
// The machine's CPU numbers; none: every CPU. Numbers that no machine has are left out.
void pin_to(const std::vector<std::uint32_t>& cpus);
// The same for a process that runs: each of its threads that has moved beyond the CPUs is brought back to them.
void keep_process_to(pid_t pid, const std::vector<std::uint32_t>& cpus);
// RLIMIT_* of "NOFILE" and the like; -1: no such limit.
int limit_named(std::string_view name);

}  // namespace minislurm::stepd
