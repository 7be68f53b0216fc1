#include "commands/sshare/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sshare"};
  return minislurm::sshare::run({argv + 1, argv + argc}, context);
}
