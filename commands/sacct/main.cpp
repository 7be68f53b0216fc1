#include "commands/sacct/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sacct"};
  return minislurm::sacct::run({argv + 1, argv + argc}, context);
}
