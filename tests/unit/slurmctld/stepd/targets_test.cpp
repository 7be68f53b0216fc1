#include "slurmctld/stepd/targets.h"

#include <gmock/gmock.h>

namespace minislurm::stepd {
namespace {

using ::testing::ElementsAre;

std::vector<pid_t> chosen(wire::SignalScope scope, pid_t shell) {
  std::vector<os::ProcessInfo> below(4);
  for (std::size_t i = 0; i < below.size(); ++i) {
    below[i].pid = static_cast<pid_t>(10 + i);
    below[i].state = 'S';
    below[i].threads = 1;
  }
  below[3].state = 'Z';
  std::vector<pid_t> pids;
  for (const auto& process : targets(below, scope, shell)) pids.push_back(process.pid);
  return pids;
}

TEST(SignalTargets, OfABatchStepAreTheShellItsChildrenOrBoth) {
  EXPECT_THAT(chosen(wire::SignalScope::All, 10), ElementsAre(10, 11, 12));
  EXPECT_THAT(chosen(wire::SignalScope::BatchShell, 10), ElementsAre(10));
  EXPECT_THAT(chosen(wire::SignalScope::Tasks, 10), ElementsAre(11, 12));
}

TEST(SignalTargets, OfAnotherStepAreAllItsProcessesAndItHasNoShell) {
  EXPECT_THAT(chosen(wire::SignalScope::Tasks, 0), ElementsAre(10, 11, 12));
  EXPECT_THAT(chosen(wire::SignalScope::BatchShell, 0), ElementsAre());
}

}  // namespace
}  // namespace minislurm::stepd
