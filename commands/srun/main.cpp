#include <fcntl.h>
#include <unistd.h>

#include "commands/srun/run.h"
#include "commands/support/posix_context.h"

namespace {

// A standard stream that the caller has closed must not become a socket's number.
void hold_standard_streams() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  minislurm::PosixContext context{"srun"};
  return minislurm::srun::run({argv + 1, argv + argc}, context);
}
