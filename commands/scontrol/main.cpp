#include "commands/scontrol/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"scontrol"};
  return minislurm::scontrol::run({argv + 1, argv + argc}, context);
}
