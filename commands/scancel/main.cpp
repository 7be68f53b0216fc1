#include "commands/scancel/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"scancel"};
  return minislurm::scancel::run({argv + 1, argv + argc}, context);
}
