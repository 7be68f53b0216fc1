#include "slurmctld/stepd/program.h"

#include <gtest/gtest.h>

namespace minislurm::stepd {
namespace {

TEST(FindProgram, LooksInTheTasksOwnPath) {
  EXPECT_EQ(find_program("sh", {"PATH=/nosuch:/bin:/usr/bin"}), "/bin/sh");
  EXPECT_EQ(find_program("/bin/sh", {}), "/bin/sh");
}

TEST(FindProgram, FallsBackToTheWorkingFolder) {
  EXPECT_EQ(find_program("sh", {"HOME=/"}), "sh");
  EXPECT_EQ(find_program("nosuchprogram", {"PATH=/bin"}), "nosuchprogram");
}

TEST(FindProgram, NamesAFileThatMayNotBeRun) {
  EXPECT_EQ(find_program("passwd", {"PATH=/nosuch:/etc"}), "/etc/passwd");
}

}  // namespace
}  // namespace minislurm::stepd
