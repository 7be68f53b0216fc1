#include "slurmctld/core/job_table.h"

#include <gtest/gtest.h>

namespace minislurm::core {
namespace {

Job job_of(std::uint32_t id, std::uint32_t priority, JobState state = JobState::Pending) {
  Job job;
  job.id = JobId{id};
  job.priority = priority;
  job.state = state;
  job.spec.name = "x";
  return job;
}

std::vector<std::uint32_t> order(const JobTable& table) {
  std::vector<std::uint32_t> ids;
  for (const QueueKey& key : table.queue()) ids.push_back(number(key.id));
  return ids;
}

TEST(JobTable, QueuesByTierThenPriorityThenSubmission) {
  JobTable table;
  table.index(table.add(job_of(1, 10)), true, 1);
  table.index(table.add(job_of(2, 20)), true, 1);
  table.index(table.add(job_of(3, 5)), true, 10);
  table.index(table.add(job_of(4, 10)), true, 1);
  table.index(table.add(job_of(5, 99)), false, 1);
  EXPECT_EQ(order(table), (std::vector<std::uint32_t>{3, 2, 1, 4}));
  table.find(JobId{4})->priority = 30;
  table.index(*table.find(JobId{4}), true, 1);
  EXPECT_EQ(order(table), (std::vector<std::uint32_t>{3, 4, 2, 1}));
}

TEST(JobTable, CountsStatesAndForgetsCompletely) {
  JobTable table;
  table.index(table.add(job_of(1, 1)), true, 1);
  table.find(JobId{1})->state = JobState::Running;
  table.index(*table.find(JobId{1}), false, 1);
  EXPECT_EQ(table.count(JobState::Pending), 0U);
  EXPECT_EQ(table.count(JobState::Running), 1U);
  EXPECT_EQ(table.active().size(), 1U);
  EXPECT_NE(table.same_name(UserId{0}, "x"), nullptr);
  table.remove(JobId{1});
  EXPECT_EQ(table.count(JobState::Running), 0U);
  EXPECT_TRUE(table.active().empty());
  EXPECT_EQ(table.same_name(UserId{0}, "x"), nullptr);
  EXPECT_EQ(table.size(), 0U);
}

TEST(JobTable, AnArrayIsKnownWhileAnyOfItIs) {
  JobTable table;
  Job rest = job_of(10, 1);
  rest.array_job = JobId{10};
  rest.array_pending = {2, 3};
  Job first = job_of(11, 1, JobState::Running);
  first.array_job = JobId{10};
  first.array_task = 1;
  table.index(table.add(rest), true, 1);
  table.index(table.add(first), false, 1);
  EXPECT_EQ(table.members(JobId{10}), (std::vector<JobId>{JobId{11}, JobId{10}}));
  EXPECT_EQ(table.array(JobId{10})->running, 1U);
  table.find(JobId{11})->state = JobState::Failed;
  table.index(*table.find(JobId{11}), false, 1);
  EXPECT_EQ(table.array(JobId{10})->running, 0U);
  table.remove(JobId{11});
  EXPECT_TRUE(table.array(JobId{10})->lost_failed);
  table.remove(JobId{10});
  EXPECT_EQ(table.array(JobId{10}), nullptr);
}

}  // namespace
}  // namespace minislurm::core
