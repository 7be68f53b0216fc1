#include "libcommon/base/exit_code.h"

#include <sys/wait.h>

namespace minislurm {

ExitCode from_wait_status(int status) {
  if (WIFSIGNALED(status)) return {0, static_cast<std::uint32_t>(WTERMSIG(status))};
  return {static_cast<std::uint32_t>(WEXITSTATUS(status)), 0};
}

}  // namespace minislurm
