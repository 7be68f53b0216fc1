#include "commands/sinfo/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sinfo"};
  return minislurm::sinfo::run({argv + 1, argv + argc}, context);
}
