#include "slurmctld/stepd/task_owners.h"

#include <gmock/gmock.h>

namespace minislurm::stepd {
namespace {

using testing::ElementsAre;

constexpr pid_t kStepd = 10;

os::ProcessInfo process(pid_t pid, pid_t parent, std::uint64_t start = 1) {
  os::ProcessInfo made;
  made.pid = pid;
  made.parent = parent;
  made.start_ticks = start;
  return made;
}

class TaskOwnersTest : public testing::Test {
 protected:
  TaskOwnersTest() {
    owners.add_task(20, 0);
    owners.add_task(30, 1);
  }
  TaskOwners owners;
};

TEST_F(TaskOwnersTest, AChildBelongsToItsParentsTask) {
  EXPECT_THAT(owners.assign({process(20, kStepd), process(30, kStepd), process(31, 30), process(32, 31)}),
              ElementsAre(0, 1, 1, 1));
}

TEST_F(TaskOwnersTest, WhoseParentHasEndedStaysWithTheTask) {
  owners.assign({process(20, kStepd), process(30, kStepd), process(31, 30)});
  EXPECT_THAT(owners.assign({process(20, kStepd), process(31, kStepd)}), ElementsAre(0, 1));
  EXPECT_EQ(owners.of(31), 1U);
}

TEST_F(TaskOwnersTest, ANumberThatComesAgainIsAnotherProcess) {
  owners.assign({process(20, kStepd), process(30, kStepd), process(31, 30, 5)});
  EXPECT_THAT(owners.assign({process(20, kStepd), process(31, 20, 9)}), ElementsAre(0, 0));
}

TEST_F(TaskOwnersTest, ATaskThatEndsUnseenIsStillKnown) {
  owners.assign({process(20, kStepd)});
  EXPECT_EQ(owners.of(30), 1U);
}

}  // namespace
}  // namespace minislurm::stepd
