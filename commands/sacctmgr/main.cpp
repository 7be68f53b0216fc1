#include "commands/sacctmgr/run.h"
#include "commands/support/posix_context.h"

int main(int argc, char** argv) {
  minislurm::PosixContext context{"sacctmgr"};
  return minislurm::sacctmgr::run({argv + 1, argv + argc}, context);
}
