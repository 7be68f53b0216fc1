// One job from its submission to its end, in each of the ways it can go.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

class Life : public ::testing::Test {
 protected:
  Harness h{reference_cluster()};
};

TEST_F(Life, AJobStartsAtOnceAndEndsWithItsScript) {
  const JobId job = h.submit(batch(2));
  ASSERT_TRUE(h.runs(job));
  EXPECT_EQ(h.job(job).allocation.cpu_count(), 2U);
  EXPECT_EQ(h.job(job).launch, 1U);
  EXPECT_EQ(h.job(job).time_limit, Minutes{60}) << "the partition's default";
  EXPECT_EQ(h.job(job).spec.qos, "normal");
  h.end_batch(job);
  EXPECT_EQ(h.state_of(job), JobState::Completed);
  EXPECT_EQ(h.reason(job), Reason::None);
  EXPECT_EQ(h.rows.at(job).state, JobState::Completed);
}

TEST_F(Life, AnExitCodeOrASignalMakesItFailed) {
  const JobId a = h.submit(batch()), b = h.submit(batch());
  h.end_batch(a, ExitCode{3, 0});
  EXPECT_EQ(h.state_of(a), JobState::Failed);
  EXPECT_EQ(h.reason(a), Reason::NonZeroExitCode);
  h.end_batch(b, ExitCode{0, 9});
  EXPECT_EQ(h.state_of(b), JobState::Failed);
  EXPECT_EQ(h.reason(b), Reason::RaisedSignal);
  EXPECT_EQ(h.job(b).reason_detail, ":9(Killed)");
}

TEST_F(Life, ACancelledJobIsCompletingUntilItsStepsHaveEnded) {
  h.ends_when_told = false;
  const JobId job = h.submit(batch());
  EXPECT_EQ(h.cancel(to_string(job)), Code::Success);
  EXPECT_EQ(h.state_of(job), JobState::Cancelled);
  EXPECT_TRUE(h.completing(job));
  EXPECT_EQ(h.processes.at(StepId{job, StepNumber::Batch}).told.size(), 1U);
  EXPECT_EQ(h.cancel(to_string(job)), Code::AlreadyDone);
  h.end_batch(job, ExitCode{0, 15});
  EXPECT_FALSE(h.completing(job));
  EXPECT_EQ(h.job(job).exit_code, (ExitCode{0, 15}));
  EXPECT_EQ(h.reason(job), Reason::None);
}

TEST_F(Life, AHeldJobWaitsAndKeepsItsReasonWhenCancelled) {
  JobSpec spec = batch();
  spec.hold = true;
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.reason(job), Reason::JobHeldUser);
  EXPECT_EQ(h.job(job).eligible, kNever);
  h.cancel(to_string(job));
  EXPECT_EQ(h.state_of(job), JobState::Cancelled);
  EXPECT_EQ(h.reason(job), Reason::JobHeldUser);
  EXPECT_EQ(h.job(job).exit_code, ExitCode{});
}

TEST_F(Life, TheTimeLimitEndsItAndTheWarningComesBefore) {
  JobSpec spec = batch(1, 5);
  spec.warn_signal.signal = 10;
  spec.warn_signal.before = Seconds{60};
  spec.warn_signal.batch_shell_only = true;
  const JobId job = h.submit(spec);
  h.later(Seconds{241});
  EXPECT_EQ(h.processes.at(StepId{job, StepNumber::Batch}).signals, std::vector<std::uint32_t>{10});
  EXPECT_TRUE(h.runs(job));
  h.later(Seconds{60});
  EXPECT_EQ(h.state_of(job), JobState::Timeout);
  EXPECT_EQ(h.reason(job), Reason::TimeLimit);
}

TEST_F(Life, TimeSuspendedDoesNotCount) {
  const JobId job = h.submit(batch(1, 5));
  h.later(Seconds{100});
  EXPECT_EQ(h.act(wire::JobAction::Suspend, to_string(job)), Code::Success);
  EXPECT_EQ(h.state_of(job), JobState::Suspended);
  h.later(Seconds{1000});
  EXPECT_EQ(h.act(wire::JobAction::Resume, to_string(job)), Code::Success);
  h.later(Seconds{190});
  EXPECT_TRUE(h.runs(job));
  h.later(Seconds{20});
  EXPECT_EQ(h.state_of(job), JobState::Timeout);
}

