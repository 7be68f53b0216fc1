#include "slurmctld/exec/het_environment.h"

#include <gtest/gtest.h>

namespace minislurm::exec {
namespace {

NodeAllocation held(const char* name, std::uint32_t cpus, std::uint32_t tasks) {
  NodeAllocation node;
  node.node = name;
  for (std::uint32_t cpu = 0; cpu < cpus; ++cpu) node.cpus.push_back(cpu);
  node.tasks = tasks;
  return node;
}

std::vector<Job> two_components() {
  std::vector<Job> jobs(2);
  for (std::uint32_t at = 0; at < 2; ++at) {
    jobs[at].id = JobId{12 + at};
    jobs[at].het_job = JobId{12};
    jobs[at].het_offset = at;
    jobs[at].het_set = {12, 13};
  }
  jobs[0].spec.ntasks = jobs[0].num_tasks = 2;
  jobs[0].allocation.nodes = {held("n1", 2, 2)};
  jobs[1].spec.cpus_per_task = 2;
  jobs[1].allocation.nodes = {held("n2", 2, 1)};
  return jobs;
}

HetStepPart part(const char* first, const char* second) {
  HetStepPart made;
  made.step.num_tasks = second ? 3 : 2;
  made.step.allocation.nodes = {held(first, 2, 2)};
  made.places = {{0, 0, 0, first, {}}, {1, 1, 0, first, {}}};
  if (!second) return made;
  made.step.allocation.nodes.push_back(held(second, 1, 1));
  made.places.push_back({2, 0, 1, second, {}});
  return made;
}

TEST(HetEnvironment, TellsOfEachComponent) {
  const Cluster cluster;
  const UserRecord user;
  Environment environment;
  set_het_variables(environment, two_components(), JobSetting{cluster, user, {}});
  EXPECT_EQ(environment["SLURM_HET_SIZE"], "2");
  EXPECT_EQ(environment["SLURM_JOB_ID_HET_GROUP_1"], "13");
  EXPECT_EQ(environment["SLURM_JOB_NODELIST_HET_GROUP_1"], "n2");
  EXPECT_EQ(environment["SLURM_NTASKS_PACK_GROUP_0"], "2");
  EXPECT_EQ(environment.count("SLURM_NTASKS_HET_GROUP_1"), 0U) << "no number of tasks was asked for";
  EXPECT_EQ(environment["SLURM_CPUS_PER_TASK_HET_GROUP_1"], "2");
}

TEST(HetEnvironment, AnOrdinaryJobHasNothingOfTheKind) {
  const Cluster cluster;
  const UserRecord user;
  Environment environment;
  set_het_variables(environment, {}, JobSetting{cluster, user, {}});
  EXPECT_TRUE(environment.empty());
}

TEST(HetEnvironment, AStepOverComponentsIsTheSumOfItsParts) {
  HetStepView view;
  view.parts = {part("n1", nullptr), part("n2", "n3")};
  view.own = 1;
  EXPECT_EQ(view.first_rank(), 2U);
  EXPECT_EQ(view.first_node(), 1U);
  Environment environment;
  set_het_step(environment, view);
  EXPECT_EQ(environment["SLURM_NTASKS"], "5");
  EXPECT_EQ(environment["SLURM_STEP_NODELIST"], "n[1-3]");
  EXPECT_EQ(environment["SLURM_STEP_TASKS_PER_NODE"], "2(x2),1");
  EXPECT_EQ(environment["SLURM_STEP_NUM_NODES"], "3");
}

}  // namespace
}  // namespace minislurm::exec
