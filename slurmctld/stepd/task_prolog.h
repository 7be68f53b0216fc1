// A program that runs in a task's surroundings before or after it: TaskProlog, TaskEpilog, srun --task-prolog and
// --task-epilog.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace minislurm::stepd {

// What a prolog's output asks for: "export NAME=VALUE" and "unset NAME" change the variables ("A=b"); what its
// "print TEXT" lines say is returned, to be shown as the task's own output. Pure.
std::string apply_prolog_output(std::string_view output, std::vector<std::string>& variables);

struct PrologRun {
  std::string name;     // "user task_prolog", for the messages
  std::string title;    // "--task-prolog"
  std::string program;
};

// To be called in the task's own process, as its user, with its streams in place. Runs the program, applies what it
// says. Returns the exit status that the task is to have; 0: go on. What went wrong has been written to stderr then.
int run_task_prolog(const PrologRun& prolog, std::vector<std::string>& variables);

}  // namespace minislurm::stepd