TEST_F(Life, ARequeuedJobWaitsForItsBeginTimeAndRunsAgain) {
  const JobId job = h.submit(batch());
  EXPECT_EQ(h.act(wire::JobAction::Requeue, to_string(job)), Code::Success);
  EXPECT_EQ(h.state_of(job), JobState::Pending);
  EXPECT_EQ(h.job(job).restarts, 1U);
  EXPECT_EQ(h.reason(job), Reason::BeginTime);
  h.later(Seconds{121});
  EXPECT_TRUE(h.runs(job));
  EXPECT_EQ(h.job(job).launch, 2U);
}

TEST_F(Life, AHoldDuringARequeueIsSeenAndKept) {
  h.ends_when_told = false;
  const JobId job = h.submit(batch());
  h.act(wire::JobAction::Requeue, to_string(job));
  EXPECT_TRUE(h.completing(job));
  EXPECT_EQ(h.reason(job), Reason::None);
  h.act(wire::JobAction::Hold, to_string(job));
  EXPECT_EQ(h.reason(job), Reason::JobHeldAdmin);
  h.act(wire::JobAction::UserHold, to_string(job));
  EXPECT_EQ(h.reason(job), Reason::JobHeldUser);
  h.end_batch(job, ExitCode{0, 15});
  h.later(Seconds{500});
  EXPECT_EQ(h.state_of(job), JobState::Pending);
  EXPECT_EQ(h.act(wire::JobAction::Release, to_string(job)), Code::Success);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(Life, AJobThatMayNotBeRequeuedIsNot) {
  JobSpec spec = batch();
  spec.requeue = Tristate::No;
  const JobId job = h.submit(spec);
  EXPECT_EQ(h.act(wire::JobAction::Requeue, to_string(job)), Code::Disabled);
  EXPECT_TRUE(h.runs(job));
  h.lose_step(StepId{job, StepNumber::Batch});
  EXPECT_EQ(h.state_of(job), JobState::NodeFail);
}

TEST_F(Life, AStaleReportOfAnEarlierLaunchChangesNothing) {
  const JobId job = h.submit(batch());
  h.lose_step(StepId{job, StepNumber::Batch});
  ASSERT_TRUE(h.runs(job)) << "it runs again at once";
  wire::StepResult stale;
  stale.id = StepId{job, StepNumber::Batch};
  stale.launch = 1;
  h.state->step_ended(stale, h.now);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(Life, ABeginTimeADeadlineAndForgettingComeWithTime) {
  JobSpec later = batch();
  later.begin = h.now + Seconds{50};
  JobSpec never = batch();
  never.hold = true;
  never.time_limit = Minutes{1};
  never.deadline = h.now + Seconds{100};
  const JobId a = h.submit(later), b = h.submit(never);
  EXPECT_EQ(h.reason(a), Reason::BeginTime);
  h.later(Seconds{51});
  EXPECT_TRUE(h.runs(a));
  h.later(Seconds{50});
  EXPECT_EQ(h.state_of(b), JobState::Deadline);
  h.later(Seconds{301});
  EXPECT_EQ(h.find(b), nullptr);
  EXPECT_NE(h.find(a), nullptr);
}

TEST_F(Life, WhoAwaitsAJobIsAnsweredWhenItHasGotThere) {
  const JobId job = h.submit(batch());
  wire::AwaitJobRequest request;
  request.job = job;
  request.until = wire::Until::Ended;
  const core::Ticket ticket = h.start_asking(wire::RequestKind::AwaitJob, wire::encode(request));
  EXPECT_EQ(h.answer_of(ticket), nullptr);
  h.end_batch(job, ExitCode{4, 0});
  ASSERT_NE(h.answer_of(ticket), nullptr);
  EXPECT_EQ(wire::decode<wire::JobsReply>(h.answer_of(ticket)->payload)->jobs.at(0).exit_code, (ExitCode{4, 0}));
}

TEST_F(Life, AnAllocationRunsWithoutStepsAndEndsWhenGivenBack) {
  JobSpec spec = batch(2);
  spec.kind = JobKind::Allocation;
  const JobId job = h.submit(spec);
  EXPECT_TRUE(h.runs(job));
  EXPECT_TRUE(h.processes.empty());
  wire::CompleteJobRequest request;
  request.job = job;
  request.exit_code = ExitCode{6, 0};
  EXPECT_EQ(h.code(wire::RequestKind::CompleteJob, request), Code::Success);
  EXPECT_EQ(h.state_of(job), JobState::Failed);
  spec.immediate = true;
  spec.ntasks = 32;
  const JobId all = h.submit(spec);
  EXPECT_TRUE(h.runs(all));
  EXPECT_EQ(h.submit_code(spec), Code::NodesBusy);
  EXPECT_EQ(h.state->inside().jobs.count(JobState::Pending), 0U);
}

TEST_F(Life, OthersMayNotChangeAJob) {
  const JobId job = h.submit(batch());
  h.as.user = UserId{1000};
  h.as.is_operator = false;
  EXPECT_EQ(h.cancel(to_string(job)), Code::AccessDenied);
  EXPECT_EQ(h.act(wire::JobAction::Hold, to_string(job)), Code::AccessDenied);
  EXPECT_EQ(h.update_job(to_string(job), "Comment", "x"), Code::AccessDenied);
  EXPECT_EQ(h.update(wire::Entity::Node, {{"NodeName", "node1"}, {"State", "RESUME"}}).code, Code::AccessDenied);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(Life, OnlyOperatorsJumpTheQueueAndOthersAreTold) {
  wire::SubmitRequest request;
  request.spec = batch();
  request.spec.nice = -5;
  request.script = "#!/bin/sh\n";
  EXPECT_TRUE(h.get<wire::SubmitReply>(wire::RequestKind::Submit, request).messages.empty());
  h.as.user = UserId{1000};
  h.as.is_operator = false;
  const auto reply = h.get<wire::SubmitReply>(wire::RequestKind::Submit, request);
  EXPECT_EQ(reply.messages, std::vector<std::string>{"Nice value must be non-negative, value ignored"});
  EXPECT_EQ(h.job(reply.id).spec.nice, 0);
}

TEST_F(Life, BadSubmissionsAreRefusedWithSlurmsCodes) {
  const auto with = [](auto change) { JobSpec spec = batch(); change(spec); return spec; };
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.partition = "nosuch"; })), Code::InvalidPartitionName);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.min_nodes = s.max_nodes = 0; })), Code::InvalidNodeCount);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.dependency = "afterok:99999"; })), Code::Dependency);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.dependency = "nonsense"; })), Code::Dependency);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.licenses = "nolicense:1"; })), Code::InvalidLicenses);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.licenses = "matlab:3"; })), Code::InvalidLicenses);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.reservation = "none"; })), Code::ReservationInvalid);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.array = "5-1"; })), Code::InvalidArray);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.array = "1-3000000"; })), Code::InvalidArray);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.constraint = "nofeature"; })), Code::InvalidFeature);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.required_nodes = "node99"; })), Code::InvalidNodeName);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.memory_per_node = Mebibytes{1024000}; })), Code::RequestedNodeConfigUnavailable);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.account = "nosuch"; s.qos = "nosuch"; })), Code::Success);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.partition = "closed"; })), Code::Success);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.ntasks = 999; })), Code::Success);
  EXPECT_EQ(h.submit_code(with([](JobSpec& s) { s.partition = "tiny"; s.time_limit = Minutes{99}; })), Code::Success);
}

