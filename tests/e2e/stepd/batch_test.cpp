#include <gmock/gmock.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "libcommon/os/cgroups.h"
#include "libcommon/wire/codec.h"
#include "tests/e2e/stepd/stepd_driver.h"

namespace minislurm::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;

struct BatchStep : ::testing::Test {
  wire::StepResult run(const wire::StepLaunch& launch) {
    driver.start(launch);
    StepClient watcher = driver.watcher();
    driver.wait_gone();
    EXPECT_TRUE(driver.lock_is_free());
    return driver.recorded();
  }
  wire::StepResult run(const std::string& script) { return run(driver.batch("#!/bin/sh\n" + script)); }
  // Reads a pipe that the script announces itself through; the number it wrote.
  int read_number(const std::string& fifo) const { return std::stoi(driver.file(fifo)); }
  StepDriver driver;
};

TEST_F(BatchStep, WritesBothStreamsInOrderToTheSameFileAndRecordsItsEnd) {
  const auto result = run("echo out; echo err >&2; echo more; exit 3");
  EXPECT_EQ(result.exit_code, (ExitCode{3, 0}));
  EXPECT_EQ(result.id, (StepId{JobId{12}, StepNumber::Batch}));
  EXPECT_EQ(result.launch, 3U);
  EXPECT_EQ(driver.file("out"), "out\nerr\nmore\n");
}

TEST_F(BatchStep, KeepsTheSignalThatEndedTheScript) { EXPECT_EQ(run("kill -9 $$").exit_code, (ExitCode{0, 9})); }

TEST_F(BatchStep, BlamesAnInterpreterThatDoesNotExist) {
  const auto result = run(driver.batch("#!/nonexistent/interpreter\ntrue\n"));
  EXPECT_EQ(result.exit_code, (ExitCode{2, 0}));
  EXPECT_EQ(result.tasks.at(0).failure, "No such file or directory");
  EXPECT_THAT(driver.file("out"),
              EndsWith("] error: execve(): bad interpreter(/nonexistent/interpreter): No such file or directory\n"));
}

TEST_F(BatchStep, GoesToTmpWhenItsFolderCannotBeEntered) {
  auto launch = driver.batch("#!/bin/sh\npwd\n");
  launch.work_dir = "/nonexistent";
  EXPECT_TRUE(run(launch).exit_code.success());
  EXPECT_THAT(driver.file("out"),
              EndsWith("] error: couldn't chdir to `/nonexistent': No such file or directory: going to /tmp instead\n"
                       "/tmp\n"));
}

TEST_F(BatchStep, TakesTheFilesOfALostFolderAlong) {
  auto launch = driver.batch("#!/bin/sh\necho here\n");
  launch.work_dir = driver.path("lost");
  const std::string name = "minislurm-lost-" + std::to_string(::getpid());
  launch.tasks[0].std_out = launch.tasks[0].std_err = launch.work_dir + "/" + name;
  EXPECT_TRUE(run(launch).exit_code.success());
  EXPECT_FALSE(std::filesystem::exists(launch.work_dir));
  EXPECT_TRUE(std::filesystem::remove("/tmp/" + name));
}

TEST_F(BatchStep, MakesTheFoldersOfItsOutput) {
  auto launch = driver.batch("#!/bin/sh\necho here\n");
  launch.tasks[0].std_out = launch.tasks[0].std_err = driver.path("a/b/c.out");
  run(launch);
  EXPECT_EQ(driver.file("a/b/c.out"), "here\n");
}

TEST_F(BatchStep, AppendsWhenToldTo) {
  auto launch = driver.batch("#!/bin/sh\necho one\n");
  run(launch);
  ::unlink(driver.path("socket").c_str());
  launch.open_mode = OpenMode::Append;
  run(launch);
  EXPECT_EQ(driver.file("out"), "one\none\n");
}

TEST_F(BatchStep, FailsWhenItsOutputCannotBeOpened) {
  auto launch = driver.batch("#!/bin/sh\n");
  launch.tasks[0].std_out = driver.path("lock") + "/out";
  EXPECT_THAT(run(launch).launch_failure, HasSubstr("Could not open stdout file"));
}

TEST_F(BatchStep, FailsWhenItsInputCannotBeOpened) {
  auto launch = driver.batch("#!/bin/sh\n");
  launch.tasks[0].std_in = driver.path("nothing");
  EXPECT_THAT(run(launch).launch_failure, HasSubstr("Could not open stdin file"));
}

