#include "commands/sbatch/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sbatch"};
  return minislurm::sbatch::run({argv + 1, argv + argc}, context);
}
