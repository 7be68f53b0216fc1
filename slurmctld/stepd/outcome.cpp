#include "slurmctld/stepd/outcome.h"

#include <algorithm>

namespace minislurm::stepd {

ExitCode highest(const std::vector<wire::TaskExit>& tasks) {
  ExitCode most;
  for (const wire::TaskExit& task : tasks) most = std::max(most, task.exit_code);
  return most;
}

AfterExit after_exit(const wire::StepLaunch& launch, ExitCode code, std::size_t ended, std::size_t started) {
  if (ended >= started) return AfterExit::WaitForOthers;
  if (launch.kill_on_bad_exit && !code.success()) return AfterExit::EndTheStep;
  return AfterExit::WaitForOthers;
}

}  // namespace minislurm::stepd