TEST_F(BatchStep, GivesTheTaskItsEnvironmentAndNothingOfItsOwn) {
  auto launch = driver.batch("");
  launch.tasks[0].argv = {"env"};
  launch.tasks[0].environment = {{"HOME", "/elsewhere"}, {"SLURM_PROCID", "0"}};
  run(launch);
  EXPECT_THAT(driver.file("out"), ContainsRegex("^PATH=/usr/bin:/bin\nHOME=/elsewhere\nSLURM_PROCID=0\n"
                                                "SLURM_TASK_PID=[0-9]+\n$"));
}

TEST_F(BatchStep, PinsTheTaskToItsCpus) {
  auto launch = driver.batch("#!/bin/sh\ngrep Cpus_allowed_list /proc/self/status\nls /proc/self/fd\n");
  launch.tasks[0].machine_cpus = {0};
  run(launch);
  // Of descriptors: the three and the one that ls itself has open.
  EXPECT_EQ(driver.file("out"), "Cpus_allowed_list:\t0\n0\n1\n2\n3\n");
}

TEST_F(BatchStep, RunsAsTheUserWithTheUsersRightsOnly) {
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(::chmod(driver.path(".").c_str(), 0777), 0);
  auto launch = driver.batch("#!/bin/sh\nid -u; id -G; umask\n");
  launch.change_user = true;
  launch.user = UserId{kNobody};
  launch.group = GroupId{kNobody};
  launch.groups = {kNobody, 100};
  launch.umask = 027;
  const auto result = run(launch);
  if (::geteuid() != 0) {
    EXPECT_THAT(result.launch_failure, HasSubstr("cannot become the user"));
    return;
  }
  EXPECT_EQ(driver.file("out"), "65534\n65534 100\n0027\n");
  struct stat about {};
  ASSERT_EQ(::stat(driver.path("out").c_str(), &about), 0);
  EXPECT_EQ(about.st_uid, kNobody);
  EXPECT_EQ(about.st_mode & 0777, 0640U);
}

TEST_F(BatchStep, MayNotWriteWhereTheUserMayNot) {
  auto launch = driver.batch("#!/bin/sh\necho written\n");
  launch.work_dir = "/";  // entered by anybody
  launch.change_user = true;
  launch.user = UserId{65534};
  launch.group = GroupId{65534};
  EXPECT_NE(run(launch).launch_failure, "");
  EXPECT_EQ(driver.file("out"), "");
}

TEST_F(BatchStep, KeepsAnEndThatTheDiskRefusesUntilItIsWritten) {
  ASSERT_EQ(::mkfifo(driver.path("go").c_str(), 0600), 0);
  ASSERT_EQ(::mkdir(driver.path("status.tmp").c_str(), 0700), 0);  // in the record's way
  driver.start(driver.batch("#!/bin/sh\nread line <go\nexit 5\n"));
  StepClient watcher = driver.watcher();
  watcher.read_until(wire::FrameKind::Started);
  std::ofstream(driver.path("go")) << "go\n";
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{5, 0}));
  EXPECT_FALSE(driver.lock_is_free());
  EXPECT_EQ(driver.watcher().read_end().exit_code, (ExitCode{5, 0}));  // a controller that comes later is told as well
  std::filesystem::remove(driver.path("status.tmp"));
  driver.wait_gone();
  EXPECT_EQ(driver.recorded().exit_code, (ExitCode{5, 0}));
}

TEST_F(BatchStep, ListensNoMoreToAClientThatAsksAndDoesNotRead) {
  ASSERT_EQ(::mkfifo(driver.path("go").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\nread line <go\nexit 5\n"));
  const StepClient deaf = driver.connect();
  std::thread asking([&deaf] {
    std::string stats;
    const wire::FrameHeader header{0, wire::FrameKind::Stat, 0, 0};
    for (int i = 0; i < 1000; ++i) stats.append(reinterpret_cast<const char*>(&header), sizeof header);
    for (int i = 0; i < 40; ++i) deaf.send_bytes(stats);  // stands still, in the end, as stepd reads no more
  });
  StepClient watcher = driver.watcher();
  watcher.read_until(wire::FrameKind::Started);
  std::ofstream(driver.path("go")) << "go\n";
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{5, 0}));
  deaf.hang_up();
  asking.join();
  driver.wait_gone();
}

