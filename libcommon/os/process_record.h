// Which processes were started for something that may be killed before it can end them: a file with the machine's boot
// and one line per process. Whoever comes later ends what is left of them.
#pragma once

#include <cstdint>
#include <string>

#include "libcommon/base/result.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/os/process_tree.h"

namespace minislurm::os {

// A new record, with the calling process in it.
Result<FileDescriptor> begin_process_record(const std::string& path);
Status add_to_process_record(int record, pid_t process);

// Kills the recorded processes, their sessions, whoever carries one of their numbers as `variable`, and `mark`
// ("NAME=value"), in its environment, and everybody's descendants. Returns how many it found alive: 0 means that nobody
// is left whom it may kill. No record, or one of before the machine's last start: 0.
std::size_t kill_recorded(const std::string& path, const std::string& variable, const std::string& mark);

}  // namespace minislurm::os
