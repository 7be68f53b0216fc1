#include "commands/sattach/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sattach"};
  return minislurm::sattach::run({argv + 1, argv + argc}, context);
}
