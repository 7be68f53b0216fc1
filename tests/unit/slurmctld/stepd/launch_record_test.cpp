#include "slurmctld/stepd/launch_record.h"

#include <gtest/gtest.h>

#include "slurmctld/stepd/enforcement.h"

namespace minislurm::stepd {
namespace {

TEST(LaunchRecord, MustNameAFolderAndAProgramForEachTask) {
  wire::StepLaunch launch;
  launch.spool_dir = "/spool/12.batch";
  EXPECT_FALSE(check_launch(launch));
  launch.tasks.emplace_back();
  EXPECT_FALSE(check_launch(launch));
  launch.tasks[0].argv = {"true"};
  EXPECT_TRUE(check_launch(launch));
  launch.spool_dir.clear();
  EXPECT_FALSE(check_launch(launch));
}

TEST(LimitNames, AreTheKernels) {
  EXPECT_GE(limit_named("NOFILE"), 0);
  EXPECT_GE(limit_named("CORE"), 0);
  EXPECT_EQ(limit_named("NOSUCH"), -1);
}

}  // namespace
}  // namespace minislurm::stepd