TEST_F(BatchStep, KillsDaemonisedGrandchildrenAtItsEnd) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo(driver.path("go").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\nsetsid sh -c 'setsid sh -c \"echo \\$\\$ >fifo; exec sleep 600\" &' &\n"
                            "read line <go\n"));
  const int grandchild = read_number("fifo");
  EXPECT_EQ(::kill(grandchild, 0), 0);
  StepClient watcher = driver.watcher();
  watcher.send(wire::FrameKind::Signal, wire::encode(wire::SignalRequest{SIGKILL, wire::SignalScope::BatchShell}));
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{0, 9}));
  EXPECT_EQ(::kill(grandchild, 0), -1);
}

TEST_F(BatchStep, SaysWhoEndedItOnce) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\necho $$ >fifo\nexec sleep 600\n"));
  read_number("fifo");
  StepClient watcher = driver.watcher();
  for (int i = 0; i < 2; ++i)
    watcher.send(wire::FrameKind::Terminate, wire::encode(wire::TerminateRequest{wire::EndCause::TimeLimit, SIGTERM}));
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{0, 15}));
  EXPECT_THAT(driver.file("out"), ContainsRegex("^.[0-9T:.-]+. error: \\*\\*\\* JOB 12 ON node1 CANCELLED AT "
                                                "[0-9T:-]+ DUE TO TIME LIMIT \\*\\*\\*\n$"));
}

TEST_F(BatchStep, KillsWhatDoesNotObeyAfterKillWait) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  auto launch = driver.batch("#!/bin/sh\ntrap '' TERM\necho $$ >fifo\nwhile :; do sleep 600; done\n");
  launch.kill_wait = Seconds{0};
  driver.start(launch);
  read_number("fifo");
  StepClient watcher = driver.watcher();
  watcher.send(wire::FrameKind::Terminate, wire::encode(wire::TerminateRequest{wire::EndCause::Cancelled, SIGTERM}));
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{0, 9}));
  EXPECT_THAT(driver.file("out"), HasSubstr(" DUE to SIGNAL Terminated ***\n"));
}

TEST_F(BatchStep, SignalsTheShellOrItsChildrenAsAsked) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\ntrap 'echo shell; exit 7' USR1\n"
                            "sh -c 'trap \"echo child; exit\" USR1; echo 1 >fifo; sleep 600 & wait'\n"
                            "echo 2 >fifo\nsleep 600 & wait\n"));
  EXPECT_EQ(read_number("fifo"), 1);
  StepClient watcher = driver.watcher();
  watcher.send(wire::FrameKind::Signal, wire::encode(wire::SignalRequest{SIGUSR1, wire::SignalScope::Tasks}));
  EXPECT_EQ(read_number("fifo"), 2);
  watcher.send(wire::FrameKind::Signal, wire::encode(wire::SignalRequest{SIGUSR1, wire::SignalScope::All}));
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{7, 0}));
  EXPECT_THAT(driver.file("out"), HasSubstr("child\n"));
  EXPECT_THAT(driver.file("out"), EndsWith("shell\n"));
}

// Whether this machine lets us make groups with that controller; where not, the test has nothing to look at and says so.
bool groups_here(const std::string& controller) {
  for (const os::CgroupMount& mount : os::cgroup_mounts())
    for (const std::string& one : mount.controllers)
      if (one == controller && ::access(mount.own.c_str(), W_OK) == 0) return true;
  std::printf("not tried: this machine lets us make no control group of %s\n", controller.c_str());
  return false;
}

TEST_F(BatchStep, IsKilledByTheKernelWhenItHoldsTooMuchMemory) {
  auto launch = driver.batch("#!/bin/sh\nhead -c 300m /dev/zero | tail\nsleep 600\n");
  launch.memory_limit = Mebibytes{64};
  const auto result = run(launch);
  EXPECT_TRUE(result.out_of_memory);
  EXPECT_EQ(result.exit_code, (ExitCode{0, 125}));
  EXPECT_THAT(driver.file("out"), HasSubstr("] error: Detected 1 oom_kill event in StepId=12.batch. Some of "
                                            "the step tasks have been OOM Killed.\n"));
}

