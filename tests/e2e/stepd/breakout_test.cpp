// Steps that try to get out: to CPUs and memory that they were not given, past their own end, out of the accounting.
// They run as a user without rights where the test may become one, since root may leave any group.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "libcommon/os/cgroups.h"
#include "tests/e2e/stepd/stepd_driver.h"

namespace minislurm::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kNobody = 65534;

struct Breakout : ::testing::Test {
  wire::StepLaunch by_nobody(const std::string& script) const {
    auto launch = driver.batch(script);
    if (::geteuid() != 0) return launch;
    EXPECT_EQ(::chmod(driver.path(".").c_str(), 0777), 0);
    launch.change_user = true;
    launch.user = UserId{kNobody};
    launch.group = GroupId{kNobody};
    return launch;
  }
  wire::StepResult run(const wire::StepLaunch& launch) {
    driver.start(launch);
    StepClient watcher = driver.watcher();
    driver.wait_gone();
    return driver.recorded();
  }
  // The pid that the script has written into the pipe by now.
  pid_t pid_from(const std::string& fifo) const { return std::stoi(driver.file(fifo)); }
  StepDriver driver;
};

// Whether groups with that controller can be had here; where not, the test says so and has nothing to look at.
bool groups_here(const std::string& controller) {
  for (const os::CgroupMount& mount : os::cgroup_mounts())
    for (const std::string& one : mount.controllers)
      if (one == controller && ::access(mount.own.c_str(), W_OK) == 0) return true;
  std::printf("not tried: this machine lets us make no control group of %s\n", controller.c_str());
  return false;
}

bool has_second_cpu() {
  if (::sysconf(_SC_NPROCESSORS_ONLN) > 1) return true;
  std::printf("not tried: this machine has one CPU\n");
  return false;
}

// Asks for every CPU, ten times over, in a child of its own each time, and says the CPU numbers that it got.
constexpr const char* kTakeEveryCpu =
    "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8 9 10; do setsid taskset -pc 0-1023 $$ >/dev/null 2>&1\n"
    "taskset -c 0-1023 grep Cpus_allowed_list /proc/self/status; done | sort -u\n";

TEST_F(Breakout, WhoAsksForEveryCpuGetsThoseOfItsStepOnly) {
  if (!has_second_cpu() || !groups_here("cpuset")) return;
  auto launch = by_nobody(kTakeEveryCpu);
  launch.machine_cpus = launch.job_machine_cpus = launch.tasks[0].machine_cpus = {1};
  run(launch);
  EXPECT_EQ(driver.file("out"), "Cpus_allowed_list:\t1\n");
}

TEST_F(Breakout, WithoutGroupsWhoMovedToAnotherCpuIsBroughtBack) {
  if (!has_second_cpu()) return;
  auto launch = by_nobody("#!/bin/sh\ntaskset -pc 0,1 $$ >/dev/null\n"
                          "while grep -q 'Cpus_allowed_list:.*0' /proc/$$/status; do :; done\n"
                          "grep Cpus_allowed_list /proc/self/status\n");
  launch.machine_cpus = launch.job_machine_cpus = launch.tasks[0].machine_cpus = {1};
  launch.without_cgroups = true;
  run(launch);  // ends only when it has been brought back
  EXPECT_EQ(driver.file("out"), "Cpus_allowed_list:\t1\n");
}

// Each child alone stays below the limit.
constexpr const char* kManyChildren = "#!/usr/bin/perl\nfor (1..12) { if (!fork) { my $x = 'x' x 12_000_000; sleep 600 } }\n"
                                      "sleep 600\n";

TEST_F(Breakout, MemoryInManyChildrenIsCountedTogether) {
  for (const bool without_cgroups : {false, true}) {
    StepDriver own;
    auto launch = own.batch(kManyChildren);
    launch.memory_limit = Mebibytes{64};
    launch.without_cgroups = without_cgroups;
    own.start(launch);
    own.wait_gone();
    EXPECT_TRUE(own.recorded().out_of_memory) << (without_cgroups ? "watched" : "in a group, if there is one");
    EXPECT_EQ(own.recorded().exit_code, (ExitCode{0, 125}));
  }
}

// MAP_SHARED | MAP_ANONYMOUS, touched by a child that ends, so that it is in no process's private memory.
constexpr const char* kSharedMapping =
    "#!/usr/bin/env python3\nimport mmap, os, time\nm = mmap.mmap(-1, 200 << 20)\n"
    "for at in range(0, 200 << 20, 4096): m[at] = 1\ntime.sleep(600)\n";

TEST_F(Breakout, MemoryInSharedMappingsIsCounted) {
  for (const bool without_cgroups : {false, true}) {
    StepDriver own;
    auto launch = own.batch(kSharedMapping);
    launch.memory_limit = Mebibytes{64};
    launch.without_cgroups = without_cgroups;
    own.start(launch);
    own.wait_gone();
    EXPECT_TRUE(own.recorded().out_of_memory) << (without_cgroups ? "watched" : "in a group, if there is one");
  }
}

