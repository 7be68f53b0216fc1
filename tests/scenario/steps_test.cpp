// What srun starts in a job, and how a job ends with steps of its own.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

class Steps : public ::testing::Test {
 protected:
  core::Ticket srun(JobId job, std::uint32_t ntasks, bool immediate = false) {
    wire::StepSpec spec;
    spec.job = job;
    spec.argv = {"/bin/hostname"};
    spec.ntasks = ntasks;
    spec.exact = true;
    spec.immediate = immediate;
    return h.start_asking(wire::RequestKind::CreateStep, wire::encode(spec));
  }
  wire::StepReply reply(core::Ticket ticket) { return *wire::decode<wire::StepReply>(h.answer_of(ticket)->payload); }
  StepId step(JobId job, std::uint32_t number_of) { return StepId{job, StepNumber{number_of}}; }
  Harness h{reference_cluster()};
};

TEST_F(Steps, StepsAreNumberedAndTheHighestExitCodeIsTheDerivedOne) {
  const JobId job = h.submit(batch(4));
  const wire::StepReply first = reply(srun(job, 4));
  EXPECT_EQ(first.step.id, step(job, 0));
  EXPECT_EQ(first.step.name, "hostname");
  EXPECT_EQ(first.places.size(), 4U);
  EXPECT_FALSE(first.waited);
  h.end_step(step(job, 0), ExitCode{5, 0});
  EXPECT_EQ(h.step_rows.at(step(job, 0)).state, JobState::Failed);
  EXPECT_EQ(reply(srun(job, 4)).step.id, step(job, 1));
  h.end_step(step(job, 1), ExitCode{0, 0});
  h.end_batch(job);
  EXPECT_EQ(h.state_of(job), JobState::Completed);
  EXPECT_EQ(h.job(job).derived_exit_code, (ExitCode{5, 0}));
}

TEST_F(Steps, AStepWaitsForOthersOfItsJob) {
  const JobId job = h.submit(batch(4));
  srun(job, 3);
  const core::Ticket second = srun(job, 2);
  EXPECT_EQ(h.answer_of(second), nullptr);
  EXPECT_EQ(h.answer_of(srun(job, 2, true))->code, Code::NodesBusy);
  h.end_step(step(job, 0));
  ASSERT_NE(h.answer_of(second), nullptr);
  EXPECT_TRUE(reply(second).waited);
}

TEST_F(Steps, TooMuchIsRefusedAtOnce) {
  const JobId job = h.submit(batch(2));
  EXPECT_EQ(h.answer_of(srun(job, 99))->code, Code::TooManyRequestedCpus);
  EXPECT_EQ(h.answer_of(srun(JobId{4711}, 1))->code, Code::InvalidJobId);
}

TEST_F(Steps, TheEndOfTheScriptEndsTheOthersFirst) {
  h.ends_when_told = false;
  const JobId job = h.submit(batch(2));
  srun(job, 1);
  h.end_batch(job);
  EXPECT_EQ(h.state_of(job), JobState::Completed);
  EXPECT_TRUE(h.completing(job));
  EXPECT_EQ(h.processes.at(step(job, 0)).told, std::vector<wire::EndCause>{wire::EndCause::JobEnded});
  h.end_step(step(job, 0), ExitCode{0, 15});
  EXPECT_FALSE(h.completing(job));
}

TEST_F(Steps, AStepAloneCanBeCancelledAndSignalled) {
  const JobId job = h.submit(batch(2));
  srun(job, 1);
  EXPECT_EQ(h.cancel(to_string(job) + ".0", 10), Code::Success);
  EXPECT_EQ(h.processes.at(step(job, 0)).signals, std::vector<std::uint32_t>{10});
  EXPECT_EQ(h.cancel(to_string(job) + ".0"), Code::Success);
  EXPECT_EQ(h.step_rows.at(step(job, 0)).state, JobState::Cancelled);
  EXPECT_TRUE(h.runs(job));
}

TEST_F(Steps, ASignalGoesToStepsUnlessTheBatchShellIsNamed) {
  const JobId job = h.submit(batch(2));
  srun(job, 1);
  h.cancel(to_string(job), 12);
  wire::CancelRequest request;
  request.jobs.push_back(wire::JobSelector{job, {}, std::nullopt, std::nullopt});
  request.signal = 10;
  request.batch_only = true;
  h.get<wire::OutcomeList>(wire::RequestKind::Cancel, request);
  EXPECT_EQ(h.processes.at(step(job, 0)).signals, std::vector<std::uint32_t>{12});
  EXPECT_EQ(h.processes.at(StepId{job, StepNumber::Batch}).signals, std::vector<std::uint32_t>{10});
}

TEST_F(Steps, AnSrunWithoutAJobEndsWithItsStep) {
  JobSpec spec = batch(2);
  spec.kind = JobKind::Srun;
  const JobId job = h.submit(spec);
  srun(job, 2);
  h.end_step(step(job, 0), ExitCode{9, 0});
  EXPECT_EQ(h.state_of(job), JobState::Failed);
  EXPECT_EQ(h.job(job).exit_code, (ExitCode{9, 0}));
}

TEST_F(Steps, AWaitingStepIsForgottenWhenItsSrunGoes) {
  const JobId job = h.submit(batch(2));
  srun(job, 2);
  const core::Ticket second = srun(job, 2);
  h.state->abandoned(second, h.now);
  h.end_step(step(job, 0));
  EXPECT_EQ(h.answer_of(second), nullptr);
  EXPECT_EQ(h.processes.size(), 1U);
}

}  // namespace
}  // namespace minislurm::test
