// Becoming a daemon: the process that was started returns when the daemon accepts requests, or has failed.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/link/local_socket.h"

namespace minislurm::daemon {

class Background {
 public:
  // Forks. In the process that was started this waits for the daemon and then holds its exit code; in the daemon it
  // returns at once. REQUIRES: no thread runs yet.
  Status enter();
  bool is_starter() const { return starter_; }
  int exit_code() const { return exit_code_; }
  // The daemon's word to the starter; lets go of its terminal.
  void ready();

 private:
  bool starter_ = false;
  int exit_code_ = 1;
  Descriptor word_;
};

// The process id, for those who stop the daemon by it. Errors: Code::Generic with the path.
Status write_pid_file(const std::string& path);
// As many open files as the system allows.
void raise_file_limit();

}  // namespace minislurm::daemon
