#include "slurmctld/store/history.h"

#include <gmock/gmock.h>

#include "tests/unit/slurmctld/store/store_fixture.h"

namespace minislurm::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HistoryTest : public StoreTest {
 protected:
  std::vector<std::string> found(const wire::QueryHistoryRequest& request) {
    std::vector<std::string> names;
    for (const Job& job : history(*store_, request).jobs) names.push_back(job.spec.name);
    return names;
  }
  void add(std::vector<Job> jobs) {
    Batch batch;
    batch.jobs = std::move(jobs);
    EXPECT_TRUE(save(*store_, std::move(batch)));
  }
  std::unique_ptr<Store> store_ = open();
};

TEST_F(HistoryTest, AWindowHasTheJobsThatExistedInIt) {
  add({ended(1, JobState::Completed, 110, 120), ended(2, JobState::Completed, 200, 300), job(3)});
  wire::QueryHistoryRequest request;
  request.since = at(130);
  EXPECT_THAT(found(request), ElementsAre("job2", "job3"));
  request.until = at(99);
  EXPECT_THAT(found(request), IsEmpty());
}

TEST_F(HistoryTest, AStateCountsWhenTheJobWasInItWithinTheWindow) {
  add({ended(1, JobState::Failed, 110, 120), ended(2, JobState::Completed, 150, 300), job(3)});
  wire::QueryHistoryRequest request;
  request.since = at(140);
  request.until = at(200);
  request.states = {JobState::Running};
  EXPECT_THAT(found(request), ElementsAre("job2"));
  request.states = {JobState::Failed};
  EXPECT_THAT(found(request), IsEmpty());
  request.states = {JobState::Pending};
  EXPECT_THAT(found(request), ElementsAre("job2", "job3"));
}

TEST_F(HistoryTest, AJobThatCannotBecomeEligibleIsShownToWhoNamesIt) {
  Job held = job(4);
  held.eligible = kNever;
  add({held});
  wire::QueryHistoryRequest request;
  EXPECT_THAT(found(request), IsEmpty());
  request.jobs = {{JobId{4}, {}, {}}};
  EXPECT_THAT(found(request), ElementsAre("job4"));
}

TEST_F(HistoryTest, ARunThatWasPutBackStaysBesideTheNext) {
  Job run = ended(7, JobState::Cancelled, 110, 120), again = ended(7, JobState::Completed, 200, 210);
  again.restarts = 1;
  Step first = step(7, StepNumber::Batch, JobState::Cancelled);
  Step second = step(7, StepNumber::Batch, JobState::Completed);
  first.started = at(110);
  second.started = at(200);
  Batch batch;
  batch.jobs = {run, again};
  batch.steps = {first, second};
  EXPECT_TRUE(save(*store_, std::move(batch)));
  add({again});
  const wire::HistoryReply reply = history(*store_, {});
  ASSERT_EQ(reply.jobs.size(), 2U);
  EXPECT_EQ(reply.jobs[0].started, at(110));
  EXPECT_EQ(reply.jobs[1].started, at(200));
  ASSERT_EQ(reply.steps.size(), 2U);
  EXPECT_EQ(reply.steps[0].started, at(110));
  wire::QueryHistoryRequest late;
  late.since = at(150);
  EXPECT_EQ(history(*store_, late).jobs.size(), 1U);
}

TEST_F(HistoryTest, ArraysStandBehindJobsOfTheirOwn) {
  Job task = ended(2, JobState::Completed, 110, 120);
  task.array_job = JobId{2};
  task.array_task = 1;
  add({task, ended(5, JobState::Completed, 110, 120)});
  EXPECT_THAT(found({}), ElementsAre("job5", "job2"));
}

TEST_F(HistoryTest, AnArrayIsNamedByItsJobAndOneTaskByBoth) {
  Job task = ended(12, JobState::Completed, 110, 120), other = ended(11, JobState::Completed, 110, 120);
  task.array_job = other.array_job = JobId{13};
  task.array_task = 1;
  other.array_task = 2;
  Job rest = job(13);
  rest.array_job = JobId{13};
  rest.array_pending = {3, 4};
  add({task, other, rest, job(14)});
  wire::QueryHistoryRequest request;
  request.jobs = {{JobId{13}, {}, {}}};
  EXPECT_THAT(found(request), ElementsAre("job12", "job11", "job13"));
  request.jobs = {{JobId{13}, {2}, {}}};
  EXPECT_THAT(found(request), ElementsAre("job11"));
  request.jobs = {{JobId{13}, {4}, {}}};
  EXPECT_THAT(found(request), ElementsAre("job13"));
}

TEST_F(HistoryTest, FiltersAllHaveToHold) {
  Job mine = ended(1, JobState::Completed, 110, 120), other = mine;
  mine.user = UserId{1000};
  mine.allocation.nodes = {{.node = "n1", .cpus = {0}, .memory = {}, .gres = {}, .tasks = 1}};
  other.id = JobId{2};
  other.spec.name = "job2";
  add({mine, other});
  wire::QueryHistoryRequest request;
  request.users = {1000};
  EXPECT_THAT(found(request), ElementsAre("job1"));
  request.nodes = {"n2"};
  EXPECT_THAT(found(request), IsEmpty());
}

TEST_F(HistoryTest, StepsComeWithTheirJobBatchFirst) {
  add({ended(1, JobState::Completed, 110, 120)});
  Batch batch;
  batch.steps = {step(1, StepNumber{0}, JobState::Completed), step(1, StepNumber{1}, JobState::Failed),
                 step(1, StepNumber::Batch, JobState::Completed)};
  EXPECT_TRUE(save(*store_, std::move(batch)));
  std::vector<std::string> ids;
  for (const Step& one : history(*store_, {}).steps) ids.push_back(to_string(one.id));
  EXPECT_THAT(ids, ElementsAre("1.batch", "1.0", "1.1"));
}

}  // namespace
}  // namespace minislurm::store
