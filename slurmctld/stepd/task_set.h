// The step's tasks: started all at once, ended one by one.
#pragma once

#include <string>
#include <vector>

#include "libcommon/os/file_descriptor.h"
#include "slurmctld/stepd/streams.h"
#include "slurmctld/stepd/task.h"

namespace minislurm::stepd {

class TaskSet {
 public:
  TaskSet(const wire::StepLaunch& launch, std::uint64_t open_files_soft, Streams& streams)
      : launch_(launch), open_files_soft_(open_files_soft), streams_(streams) {}

  // Enters the folder, writes the script, opens the files and starts every task. After an error some may run.
  Status start();
  // Whether the process was a task: then its end is kept and returned.
  const wire::TaskExit* ended(pid_t pid, int status, std::uint64_t max_rss_kib);

  std::size_t started() const { return tasks_.size(); }
  bool all_ended() const { return exits_.size() == tasks_.size(); }
  // Ends in their order.
  const std::vector<wire::TaskExit>& exits() const { return exits_; }
  // Of the first task whose surroundings could not be made.
  const std::string& launch_failure() const { return launch_failure_; }
  std::vector<std::uint32_t> pids() const;
  pid_t batch_shell() const;
  std::uint32_t largest_task() const { return largest_task_; }
  // The batch script's stderr, for stepd's own lines; -1: none.
  int batch_stderr() const { return batch_stderr_.get(); }

 private:
  struct Running {
    std::uint32_t rank;
    StartedTask process;
  };
  struct Files {
    int out = -1, err = -1;  // -1: a pipe
  };
  bool batch() const { return launch_.id.step == StepNumber::Batch; }
  void enter_folder(TaskSetting& setting);
  // Where a file goes: /tmp takes the place of a folder that could not be entered.
  std::string moved(const std::string& path) const;
  Status write_script() const;
  Status start_one(const TaskSetting& setting, const wire::TaskLaunch& task, const Files& files);
  Status start_on_terminal(const TaskSetting& setting, const wire::TaskLaunch& task);
  Status add(const wire::TaskLaunch& task, Result<StartedTask> process);

  const wire::StepLaunch& launch_;
  bool folder_lost_ = false;
  std::uint64_t open_files_soft_;
  Streams& streams_;
  std::vector<Running> tasks_;
  std::vector<wire::TaskExit> exits_;
  std::string launch_failure_;
  std::uint64_t largest_kib_ = 0;
  std::uint32_t largest_task_ = 0;
  os::FileDescriptor batch_stderr_;
};

}  // namespace minislurm::stepd
