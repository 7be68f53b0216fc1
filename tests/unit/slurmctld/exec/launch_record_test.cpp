#include "slurmctld/exec/launch_record.h"

#include <gmock/gmock.h>

#include "tests/unit/slurmctld/exec/job_builder.h"

namespace minislurm::exec {
namespace {

using testing::ElementsAre;

class LaunchRecordTest : public testing::Test {
 protected:
  LaunchRecordTest() { job_.allocation.nodes = {held("node1", {0, 1}, 2), held("node2", {0}, 1)}; }
  wire::StepLaunch batch(const std::string& environment = {}) {
    Step step;
    step.id = {job_.id, StepNumber::Batch};
    return batch_launch(job_, step, "#!/bin/sh\n", environment, setting_);
  }
  Result<wire::StepLaunch> step(const wire::StepSpec& spec) {
    Step made;
    made.id = {job_.id, StepNumber{3}};
    made.num_tasks = 3;
    made.allocation = job_.allocation;
    return step_launch(job_, made, {{0, 0, 0, "node1", {0}}, {1, 1, 0, "node1", {1}}, {2, 0, 1, "node2", {0}}}, spec,
                       setting_);
  }
  static std::string variable(const wire::TaskLaunch& task, const std::string& name) {
    for (const auto& [key, value] : task.environment)
      if (key == name) return value;
    return "(unset)";
  }
  Job job_ = reference_job("wrap");
  Cluster cluster_ = reference_cluster();
  UserRecord user_ = root_user();
  LaunchSetting setting_{{cluster_, user_, ""}, "/spool", false};
};

TEST_F(LaunchRecordTest, ABatchScriptWritesToSlurmsFileInItsFolder) {
  job_.spec.script_arguments = {"one", "two words"};
  const wire::StepLaunch launch = batch();
  const wire::TaskLaunch& task = launch.tasks.at(0);
  EXPECT_THAT(task.argv, ElementsAre("/spool/70001.batch/slurm_script", "one", "two words"));
  EXPECT_EQ(task.std_in, "/dev/null");
  EXPECT_EQ(task.std_out, "/work/slurm-70001.out");
  EXPECT_EQ(task.std_err, task.std_out);
  EXPECT_EQ(launch.memory_limit, Mebibytes{300});
  EXPECT_EQ(launch.open_mode, OpenMode::Truncate);
}

TEST_F(LaunchRecordTest, FileNamesAreExpandedAndRelativeToTheWorkingDirectory) {
  job_.spec.std_out = "a-%j-%x-%u-%N-%n-%t-%%.out";
  job_.spec.std_err = "/var/log/%A_%a.err";
  job_.array_job = JobId{69999};
  job_.array_task = 4;
  const wire::StepLaunch launch = batch();
  EXPECT_EQ(launch.tasks[0].std_out, "/work/a-70001-wrap-root-node1-0-0-%.out");
  EXPECT_EQ(launch.tasks[0].std_err, "/var/log/69999_4.err");
  job_.spec.std_out.clear();
  EXPECT_EQ(batch().tasks[0].std_out, "/work/slurm-69999_4.out");
}

TEST_F(LaunchRecordTest, TheSubmittersUmaskAndLimitsBecomePartOfTheOrder) {
  const wire::StepLaunch launch =
      batch(std::string("SLURM_UMASK=0077\0SLURM_RLIMIT_NOFILE=512\0SLURM_RLIMIT_CORE=bad\0", 62));
  EXPECT_EQ(launch.umask, 077U);
  ASSERT_EQ(launch.rlimits.size(), 1U);
  EXPECT_EQ(launch.rlimits[0].name, "NOFILE");
  EXPECT_EQ(launch.rlimits[0].soft, 512U);
  EXPECT_EQ(launch.environment.find("RLIMIT"), std::string::npos);
}

TEST_F(LaunchRecordTest, CpusArePinnedWhereTheNodeIsPartOfTheMachine) {
  EXPECT_TRUE(batch().tasks[0].machine_cpus.empty());
  cluster_.nodes[0].machine_cpus = {8, 9, 10, 11};
  EXPECT_THAT(batch().tasks[0].machine_cpus, ElementsAre(8, 9));
}

TEST_F(LaunchRecordTest, EveryTaskOfAStepKnowsItsPlace) {
  wire::StepSpec spec;
  spec.argv = {"true"};
  const Result<wire::StepLaunch> launch = step(spec);
  ASSERT_TRUE(launch);
  EXPECT_TRUE(launch->wait_for_attach);
  const wire::TaskLaunch &second = launch->tasks.at(1), &third = launch->tasks.at(2);
  EXPECT_EQ(variable(second, "SLURM_PROCID"), "1");
  EXPECT_EQ(variable(second, "SLURM_LOCALID"), "1");
  EXPECT_EQ(variable(second, "SLURM_GTIDS"), "0,1");
  EXPECT_EQ(variable(third, "SLURM_NODEID"), "1");
  EXPECT_EQ(variable(third, "SLURMD_NODENAME"), "node2");
  EXPECT_EQ(variable(third, "SLURM_CPUS_ON_NODE"), "1");
  const Environment environment = parse_environment(launch->environment);
  EXPECT_EQ(environment.at("SLURM_STEP_ID"), "3");
  EXPECT_EQ(environment.at("SLURM_STEP_TASKS_PER_NODE"), "2,1");
  EXPECT_EQ(environment.at("SLURM_STEP_NODELIST"), "node[1-2]");
  EXPECT_EQ(environment.at("SLURM_NTASKS"), "3");
}

TEST_F(LaunchRecordTest, SrunsFilesAreItsOwnUnlessNamed) {
  wire::StepSpec spec;
  spec.argv = {"true"};
  spec.std_out = "step-%s-%t.out";
  spec.std_in = "1";
  const Result<wire::StepLaunch> launch = step(spec);
  EXPECT_EQ(launch->tasks[2].std_out, "/work/step-3-2.out");
  EXPECT_EQ(launch->tasks[2].std_err, launch->tasks[2].std_out);
  EXPECT_EQ(launch->stdin_task, 1U);
  EXPECT_EQ(launch->tasks[0].std_in, "/dev/null");
  EXPECT_EQ(launch->tasks[1].std_in, "");
}

}  // namespace
}  // namespace minislurm::exec
