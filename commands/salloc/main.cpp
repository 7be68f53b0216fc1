#include "commands/salloc/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"salloc"};
  return minislurm::salloc::run({argv + 1, argv + argc}, context);
}
