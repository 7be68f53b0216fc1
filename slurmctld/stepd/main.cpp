#include <cstdio>
#include <cstdlib>

#include "slurmctld/stepd/launch_record.h"
#include "slurmctld/stepd/step.h"

int main() {
  using namespace minislurm;
  auto launch = stepd::read_launch(wire::kLaunchDescriptor);
  if (!launch) {
    std::fprintf(stderr, "slurmstepd: error: %s\n", launch.error().detail.c_str());
    return EXIT_FAILURE;
  }
  const stepd::Inherited inherited = stepd::settle_process();
  stepd::Step step(std::move(*launch), inherited, wire::kListenDescriptor);
  return step.run() ? EXIT_SUCCESS : EXIT_FAILURE;
}
