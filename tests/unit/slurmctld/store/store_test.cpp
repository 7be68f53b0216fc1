#include "slurmctld/store/store.h"

#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <future>

#include "tests/unit/slurmctld/store/store_fixture.h"

namespace minislurm::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::uint32_t> ids(const std::vector<Job>& jobs) {
  std::vector<std::uint32_t> numbers;
  for (const Job& job : jobs) numbers.push_back(number(job.id));
  return numbers;
}

TEST_F(StoreTest, WhatWasCommittedIsThereAfterOpeningAnew) {
  Batch batch;
  batch.jobs = {job(7), ended(3, JobState::Failed, 110, 120), ended(2, JobState::Completed, 10, 20)};
  batch.jobs[0].spec.script_arguments = {"a", "b c"};
  batch.steps = {step(7, StepNumber::Batch, JobState::Running), step(3, StepNumber{0}, JobState::Completed)};
  batch.cluster_record = std::string("\0state", 6);
  batch.next_job = JobId{8};
  {
    auto store = open();
    EXPECT_TRUE(save(*store, std::move(batch)));
  }
  const Result<Restored> restored = open()->load(at(100));
  ASSERT_TRUE(restored);
  EXPECT_THAT(ids(restored->jobs), ElementsAre(3, 7));
  EXPECT_THAT(restored->jobs[1].spec.script_arguments, ElementsAre("a", "b c"));
  ASSERT_EQ(restored->steps.size(), 1U);
  EXPECT_EQ(to_string(restored->steps[0].id), "7.batch");
  EXPECT_EQ(restored->cluster_record, std::string("\0state", 6));
  EXPECT_EQ(restored->next_job, JobId{8});
}

TEST_F(StoreTest, ALaterRowOfAJobReplacesTheEarlierOne) {
  auto store = open();
  Batch batch;
  batch.jobs = {job(1), ended(1, JobState::Cancelled, 0, 130)};
  EXPECT_TRUE(save(*store, std::move(batch)));
  const auto reply = history(*store, {});
  ASSERT_EQ(reply.jobs.size(), 1U);
  EXPECT_EQ(reply.jobs[0].state, JobState::Cancelled);
}

TEST_F(StoreTest, EverythingQueuedDuringACommitIsOneTransaction) {
  std::atomic<int> transactions{0};
  std::promise<void> in_first, go_on;
  auto store = open([&]() -> Status {
    if (++transactions == 1) {
      in_first.set_value();
      go_on.get_future().wait();
    }
    return {};
  });
  int done = 0;
  const auto commit = [&](std::uint32_t id) {
    Batch batch;
    batch.jobs = {job(id)};
    store->commit(std::move(batch), [&done](const Status& status) { done += status ? 1 : 0; });
  };
  commit(1);
  in_first.get_future().wait();
  for (std::uint32_t id = 2; id <= 100; ++id) commit(id);
  go_on.set_value();
  owner_.run_until([&done] { return done == 100; });
  EXPECT_EQ(transactions.load(), 2);
  EXPECT_EQ(history(*store, {}).jobs.size(), 100U);
}

TEST_F(StoreTest, WhenTheDiskIsFullASubmissionIsRefusedAndTheRestIsKept) {
  std::atomic<int> failures{3};
  auto store = open([&]() -> Status {
    if (failures-- > 0) return Error{Code::NoSpace, "disk full"};
    return {};
  });
  Batch submission;
  submission.jobs = {job(5)};
  submission.scripts = {{JobId{5}, {"#!/bin/sh\n", "A=b", {}}}};
  submission.submission = JobId{5};
  Batch end;
  end.jobs = {ended(4, JobState::Completed, 100, 120), job(5, JobState::Running)};
  std::optional<Status> refused, kept;
  store->commit(std::move(submission), [&refused](const Status& status) { refused = status; });
  store->commit(std::move(end), [&kept](const Status& status) { kept = status; });
  owner_.run_until([&] { return refused && kept; });
  EXPECT_EQ(refused->error().code, Code::NoSpace);
  EXPECT_TRUE(*kept);
  EXPECT_THAT(ids(history(*store, {}).jobs), ElementsAre(4));  // nothing of the refused job is written later
}

TEST_F(StoreTest, HistorySeesWhatWasCommittedBeforeItWasAsked) {
  const auto store = open();
  std::size_t written = 0;
  for (std::uint32_t id = 1; id <= 50; ++id) {
    Batch batch;
    batch.jobs = {ended(id, JobState::Completed, 100, 120)};
    store->commit(std::move(batch), [&written](const Status&) { ++written; });
    EXPECT_EQ(history(*store, {}).jobs.size(), id);  // nobody has waited for the commit
  }
  owner_.run_until([&] { return written == 50; });
}

