#include "slurmctld/exec/job_environment.h"

#include <gmock/gmock.h>

#include "tests/unit/slurmctld/exec/job_builder.h"

namespace minislurm::exec {
namespace {

using testing::ElementsAre;

class JobEnvironmentTest : public testing::Test {
 protected:
  Environment environment_of(const Job& job, const Environment& submitted = {}) {
    return batch_environment(job, submitted, {cluster_, user_, "/etc/slurm/slurm.conf"});
  }
  // The lines that the recorded scripts kept of their environment.
  std::vector<std::string> recorded_lines(const Job& job) {
    const std::vector<std::string> left_out{
        "SLURM_CONF",     "SLURM_JOB_START_TIME", "SLURM_JOB_END_TIME", "SLURM_SUBMIT_HOST", "SLURM_TOPOLOGY",
        "SLURM_PRIO",     "SLURM_OOM",            "SLURM_SUBMIT_DIR"};
    std::vector<std::string> lines;
    for (const auto& [name, value] : environment_of(job)) {
      const bool kept = name.rfind("SLURM", 0) == 0 || name.rfind("CUDA", 0) == 0 || name.rfind("GPU", 0) == 0;
      const auto begins = [&name = name](const std::string& prefix) { return name.rfind(prefix, 0) == 0; };
      const bool dropped = std::any_of(left_out.begin(), left_out.end(), begins);
      if (kept && !dropped) lines.push_back(name + "=" + value);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  Cluster cluster_ = reference_cluster();
  UserRecord user_ = root_user();
};

TEST_F(JobEnvironmentTest, TwoNodesThreeTasksOneCpuEach) {
  Job job = reference_job("envs");
  job.spec.min_nodes = 2;
  job.spec.ntasks = job.num_tasks = 3;
  job.spec.cpus_per_task = 1;
  job.spec.memory_per_node = Mebibytes{300};
  job.allocation.nodes = {held("node1", {0, 1}, 2), held("node2", {0}, 1)};
  EXPECT_THAT(recorded_lines(job),
              ElementsAre("SLURMD_NODENAME=node1", "SLURM_CLUSTER_NAME=reference", "SLURM_CPUS_ON_NODE=2",
                          "SLURM_CPUS_PER_TASK=1", "SLURM_GTIDS=0", "SLURM_JOBID=70001", "SLURM_JOB_ACCOUNT=acct",
                          "SLURM_JOB_CPUS_PER_NODE=2,1", "SLURM_JOB_GID=0", "SLURM_JOB_ID=70001",
                          "SLURM_JOB_NAME=envs", "SLURM_JOB_NODELIST=node[1-2]", "SLURM_JOB_NUM_NODES=2",
                          "SLURM_JOB_PARTITION=debug", "SLURM_JOB_QOS=normal", "SLURM_JOB_UID=0",
                          "SLURM_JOB_USER=root", "SLURM_LOCALID=0", "SLURM_MEM_PER_NODE=300", "SLURM_NNODES=2",
                          "SLURM_NODEID=0", "SLURM_NODELIST=node[1-2]", "SLURM_NPROCS=3", "SLURM_NTASKS=3",
                          "SLURM_PROCID=0", "SLURM_TASKS_PER_NODE=2,1", "SLURM_TRES_PER_TASK=cpu=1"));
}

TEST_F(JobEnvironmentTest, AnArrayTaskWithGpusAndTheDefaultMemory) {
  Job job = reference_job("wrap");
  job.array_job = job.id;
  job.array_task = 3;
  job.array_count = 1;
  job.array_min = job.array_max = 3;
  job.array_step = 1;
  job.spec.gres_per_node = "gres/gpu:2";
  job.spec.ntasks_per_node = 2;
  job.spec.cpus_per_task = 2;
  job.num_tasks = 2;
  job.partition = "short";
  job.allocation.nodes = {held("node1", {0, 1, 2, 3}, 2, {0, 1})};
  EXPECT_THAT(
      recorded_lines(job),
      ElementsAre("CUDA_VISIBLE_DEVICES=0,1", "GPU_DEVICE_ORDINAL=0,1", "SLURMD_NODENAME=node1",
                  "SLURM_ARRAY_JOB_ID=70001", "SLURM_ARRAY_TASK_COUNT=1", "SLURM_ARRAY_TASK_ID=3",
                  "SLURM_ARRAY_TASK_MAX=3", "SLURM_ARRAY_TASK_MIN=3", "SLURM_ARRAY_TASK_STEP=1",
                  "SLURM_CLUSTER_NAME=reference", "SLURM_CPUS_ON_NODE=4", "SLURM_CPUS_PER_TASK=2",
                  "SLURM_GPUS_ON_NODE=2", "SLURM_GTIDS=0", "SLURM_JOBID=70001", "SLURM_JOB_ACCOUNT=acct",
                  "SLURM_JOB_CPUS_PER_NODE=4", "SLURM_JOB_GID=0", "SLURM_JOB_GPUS=0,1", "SLURM_JOB_ID=70001",
                  "SLURM_JOB_NAME=wrap", "SLURM_JOB_NODELIST=node1", "SLURM_JOB_NUM_NODES=1",
                  "SLURM_JOB_PARTITION=short", "SLURM_JOB_QOS=normal", "SLURM_JOB_UID=0", "SLURM_JOB_USER=root",
                  "SLURM_LOCALID=0", "SLURM_MEM_PER_CPU=100", "SLURM_NNODES=1", "SLURM_NODEID=0",
                  "SLURM_NODELIST=node1", "SLURM_NPROCS=2", "SLURM_NTASKS=2", "SLURM_NTASKS_PER_NODE=2",
                  "SLURM_PROCID=0", "SLURM_TASKS_PER_NODE=2", "SLURM_TRES_PER_TASK=cpu=2"));
}

TEST_F(JobEnvironmentTest, AWholeNodeCountsATaskForEveryCpu) {
  Job job = reference_job("wrap");
  job.spec.exclusive = Exclusive::Node;
  job.spec.memory_per_cpu = Mebibytes{50};
  job.allocation.nodes = {held("node1", {0, 1, 2, 3}, 1, {0, 1})};
  const Environment environment = environment_of(job);
  EXPECT_EQ(environment.at("SLURM_TASKS_PER_NODE"), "4");
  EXPECT_EQ(environment.at("SLURM_MEM_PER_CPU"), "50");
  EXPECT_EQ(environment.count("SLURM_NTASKS"), 0U);
  EXPECT_EQ(environment.count("SLURM_CPUS_PER_TASK"), 0U);
}

TEST_F(JobEnvironmentTest, TheLeftOutLinesAreThereToo) {
  Job job = reference_job("wrap");
  job.spec.alloc_node = "login";
  job.restarts = 2;
  job.allocation.nodes = {held("node1", {0}, 1)};
  const Environment environment = environment_of(job, {{"SLURM_SUBMIT_DIR", "/elsewhere"}});
  EXPECT_EQ(environment.at("SLURM_SUBMIT_DIR"), "/elsewhere");
  EXPECT_EQ(environment_of(job).at("SLURM_SUBMIT_DIR"), "/work");
  EXPECT_EQ(environment.at("SLURM_SUBMIT_HOST"), "login");
  EXPECT_EQ(environment.at("SLURM_JOB_START_TIME"), "1000");
  EXPECT_EQ(environment.at("SLURM_JOB_END_TIME"), "1240");
  EXPECT_EQ(environment.at("SLURM_RESTART_COUNT"), "2");
  EXPECT_EQ(environment.at("SLURM_CONF"), "/etc/slurm/slurm.conf");
  EXPECT_EQ(environment.at("SLURM_TOPOLOGY_ADDR"), "spine.leaf1.node1");
  EXPECT_EQ(environment.at("SLURM_TOPOLOGY_ADDR_PATTERN"), "switch.switch.node");
}

TEST_F(JobEnvironmentTest, ExportChoosesWhatIsHandedOn) {
  const Environment submitted{{"TWIN_A", "alpha"}, {"TWIN_B", "beta"}, {"PATH", "/mine"}};
  Job job = reference_job("wrap");
  job.allocation.nodes = {held("node1", {0}, 1)};
  const auto shown = [&](const std::string& list) {
    job.spec.export_list = list;
    Environment environment = environment_of(job, submitted);
    return "A=" + environment["TWIN_A"] + " B=" + environment["TWIN_B"] + " C=" + environment["TWIN_C"];
  };
  EXPECT_EQ(shown(""), "A=alpha B=beta C=");
  EXPECT_EQ(shown("NONE"), "A= B= C=");
  EXPECT_EQ(shown("TWIN_A"), "A=alpha B= C=");
  EXPECT_EQ(shown("ALL,TWIN_C=gamma,TWIN_A=over"), "A=over B=beta C=gamma");
  EXPECT_EQ(shown("NIL"), "A= B= C=");
  job.spec.export_list = "NONE";
  EXPECT_EQ(environment_of(job, submitted).at("HOME"), "/root");
  EXPECT_NE(environment_of(job, submitted).at("PATH"), "/mine");
}

TEST_F(JobEnvironmentTest, AJobSubmittedFromAJobDoesNotInheritThatJobsSize) {
  Job job = reference_job("inner");
  job.allocation.nodes = {held("node1", {0}, 1)};
  const Environment environment = environment_of(
      job, {{"SLURM_NTASKS", "8"},
            {"SLURM_ARRAY_TASK_ID", "3"},
            {"SLURM_MEM_PER_NODE", "1"},
            {"SLURM_TIME_FORMAT", "%s"}});
  EXPECT_EQ(environment.count("SLURM_NTASKS"), 0U);
  EXPECT_EQ(environment.count("SLURM_ARRAY_TASK_ID"), 0U);
  EXPECT_EQ(environment.count("SLURM_MEM_PER_NODE"), 0U);
  EXPECT_EQ(environment.at("SLURM_TIME_FORMAT"), "%s");
}

}  // namespace
}  // namespace minislurm::exec