TEST_F(Life, TestOnlyTellsTheStartAndChangesNothing) {
  wire::SubmitRequest request;
  request.spec = batch(2);
  request.script = "#!/bin/sh\n";
  request.test_only = true;
  const auto reply = h.get<wire::SubmitReply>(wire::RequestKind::Submit, request);
  EXPECT_EQ(reply.nodes, "node1");
  EXPECT_EQ(reply.cpus, 2U);
  EXPECT_EQ(reply.start, h.now);
  EXPECT_TRUE(h.rows.empty());
  EXPECT_EQ(h.state->inside().jobs.size(), 0U);
}

TEST_F(Life, TestOnlyTellsOfAStartAYearAheadBehindJobsWithoutALimit) {
  JobSpec all = batch(32);
  all.time_limit = kUnlimited;
  ASSERT_TRUE(h.runs(h.submit(all)));
  wire::SubmitRequest request;
  request.spec = batch(2);
  request.script = "#!/bin/sh\n";
  request.test_only = true;
  const auto reply = h.get<wire::SubmitReply>(wire::RequestKind::Submit, request);
  EXPECT_EQ(reply.start, h.now + Seconds{365 * 86400});
}

TEST_F(Life, LicencesAreHeldWhileAJobRuns) {
  JobSpec spec = batch();
  spec.licenses = "matlab:2";
  const JobId a = h.submit(spec);
  spec.licenses = "matlab:1,ansys";
  const JobId b = h.submit(spec);
  EXPECT_TRUE(h.runs(a));
  EXPECT_EQ(h.reason(b), Reason::Licenses);
  h.cancel(to_string(a));
  EXPECT_TRUE(h.runs(b));
}

}  // namespace
}  // namespace minislurm::test