TEST_F(Breakout, MemoryThatIsOnlyReservedEndsNobody) {
  for (const bool without_cgroups : {false, true}) {
    StepDriver own;
    auto launch = own.batch("#!/usr/bin/env python3\nimport mmap, time\n"
                            "m = mmap.mmap(-1, 4 << 30, flags=mmap.MAP_PRIVATE | 0x4000)\ntime.sleep(0.5)\n");
    launch.memory_limit = Mebibytes{64};
    launch.without_cgroups = without_cgroups;
    own.start(launch);
    own.wait_gone();
    EXPECT_FALSE(own.recorded().out_of_memory);
    EXPECT_EQ(own.recorded().exit_code, (ExitCode{0, 0}));
  }
}

TEST_F(Breakout, AFamilyThatForksAllTheTimeDoesNotOutliveItsStep) {
  for (const bool without_cgroups : {false, true}) {
    StepDriver own;
    ASSERT_EQ(::mkfifo(own.path("family").c_str(), 0600), 0);
    // Each generation leaves its session, forks the next and ends: no pid lives long enough to be killed by name. All of
    // them hold the pipe open, so that reading it ends with the last of them.
    auto launch = own.batch("#!/usr/bin/perl\nuse POSIX;\nopen(my $family, '>', 'family'); $family->autoflush(1);\n"
                            "if (!fork) { for (;;) { POSIX::setsid(); exit 0 if fork; print $family '.' } }\n"
                            "select(undef, undef, undef, 0.2);\nexit 0;\n");
    launch.without_cgroups = without_cgroups;
    own.start(launch);
    EXPECT_GT(own.file("family").size(), 2U) << (without_cgroups ? "by the tree" : "by the group, if there is one");
    own.wait_gone();
    EXPECT_TRUE(own.lock_is_free());
  }
}

TEST_F(Breakout, WhoIgnoresEverySignalAndHasLeftItsParentsEndsToo) {
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0666), 0);
  ASSERT_EQ(::chmod(driver.path("fifo").c_str(), 0666), 0);
  driver.start(by_nobody("#!/usr/bin/perl\nuse POSIX;\nexit 0 if fork && sleep 1;\nPOSIX::setsid(); exit 0 if fork;\n"
                         "$SIG{$_} = 'IGNORE' for qw(TERM INT HUP QUIT USR1 USR2);\n$0 = 'kworker/0:1';\n"
                         "open(STDIN, '/dev/null'); open(STDOUT, '>/dev/null'); open(STDERR, '>/dev/null');\n"
                         "open(my $f, '>', 'fifo'); print $f $$; close $f; sleep 600;\n"));
  const pid_t daemon = pid_from("fifo");
  ASSERT_GT(daemon, 1);
  driver.wait_gone();
  EXPECT_EQ(::kill(daemon, 0), -1);
}

TEST_F(Breakout, CpuTimeOfDaemonsIsCounted) {
  if (!groups_here("cpuacct") && !groups_here("memory")) return;
  ASSERT_EQ(::mkfifo(driver.path("fifo").c_str(), 0666), 0);
  ASSERT_EQ(::chmod(driver.path("fifo").c_str(), 0666), 0);
  // The work is done by a process of another session whose parent is gone; the script itself only waits for its word.
  const auto result = run(by_nobody("#!/bin/sh\n(setsid perl -e 'exit 0 if fork; my $x = 0; $x += $_ for 1..12000000; "
                                    "open(my $f, \">\", \"fifo\"); print $f \"done\"' &)\nread word <fifo\n"));
  EXPECT_GT(result.usage.user_usec + result.usage.system_usec, 100'000U);
}

TEST_F(Breakout, MayNeitherLeaveItsGroupNorWidenIt) {
  if (::geteuid() != 0 || !groups_here("memory")) return;
  auto launch = by_nobody("#!/bin/sh\nown=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)\necho \"in $own\"\n"
                          "for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do\n"
                          "echo $$ 2>/dev/null >$root/cgroup.procs && echo left\n"
                          "echo -1 2>/dev/null >$root$own/memory.limit_in_bytes && echo widened\n"
                          "echo max 2>/dev/null >$root$own/memory.max && echo widened\ndone; true\n");
  launch.memory_limit = Mebibytes{64};
  run(launch);
  EXPECT_THAT(driver.file("out"), HasSubstr("in "));
  EXPECT_THAT(driver.file("out"), Not(HasSubstr("left")));
  EXPECT_THAT(driver.file("out"), Not(HasSubstr("widened")));
}

}  // namespace
}  // namespace minislurm::test
