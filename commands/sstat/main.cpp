#include "commands/sstat/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sstat"};
  return minislurm::sstat::run({argv + 1, argv + argc}, context);
}
