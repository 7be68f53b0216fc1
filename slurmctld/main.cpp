#include "slurmctld/daemon/run.h"

int main(int argc, char** argv) { return minislurm::daemon::run({argv + 1, argv + argc}); }
