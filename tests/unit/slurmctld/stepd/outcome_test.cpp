#include "slurmctld/stepd/outcome.h"

#include <gtest/gtest.h>

namespace minislurm::stepd {
namespace {

wire::TaskExit exit_with(std::uint32_t status, std::uint32_t signal) { return {0, {status, signal}, {}}; }

TEST(StepOutcome, IsTheHighestOfItsTasks) {
  EXPECT_EQ(highest({}), ExitCode{});
  EXPECT_EQ(highest({exit_with(1, 0), exit_with(3, 0), exit_with(2, 0)}), (ExitCode{3, 0}));
}

TEST(StepOutcome, KeepsASignalUnlessATaskExitedByItselfWithAnError) {
  EXPECT_EQ(highest({exit_with(0, 0), exit_with(0, 9), exit_with(0, 15)}), (ExitCode{0, 15}));
  EXPECT_EQ(highest({exit_with(0, 9), exit_with(1, 0)}), (ExitCode{1, 0}));
}

TEST(TaskEnd, EndsTheStepOnlyWhenWantedAndOthersRun) {
  wire::StepLaunch launch;
  EXPECT_EQ(after_exit(launch, {1, 0}, 1, 3), AfterExit::WaitForOthers);
  launch.kill_on_bad_exit = true;
  EXPECT_EQ(after_exit(launch, {1, 0}, 1, 3), AfterExit::EndTheStep);
  EXPECT_EQ(after_exit(launch, {0, 11}, 2, 3), AfterExit::EndTheStep);
  EXPECT_EQ(after_exit(launch, {0, 0}, 1, 3), AfterExit::WaitForOthers);
  EXPECT_EQ(after_exit(launch, {1, 0}, 3, 3), AfterExit::WaitForOthers);
}

}  // namespace
}  // namespace minislurm::stepd