TEST_F(BatchStep, GoesOnAfterATaskWasKilledForMemoryWhereTheUserWantsIt) {
  auto launch = driver.batch("#!/bin/sh\nhead -c 300m /dev/zero | tail\necho after\n");
  launch.memory_limit = Mebibytes{64};
  launch.oom_kill_step = false;
  if (!groups_here("memory")) return;
  const auto result = run(launch);
  EXPECT_TRUE(result.out_of_memory);
  EXPECT_EQ(result.exit_code, (ExitCode{0, 125}));
  EXPECT_THAT(driver.file("out"), HasSubstr("after\n"));
}

TEST_F(BatchStep, CountsWhatItKeepsInSharedMemoryWhereAGroupCountsIt) {
  auto launch = driver.batch("#!/bin/sh\nf=/dev/shm/minislurm-test.$$\ntrap 'rm -f $f' EXIT\n"
                             "head -c 200m /dev/zero >$f\necho code $?\n");
  launch.memory_limit = Mebibytes{64};
  launch.oom_kill_step = false;
  if (!groups_here("memory")) return;
  const auto result = run(launch);
  EXPECT_TRUE(result.out_of_memory);
  EXPECT_EQ(result.exit_code, (ExitCode{0, 125}));
}

TEST_F(BatchStep, CannotHideCpuTimeInChildrenThatNobodyWaitsFor) {
  auto launch = driver.batch("#!/usr/bin/perl\n$SIG{CHLD} = 'IGNORE';\n"
                             "for (1..3) { if (!fork) { my $x = 0; $x += $_ for 1..4000000; exit 0 } wait }\n");
  if (!groups_here("cpuacct") && !groups_here("memory")) return;
  const auto result = run(launch);
  EXPECT_GT(result.usage.user_usec + result.usage.system_usec, 100'000U);
}

TEST_F(BatchStep, IsKilledWhenItHoldsTooMuchMemoryAsWatchedFromOutside) {
  auto launch = driver.batch("#!/bin/sh\nhead -c 300m /dev/zero | tail\nsleep 600\n");
  launch.memory_limit = Mebibytes{64};
  launch.without_cgroups = true;
  const auto result = run(launch);
  EXPECT_TRUE(result.out_of_memory);
  EXPECT_EQ(result.exit_code, (ExitCode{0, 125}));
  EXPECT_GT(result.usage.max_rss_kib, 64U * 1024);
  EXPECT_THAT(driver.file("out"), EndsWith("] error: Detected 1 oom_kill event in StepId=12.batch. Some of "
                                           "the step tasks have been OOM Killed.\n"));
}

TEST_F(BatchStep, CountsWhatItsProcessesUsed) {
  auto launch = driver.batch("#!/bin/sh\nhead -c 20m /dev/zero >copy; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done\n"
                             "sleep 1.2\n");  // memory is looked at for the first time after a second
  launch.sample_seconds = 1;
  const auto result = run(launch);
  EXPECT_GT(result.usage.user_usec, 10'000U);
  EXPECT_GE(result.usage.written_bytes, 20U << 20);
  EXPECT_GT(result.usage.max_rss_kib, 500U);
}

TEST_F(BatchStep, SurvivesClientsThatTalkNonsense) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\nread line <fifo\nexit 4\n"));
  StepClient watcher = driver.watcher();
  ASSERT_TRUE(watcher.read_until(wire::FrameKind::Started));
  for (const std::string& nonsense : {std::string(100, '\xff'), std::string(4096, '\0'), std::string("\x05\0\0\0\x04", 5)}) {
    StepClient client = driver.connect();
    client.send_bytes(nonsense);
  }
  StepClient liar = driver.connect();
  liar.send_bytes(std::string(12, '\xff'));
  EXPECT_FALSE(liar.read());  // only that connection is ended
  StepClient stat = driver.connect();
  stat.send(wire::FrameKind::Stat);
  EXPECT_TRUE(stat.read_until(wire::FrameKind::StatReply));
  { const os::FileDescriptor writer(::open(driver.path("fifo").c_str(), O_WRONLY)); }
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{4, 0}));
}

TEST_F(BatchStep, AskedByASignalItEndsLikeOneTerminated) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0600), 0);
  driver.start(driver.batch("#!/bin/sh\necho $$ >fifo\nexec sleep 600\n"));
  read_number("fifo");
  StepClient watcher = driver.watcher();
  ::kill(driver.pid(), SIGTERM);
  EXPECT_EQ(watcher.read_end().exit_code, (ExitCode{0, 15}));
}

}  // namespace
}  // namespace minislurm::test
