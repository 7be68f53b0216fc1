// The command that salloc runs: started with the terminal where there is one, signalled, waited for.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/exit_code.h"
#include "libcommon/base/result.h"

namespace minislurm::salloc {

class CommandProcess {
 public:
  // Takes the terminal back where the command had it.
  ~CommandProcess();
  CommandProcess() = default;
  CommandProcess(const CommandProcess&) = delete;
  CommandProcess& operator=(const CommandProcess&) = delete;

  // `mask`: the signals it has blocked; `folder` empty: this one. Errors: Code::Generic.
  Status start(const std::vector<std::string>& command, const std::vector<std::string>& environment,
               const std::string& folder, const sigset_t& mask);
  // After SIGCHLD: how it ended, when it has.
  std::optional<ExitCode> reap();
  void signal(int number) const;
  // The allocation is gone: what runs in the foreground of the terminal is told, and, unless 0, the command.
  void hang_up(int number) const;

 private:
  pid_t pid_ = 0;
  bool has_terminal_ = false;
};

}  // namespace minislurm::salloc