TEST_F(StoreTest, HistoryAnswersWhileTheDiskRefuses) {
  std::atomic<bool> full{true};
  const auto store = open([&full] { return full ? Status{Error{Code::NoSpace}} : Status{}; });
  Batch batch;
  batch.jobs = {ended(1, JobState::Completed, 100, 120)};
  bool written = false;
  store->commit(std::move(batch), [&written](const Status&) { written = true; });
  EXPECT_TRUE(history(*store, {}).jobs.empty());
  full = false;
  owner_.run_until([&] { return written; });
  EXPECT_EQ(history(*store, {}).jobs.size(), 1U);
}

TEST_F(StoreTest, ARefusedArraysTasksAreNotWrittenAndItsNumberIsFreeAgain) {
  std::atomic<int> failures{1};
  auto store = open([&]() -> Status {
    if (failures-- > 0) return Error{Code::NoSpace, "disk full"};
    return {};
  });
  const auto submission = [] {
    Batch batch;
    batch.jobs = {job(5)};
    batch.scripts = {{JobId{5}, {"#!/bin/sh\n", "A=b", {}}}};
    batch.submission = JobId{5};
    return batch;
  };
  EXPECT_FALSE(save(*store, submission()));
  Batch start;
  start.jobs = {job(6, JobState::Running)};
  start.jobs[0].array_job = JobId{5};
  start.steps = {step(6, StepNumber::Batch, JobState::Running)};
  EXPECT_TRUE(save(*store, std::move(start)));
  EXPECT_TRUE(history(*store, {}).jobs.empty());
  EXPECT_TRUE(history(*store, {}).steps.empty());
  EXPECT_TRUE(save(*store, submission()));
  EXPECT_THAT(ids(history(*store, {}).jobs), ElementsAre(5));
}

TEST_F(StoreTest, QueuedBatchesAreWrittenBeforeTheStoreGoes) {
  {
    auto store = open();
    for (std::uint32_t id = 1; id <= 50; ++id) {
      Batch batch;
      batch.jobs = {job(id)};
      store->commit(std::move(batch), [](const Status&) {});
    }
  }
  EXPECT_EQ(open()->load(at(0))->jobs.size(), 50U);
}

TEST_F(StoreTest, TasksOfAnArrayHaveTheScriptOfTheArray) {
  auto store = open();
  Job task = job(12);
  task.array_job = JobId{10};
  task.array_task = 2;
  Job array = job(10);
  array.array_job = JobId{10};
  Batch batch;
  batch.jobs = {task, array};
  batch.scripts = {{JobId{10}, {"script", std::string("A=b\0", 4), {}}}};
  EXPECT_TRUE(save(*store, std::move(batch)));
  std::optional<Result<Script>> of_task, of_nobody;
  store->script(JobId{12}, [&](Result<Script> script) { of_task = std::move(script); });
  store->script(JobId{99}, [&](Result<Script> script) { of_nobody = std::move(script); });
  owner_.run_until([&] { return of_task && of_nobody; });
  ASSERT_TRUE(*of_task);
  EXPECT_EQ((*of_task)->script, "script");
  EXPECT_EQ((*of_task)->environment, std::string("A=b\0", 4));
  EXPECT_EQ(of_nobody->error().code, Code::InvalidJobId);
}

TEST_F(StoreTest, ACleanStartForgetsTheQueueAndKeepsTheHistory) {
  {
    auto store = open();
    Batch batch;
    batch.jobs = {job(1), job(2, JobState::Running), ended(3, JobState::Completed, 110, 120)};
    batch.steps = {step(2, StepNumber::Batch, JobState::Running), step(3, StepNumber::Batch, JobState::Completed)};
    batch.next_job = JobId{4};
    batch.cluster_record = "changes";
    EXPECT_TRUE(save(*store, std::move(batch)));
  }
  auto store = open();
  EXPECT_TRUE(store->clear_live());
  const Result<Restored> restored = store->load(Instant::max());
  EXPECT_TRUE(restored->jobs.empty());
  EXPECT_TRUE(restored->cluster_record.empty());
  EXPECT_EQ(restored->next_job, JobId{4});
  const auto reply = history(*store, {});
  EXPECT_THAT(ids(reply.jobs), ElementsAre(3));
  EXPECT_EQ(reply.steps.size(), 1U);
}

TEST_F(StoreTest, AFileThatIsNoDatabaseIsAnError) {
  std::ofstream(path_) << std::string(5000, 'x');
  const auto store = Store::open({path_, Seconds{1}, nullptr}, owner_.poster());
  ASSERT_FALSE(store);
  EXPECT_THAT(to_string(store.error()), HasSubstr(path_));
}

TEST_F(StoreTest, AFolderThatDoesNotExistIsAnError) {
  EXPECT_FALSE(Store::open({folder_ + "/no/such.db", Seconds{1}, nullptr}, owner_.poster()));
}

}  // namespace
}  // namespace minislurm::store
