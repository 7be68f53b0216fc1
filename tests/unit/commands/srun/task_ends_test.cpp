#include "commands/srun/task_ends.h"

#include <gmock/gmock.h>

#include "commands/srun/interrupts.h"

namespace minislurm::srun {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TaskEndsTest : public ::testing::Test {
 protected:
  void end(std::uint32_t task, ExitCode code) { ends.add({task, code, {}}); }
  TaskEnds ends{{{0, 0, 0, "n1", {}}, {1, 1, 0, "n1", {}}, {2, 2, 0, "n1", {}}, {3, 0, 1, "n2", {}}}};
};

TEST_F(TaskEndsTest, GathersTasksOfANodeWithTheSameCode) {
  end(2, {1, 0});
  end(3, {1, 0});
  end(0, {1, 0});
  end(1, {2, 0});
  EXPECT_THAT(ends.take_lines(), ElementsAre("n1: tasks 0,2: Exited with exit code 1",
                                             "n2: task 3: Exited with exit code 1",
                                             "n1: task 1: Exited with exit code 2"));
  EXPECT_THAT(ends.take_lines(), IsEmpty());
}

TEST_F(TaskEndsTest, CountsASignalFrom128) {
  end(0, {200, 0});
  EXPECT_EQ(ends.exit_code(), 200);
  EXPECT_FALSE(ends.any_killed());
  end(1, {0, 11});
  EXPECT_EQ(ends.exit_code(), 200);
  end(2, {0, 9});
  EXPECT_TRUE(ends.any_killed());
  EXPECT_EQ(ends.highest(), (ExitCode{200, 0}));
}

TEST_F(TaskEndsTest, SaysWhoRunsAndWhoDoesNot) {
  end(1, {0, 0});
  end(3, {4, 0});
  EXPECT_THAT(ends.status(), ElementsAre("tasks 0,2: running", "task 3: exited abnormally", "task 1: exited"));
}

TEST_F(TaskEndsTest, HearsOfEachTaskOnce) {
  end(1, {1, 0});
  end(1, {2, 0});
  end(99, {3, 0});
  EXPECT_THAT(ends.take_lines(), ElementsAre("n1: task 1: Exited with exit code 1"));
  EXPECT_EQ(ends.exit_code(), 1);
}

TEST(Interrupts, EndTheStepWhenTheyComeTwiceInASecond) {
  const Interrupts::Time start{};
  Interrupts interrupts(false, false);
  EXPECT_EQ(interrupts.next(start), InterruptAct::ShowStatus);
  EXPECT_EQ(interrupts.next(start + std::chrono::seconds(3)), InterruptAct::ShowStatus);
  EXPECT_EQ(interrupts.next(start + std::chrono::seconds(4)), InterruptAct::Abort);
  EXPECT_EQ(interrupts.next(start + std::chrono::seconds(40)), InterruptAct::Force);
}

TEST(Interrupts, GoToTheTasksWhenNoStatusIsWanted) {
  Interrupts interrupts(true, false);
  EXPECT_EQ(interrupts.next({}), InterruptAct::Forward);
}

}  // namespace
}  // namespace minislurm::srun
