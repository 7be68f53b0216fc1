#include "slurmctld/stepd/environment.h"

#include <gmock/gmock.h>

namespace minislurm::stepd {
namespace {

using ::testing::ElementsAre;

TEST(TaskEnvironment, PutsTheTasksVariablesOverTheSteps) {
  const std::string base("A=1\0B=2\0C=x=y\0", 14);
  EXPECT_THAT(task_environment(base, {{"B", "two"}, {"D", ""}}), ElementsAre("A=1", "B=two", "C=x=y", "D="));
}

TEST(TaskEnvironment, LeavesOutWhatIsNoVariable) {
  const std::string base("A=1\0nonsense\0=3\0A=4", 19);
  EXPECT_THAT(task_environment(base, {}), ElementsAre("A=4"));
  EXPECT_THAT(task_environment("", {}), ElementsAre());
}

}  // namespace
}  // namespace minislurm::stepd
