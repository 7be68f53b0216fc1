// Starting a task's program as execvp does, but without a shell for files that are no programs, and without a search
// path where the task's environment has none.
#pragma once

#include <string>
#include <vector>

namespace minislurm::stepd {

struct ExecFailure {
  int reason = 0;          // an errno
  std::string program;     // as it is told to the user: "./x" with the folder it is in
  std::string first_line;  // of a script whose interpreter is missing
};

// Replaces this process; `variables` are its environment, "A=b". Returns only where that fails.
ExecFailure execute(const std::vector<std::string>& words, const std::vector<std::string>& variables);

// Where the program is: itself when it names a folder, else the first executable of that name in PATH, else a file of
// that name which may not be executed, else itself, in the working folder.
std::string find_program(const std::string& name, const std::vector<std::string>& variables);

}  // namespace minislurm::stepd
