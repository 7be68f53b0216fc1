#include "commands/sdiag/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sdiag"};
  return minislurm::sdiag::run({argv + 1, argv + argc}, context);
}
