// The step's tasks: started all at once, ended one by one.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/os/file_descriptor.h"
#include "slurmctld/stepd/node_folders.h"
#include "slurmctld/stepd/pmi_service.h"
#include "slurmctld/stepd/pmix_service.h"
#include "slurmctld/stepd/streams.h"
#include "slurmctld/stepd/task.h"

namespace minislurm::stepd {

// What tells the tasks of each other; nullptr: not in this step.
struct MpiServices {
  PmiService* pmi = nullptr;
  PmixService* pmix = nullptr;
};

class TaskSet {
 public:
  using Say = std::function<void(const std::string&)>;
  TaskSet(const wire::StepLaunch& launch, std::uint64_t open_files_soft, Streams& streams, MpiServices mpi,
          Say say)
      : launch_(launch), say_(std::move(say)), setting_{&launch, {}, open_files_soft, -1, nullptr}, streams_(streams), mpi_(mpi),
        node_folders_(launch) {}

  // Enters the folder, writes the script, opens the files and starts every task. After an error some may run.
  Status start();
  // Before start(): what each task enters first.
  void confine(const Confinement& confinement) { setting_.confinement = &confinement; }
  // The end of a task that is on record counts as one for want of memory.
  const wire::TaskExit* mark_out_of_memory(std::uint32_t rank);
  // Whether the process was a task, or the last that runs for one that has ended: then its end is kept and returned.
  const wire::TaskExit* ended(pid_t pid, int status);

  std::size_t started() const { return tasks_.size(); }
  bool all_ended() const { return exits_.size() == tasks_.size(); }
  // Ends in their order.
  const std::vector<wire::TaskExit>& exits() const { return exits_; }
  // Of the first task whose surroundings could not be made.
  const std::string& launch_failure() const { return launch_failure_; }
  std::vector<std::uint32_t> pids() const;
  // Of the tasks that have not ended: process and rank.
  std::vector<std::pair<pid_t, std::uint32_t>> processes() const;
  pid_t batch_shell() const;
  // The batch script's stderr, for stepd's own lines; -1: none.
  int batch_stderr() const { return batch_stderr_.get(); }

 private:
  struct Running {
    std::uint32_t rank;
    StartedTask process;
    os::FileDescriptor err;  // its stderr, where an epilog will want it
  };
  // Runs after its task; the task's end counts when it is over.
  struct Epilog {
    pid_t pid;
    wire::TaskExit of;
    std::size_t next;  // of the programs that follow
  };
  struct Files {
    int out = -1, err = -1;  // -1: a pipe
  };
  bool batch() const { return launch_.id.step == StepNumber::Batch; }
  void enter_folder();
  // Where a file goes: /tmp takes the place of a folder that could not be entered.
  std::string moved(const std::string& path) const;
  Status write_script() const;
  Status start_one(const wire::TaskLaunch& task, const Files& files);
  Status start_on_terminal(const wire::TaskLaunch& task);
  // With `given`, and with what leads to the step's MPI server.
  Status add(const wire::TaskLaunch& task, TaskStreams given, int err);
  bool begin_epilog(const wire::TaskExit& exit, std::size_t from);
  const wire::TaskExit* epilog_ended(pid_t pid, int status);
  const wire::TaskExit* keep(wire::TaskExit exit);

  const wire::StepLaunch& launch_;
  std::function<void(const std::string&)> say_;  // a line of stepd's own
  TaskSetting setting_;
  os::FileDescriptor process_record_;
  std::vector<Epilog> epilogs_;
  bool folder_lost_ = false;
  Streams& streams_;
  MpiServices mpi_;
  NodeFolders node_folders_;
  std::vector<Running> tasks_;
  std::vector<wire::TaskExit> exits_;
  std::string launch_failure_;
  os::FileDescriptor batch_stderr_;
};

}  // namespace minislurm::stepd
