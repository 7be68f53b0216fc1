#include <gmock/gmock.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

#include "libcommon/wire/codec.h"
#include "tests/e2e/stepd/stepd_driver.h"

namespace minislurm::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr std::uint16_t kOut = 1, kErr = 2;

struct AttachedStep : ::testing::Test {
  StepDriver driver;
};

TEST_F(AttachedStep, StartsItsTasksWhenSrunAttachesAndCarriesTheirOutput) {
  driver.start(driver.step("echo out $SLURM_PROCID; echo err $SLURM_PROCID >&2; exit $SLURM_PROCID", 4));
  StepClient watcher = driver.watcher(), srun = driver.attach();
  const auto result = srun.read_end();
  EXPECT_EQ(result.exit_code, (ExitCode{3, 0}));
  ASSERT_EQ(result.tasks.size(), 4U);
  for (std::uint32_t rank = 0; rank < 4; ++rank) {
    EXPECT_EQ(result.tasks[rank].exit_code, (ExitCode{rank, 0}));
    EXPECT_EQ((srun.output[{rank, kOut}]), "out " + std::to_string(rank) + "\n");
    EXPECT_EQ((srun.output[{rank, kErr}]), "err " + std::to_string(rank) + "\n");
  }
  EXPECT_EQ(srun.exits.size(), 4U);
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{3, 0}));
  EXPECT_TRUE(watcher.output.empty());
  driver.wait_gone();
}

TEST_F(AttachedStep, LosesNothingOfMuchOutput) {
  driver.start(driver.step("head -c 100m /dev/zero"));
  StepClient srun = driver.attach();
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}].size()), 100U << 20);
}

TEST_F(AttachedStep, HandsWhatATaskLeftToAReaderThatComesLate) {
  driver.start(driver.step("head -c 4m /dev/zero"));
  StepClient srun = driver.attach(), watcher = driver.watcher();
  EXPECT_TRUE(watcher.read_end().exit_code.success());  // srun has read nothing yet
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}].size()), 4U << 20);
}

TEST_F(AttachedStep, SendsInputToEveryTaskOrToOne) {
  auto launch = driver.step("cat", 2);
  driver.start(launch);
  StepClient srun = driver.attach();
  srun.send(wire::FrameKind::Stdin, "all\n");
  srun.send(wire::FrameKind::Stdin, "one\n", 1);
  srun.send(wire::FrameKind::Stdin);
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}]), "all\n");
  EXPECT_EQ((srun.output[{1, kOut}]), "all\none\n");
}

TEST_F(AttachedStep, OnlyTheChosenTaskHasInput) {
  auto launch = driver.step("cat; echo end", 2);
  launch.stdin_task = 1;
  driver.start(launch);
  StepClient srun = driver.attach();
  srun.send(wire::FrameKind::Stdin, "text\n");
  srun.send(wire::FrameKind::Stdin);
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}]), "end\n");
  EXPECT_EQ((srun.output[{1, kOut}]), "text\nend\n");
}

TEST_F(AttachedStep, CarriesMuchInputBothWays) {
  driver.start(driver.step("wc -c"));
  StepClient srun = driver.attach();
  for (int i = 0; i < 64; ++i) srun.send(wire::FrameKind::Stdin, std::string(1U << 20, 'x'));
  srun.send(wire::FrameKind::Stdin);
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}]), "67108864\n");
}

TEST_F(AttachedStep, SaysThatAProgramDoesNotExist) {
  auto launch = driver.step("");
  launch.tasks[0].argv = {"nosuchcommand"};
  driver.start(launch);
  StepClient srun = driver.attach();
  const auto result = srun.read_end();
  EXPECT_EQ(result.exit_code, (ExitCode{2, 0}));
  EXPECT_EQ(result.tasks.at(0).failure, "No such file or directory");
  EXPECT_THAT((srun.output[{0, kErr}]), EndsWith("] error: execve(): nosuchcommand: No such file or directory\n"));
}

TEST_F(AttachedStep, EndsWhenItsOnlyClientIsGone) {
  auto launch = driver.step("echo started; sleep 600", 2);
  driver.start(launch);
  StepClient watcher = driver.watcher();
  {
    StepClient srun = driver.attach();
    srun.read_until_output("started");
  }
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{0, 15}));
}

TEST_F(AttachedStep, EndsTheOthersWhenATaskFailsAndThatIsWanted) {
  auto launch = driver.step("[ $SLURM_PROCID = 1 ] && exit 5; sleep 600", 3);
  launch.kill_on_bad_exit = true;
  driver.start(launch);
  StepClient srun = driver.attach();
  EXPECT_EQ(srun.read_end().exit_code, (ExitCode{5, 0}));
  EXPECT_THAT(srun.messages, HasSubstr("*** STEP 12.0 ON node1 CANCELLED AT "));
  EXPECT_THAT(srun.messages, HasSubstr(" DUE TO TASK FAILURE ***\n"));
}

TEST_F(AttachedStep, IsNotHeldOpenByADaemonThatKeepsItsOutput) {
  driver.start(driver.step("setsid sh -c 'sleep 600 & sleep 600' & echo done"));
  StepClient srun = driver.attach();
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_EQ((srun.output[{0, kOut}]), "done\n");
}

TEST_F(AttachedStep, SharesAFileBetweenTasks) {
  auto launch = driver.step("echo task $SLURM_PROCID", 3);
  std::ofstream(driver.path("all")) << "old\n";
  for (auto& task : launch.tasks) task.std_out = driver.path("all");
  driver.start(launch);
  EXPECT_TRUE(driver.attach().read_end().exit_code.success());
  EXPECT_EQ(driver.file("all").size(), 3 * std::string("task 0\n").size());
}

TEST_F(AttachedStep, GivesATerminalToTheFirstTask) {
  auto launch = driver.step("tty >/dev/null && stty size; read line; echo got $line");
  launch.pty = true;
  launch.window_rows = 30;
  launch.window_columns = 90;
  driver.start(launch);
  StepClient srun = driver.attach();
  srun.read_until_output("30 90");
  srun.send(wire::FrameKind::Stdin, "hello\n");
  EXPECT_TRUE(srun.read_end().exit_code.success());
  EXPECT_THAT((srun.output[{0, kOut}]), HasSubstr("got hello\r\n"));
}

TEST_F(AttachedStep, TellsALateWatcherTheEnd) {
  driver.start(driver.step("exit 6"));
  StepClient srun = driver.attach(), idle = driver.connect();
  EXPECT_EQ(srun.read_end().exit_code, (ExitCode{6, 0}));
  EXPECT_EQ(idle.read_end().exit_code, (ExitCode{6, 0}));
  EXPECT_EQ(driver.recorded().exit_code, (ExitCode{6, 0}));
}

TEST_F(AttachedStep, CancelledBeforeSrunCameItStartsNothing) {
  driver.start(driver.step("echo never"));
  StepClient watcher = driver.watcher();
  watcher.send(wire::FrameKind::Terminate, wire::encode(wire::TerminateRequest{}));
  const auto result = watcher.read_end();
  EXPECT_TRUE(result.tasks.empty());
  EXPECT_EQ(result.exit_code, (ExitCode{0, 15}));
}

}  // namespace
}  // namespace minislurm::test
