// What scancel sends and says, against a controller of canned replies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/scancel/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using wire::RequestKind;

Job job(std::uint32_t id, const char* name, JobState state) {
  Job made;
  made.id = JobId{id};
  made.spec.name = name;
  made.state = state;
  made.user = UserId{1000};
  made.partition = "debug";
  return made;
}

class Scancel : public testing::Test {
 protected:
  Scancel() {
    wire::OutcomeList fine;
    fine.codes.assign(8, Code::Success);
    context.controller.reply(RequestKind::Cancel, fine);
  }
  wire::CancelRequest sent() { return context.controller.last<wire::CancelRequest>(RequestKind::Cancel); }
  fakes::FakeContext context{"scancel"};
};

TEST_F(Scancel, IdsAreSentWithoutAskingForJobs) {
  EXPECT_EQ(scancel::run({"12", "13_[1-3]"}, context), 0);
  EXPECT_EQ(context.controller.count(RequestKind::QueryJobs), 0U);
  ASSERT_EQ(sent().jobs.size(), 2U);
  EXPECT_EQ(sent().jobs[1].tasks, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(sent().signal, 0U);
}

TEST_F(Scancel, VerboseNamesWhatItTerminates) {
  EXPECT_EQ(scancel::run({"-v", "12_2"}, context), 0);
  EXPECT_EQ(context.complaints(), "scancel: Terminating job 12_2\n");
}

TEST_F(Scancel, NothingNamedIsAnError) {
  EXPECT_EQ(scancel::run({}, context), 1);
  EXPECT_EQ(context.complaints(), "scancel: error: No job identification provided\n");
}

TEST_F(Scancel, WordsThatAreNoJobIdsAreErrors) {
  EXPECT_EQ(scancel::run({"notanumber"}, context), 1);
  EXPECT_EQ(context.complaints(), "scancel: error: Invalid job id notanumber\n");
}

TEST_F(Scancel, UnknownSignalsUsersAreErrors) {
  EXPECT_EQ(scancel::run({"-s", "NOSUCH", "12"}, context), 1);
  EXPECT_EQ(scancel::run({"-u", "nosuchuser"}, context), 1);
  EXPECT_EQ(context.complaints(), "Unknown job signal: NOSUCH\nscancel: error: Invalid user name: nosuchuser\n");
}

TEST_F(Scancel, UnknownJobsAreNothingToCancel) {
  wire::OutcomeList unknown;
  unknown.codes = {Code::InvalidJobId};
  context.controller.reply(RequestKind::Cancel, unknown);
  EXPECT_EQ(scancel::run({"99999"}, context), 0);
  EXPECT_EQ(context.complaints(), "");
}

TEST_F(Scancel, JobsOfOthersAreRefusedAloud) {
  wire::OutcomeList denied;
  denied.codes = {Code::AccessDenied};
  context.controller.reply(RequestKind::Cancel, denied);
  EXPECT_EQ(scancel::run({"7"}, context), 1);
  EXPECT_EQ(context.complaints(), "scancel: error: Kill job error on job id 7: Access/permission denied\n");
}

TEST_F(Scancel, FiltersChooseAmongTheLivingJobs) {
  wire::JobsReply jobs;
  jobs.jobs = {job(1, "a", JobState::Pending), job(2, "b", JobState::Pending), job(3, "a", JobState::Running),
               job(4, "a", JobState::Completed)};
  context.controller.reply(RequestKind::QueryJobs, jobs);
  EXPECT_EQ(scancel::run({"--name=a", "-t", "PENDING"}, context), 0);
  ASSERT_EQ(sent().jobs.size(), 1U);
  EXPECT_EQ(sent().jobs[0].job, JobId{1});
  EXPECT_EQ(scancel::run({"--me"}, context), 0);
  EXPECT_EQ(sent().jobs.size(), 3U);
}

TEST_F(Scancel, AFilterKeepsToTheTasksThatWereNamed) {
  wire::JobsReply jobs;
  Job waiting = job(10, "arr", JobState::Pending);
  waiting.array_job = JobId{10};
  waiting.array_pending = {2, 3, 4};
  Job running = job(11, "arr", JobState::Running);
  running.array_job = JobId{10};
  running.array_task = 1;
  jobs.jobs = {waiting, running};
  context.controller.reply(RequestKind::QueryJobs, jobs);
  EXPECT_EQ(scancel::run({"-n", "arr", "10_[1,3]"}, context), 0);
  ASSERT_EQ(sent().jobs.size(), 2U);
  EXPECT_EQ(sent().jobs[0].tasks, (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(sent().jobs[1].tasks, (std::vector<std::uint32_t>{1}));
}

TEST_F(Scancel, KillIsTheOrdinaryEndExceptForTheBatchShell) {
  EXPECT_EQ(scancel::run({"-s", "KILL", "12"}, context), 0);
  EXPECT_EQ(sent().signal, 0U);
  EXPECT_EQ(scancel::run({"-b", "-s", "USR1", "12"}, context), 0);
  EXPECT_EQ(sent().signal, 10U);
  EXPECT_TRUE(sent().batch_only);
}

TEST_F(Scancel, InteractiveAsksForEachJob) {
  context.set_input("n\ny\n");
  EXPECT_EQ(scancel::run({"-i", "1", "2"}, context), 0);
  ASSERT_EQ(sent().jobs.size(), 1U);
  EXPECT_EQ(sent().jobs[0].job, JobId{2});
}

}  // namespace
}  // namespace minislurm
