#include "commands/squeue/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"squeue"};
  return minislurm::squeue::run({argv + 1, argv + argc}, context);
}
