#include "commands/srun/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"srun"};
  return minislurm::srun::run({argv + 1, argv + argc}, context);
}
