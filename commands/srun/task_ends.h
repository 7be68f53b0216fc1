// How the tasks of a step ended: what srun says of it, and the code it ends with. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libcommon/model/step.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::srun {

// srun's own code for a step that was ended for its memory.
inline constexpr int kOutOfMemoryCode = 253;

class TaskEnds {
 public:
  explicit TaskEnds(const std::vector<TaskPlace>& places);

  void add(const wire::TaskExit& task);
  // Of the failures added since the last call, those of one node with the same code in one line:
  // "node1: tasks 1-2: Exited with exit code 3". As nodes side by side tell it: the first task of each before the next.
  std::vector<std::string> take_lines();
  bool has_lines() const { return !fresh_.empty(); }

  bool all_ended() const { return running_ == 0; }

  // Which are in what state, for an interrupt: "tasks 0,2-3: running".
  std::vector<std::string> status() const;
  // The highest code of a task; a signal counts as 128 and its number.
  int exit_code() const { return exit_code_; }
  // The highest as the controller keeps it.
  ExitCode highest() const { return highest_; }
  // A task was ended by one of the signals that end steps.
  bool any_killed() const { return any_killed_; }

 private:
  enum class State : std::uint8_t { Running, Ended, Failed };
  struct Task {
    std::string node;
    std::uint32_t local_rank = 0;
    State state = State::Running;
  };
  std::vector<Task> tasks_;
  std::size_t running_ = 0;
  std::vector<wire::TaskExit> fresh_;
  int exit_code_ = 0;
  ExitCode highest_;
  bool any_killed_ = false;
};

// "task 3", "tasks 0,2-3". REQUIRES: sorted, not empty.
std::string task_names(const std::vector<std::uint32_t>& tasks);

}  // namespace minislurm::srun
