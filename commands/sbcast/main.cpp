#include "commands/sbcast/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sbcast"};
  return minislurm::sbcast::run({argv + 1, argv + argc}, context);
}
