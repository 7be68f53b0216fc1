#include "commands/sreport/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sreport"};
  return minislurm::sreport::run({argv + 1, argv + argc}, context);
}
