#include "commands/seff/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"seff"};
  return minislurm::seff::run({argv + 1, argv + argc}, context);
}
