// Starting one task: what it is given, and what its process does before it becomes the program.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/stepd/confinement.h"

namespace minislurm::stepd {

// The descriptors are the caller's; -1 where there is none.
struct TaskStreams {
  int in = -1;                   // unless the task opens its input file itself, or has a terminal
  int out = -1, err = -1;
  int terminal = -1;             // all three, and the controlling one
  int pmi = -1;                  // its socket to the PMI server, which its program keeps
  std::vector<std::string> mpi_variables;
};

// What belongs to the step but is decided before the first task.
struct TaskSetting {
  const wire::StepLaunch* launch = nullptr;
  std::string folder_notice;     // written to the task's stderr when its folder could not be entered
  std::uint64_t open_files_soft = 0;  // the limit stepd itself was started with
  int process_record = -1;
  const Confinement* confinement = nullptr;
};

struct StartedTask {
  pid_t pid = 0;
  os::FileDescriptor failure;    // read by task_failure once the process has ended
};

// The program starts when its process is on record.
Result<StartedTask> start_task(const TaskSetting& setting, const wire::TaskLaunch& task, const TaskStreams& streams);

// Runs the program in the task's environment once the task has ended; `err` is the task's stderr. -1: it could not be
// started.
pid_t start_epilog(const TaskSetting& setting, const wire::TaskLaunch& task, const std::string& program, int err);

struct TaskFailure {
  bool launch = false;           // the task's surroundings could not be made; else its program not be started
  std::string text;
};
// Why the task never ran; nothing when it did. REQUIRES: the process has ended.
std::optional<TaskFailure> task_failure(const StartedTask& task);

}  // namespace minislurm::stepd
