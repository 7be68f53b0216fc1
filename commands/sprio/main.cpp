#include "commands/sprio/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sprio"};
  return minislurm::sprio::run({argv + 1, argv + argc}, context);
}
