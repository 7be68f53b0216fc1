// kill -9 at any moment: nothing acknowledged is lost, nothing runs twice, running jobs go on.
#include <random>

#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

TEST(Restart, RunningJobsGoOnAndEndWithTheirTrueExitCode) {
  Harness h(reference_cluster());
  const JobId a = h.submit(batch(2)), b = h.submit(batch(4));
  JobSpec held = batch();
  held.hold = true;
  const JobId c = h.submit(held);
  h.end_unseen(StepId{b, StepNumber::Batch}, ExitCode{7, 0});
  h.crash();
  EXPECT_TRUE(h.runs(a));
  EXPECT_EQ(h.job(b).exit_code, (ExitCode{7, 0}));
  EXPECT_EQ(h.reason(c), Reason::JobHeldUser);
  h.end_batch(a, ExitCode{3, 0});
  EXPECT_EQ(h.job(a).exit_code, (ExitCode{3, 0}));
  EXPECT_GT(number(h.submit(batch())), number(c));
}

TEST(Restart, AStartThatWasSavedButNotDoneIsDoneOnceLater) {
  Harness h(reference_cluster());
  JobSpec spec = batch(2);
  spec.hold = true;
  const JobId job = h.submit(spec);
  h.act(wire::JobAction::Release, to_string(job));
  ASSERT_TRUE(h.runs(job));
  h.processes.clear();  // as if the process had never been made
  h.crash();
  EXPECT_TRUE(h.runs(job));
  EXPECT_EQ(h.job(job).launch, 2U);
  EXPECT_EQ(h.job(job).restarts, 1U);
}

TEST(Restart, AnEndingJobIsToldAgain) {
  Harness h(reference_cluster());
  h.ends_when_told = false;
  const JobId job = h.submit(batch());
  h.cancel(to_string(job));
  h.processes.at(StepId{job, StepNumber::Batch}).told.clear();
  h.crash();
  EXPECT_TRUE(h.completing(job));
  EXPECT_EQ(h.processes.at(StepId{job, StepNumber::Batch}).told, std::vector<wire::EndCause>{wire::EndCause::Cancelled});
  h.end_batch(job, ExitCode{0, 15});
  EXPECT_EQ(h.state_of(job), JobState::Cancelled);
}

TEST(Restart, ASubmissionThatTheDiskRefusesLeavesNothingEvenWhenItHasStarted) {
  Harness h(reference_cluster());
  JobSpec many = batch(4);
  many.array = "1-3";
  const JobId array = h.submit(many), job = h.submit(batch(2));
  ASSERT_TRUE(h.runs(job));
  const std::vector<JobId> tasks = h.members(array);
  ASSERT_GT(tasks.size(), 1U);
  h.state->forget_submission(array, h.now);
  h.state->forget_submission(job, h.now);
  for (const JobId id : tasks) EXPECT_EQ(h.find(id), nullptr);
  EXPECT_EQ(h.find(job), nullptr);
  EXPECT_TRUE(h.state->inside().steps.empty());
  EXPECT_EQ(h.state->inside().jobs.array(array), nullptr);
  EXPECT_TRUE(h.state->inside().jobs.active().empty());
  h.check_invariants();
}

TEST(Restart, AClockThatIsSetBackNeverCountsASuspensionAsNegative) {
  Harness h(reference_cluster());
  const JobId job = h.submit(batch());
  ASSERT_EQ(h.act(wire::JobAction::Suspend, to_string(job)), Code::Success);
  h.now -= Seconds{3600};
  h.cancel(to_string(job));
  EXPECT_EQ(h.job(job).suspended_for, Seconds{0});
}

TEST(Restart, DependenciesTimersAndArraysAreTakenUp) {
  Harness h(reference_cluster());
  const JobId a = h.submit(batch(1, 10));
  JobSpec after = batch();
  after.dependency = "afternotok:" + to_string(a);
  const JobId b = h.submit(after);
  JobSpec many = batch(4);
  many.array = "1-20";
  const JobId c = h.submit(many);
  const std::size_t before = h.members(c).size();
  h.crash();
  EXPECT_EQ(h.members(c).size(), before);
  EXPECT_EQ(h.reason(b), Reason::Dependency);
  h.later(Seconds{601});
  EXPECT_EQ(h.state_of(a), JobState::Timeout);
  EXPECT_EQ(h.job(b).dependency_left, "");
}

TEST(Restart, AVanishedNodeOrPartitionIsSurvived) {
  Harness h(reference_cluster());
  JobSpec spec = batch();
  spec.required_nodes = "node8";
  const JobId a = h.submit(spec);
  JobSpec tiny = batch(4);
  tiny.partition = "tiny";
  const JobId b = h.submit(tiny);
  Cluster smaller = reference_cluster();
  smaller.nodes.pop_back();
  std::erase_if(smaller.partitions, [](const Partition& partition) { return partition.name != "debug"; });
  for (Partition& partition : smaller.partitions) std::erase(partition.nodes, "node8");
  h.ends_when_told = false;
  h.state->reconfigure(smaller, h.now);
  EXPECT_EQ(h.state_of(a), JobState::Pending);
  EXPECT_EQ(h.state_of(b), JobState::Pending);
  h.state->schedule(h.now);
  EXPECT_EQ(h.state_of(b), JobState::Pending);
}

class Workload {
 public:
  explicit Workload(std::uint32_t seed) : random_(seed) {}

  void step() {
    switch (pick(12)) {
      case 0: case 1: case 2: submit(); break;
      case 3: if (const auto id = running(); number(id.job) != 0) h.end_step(id, ExitCode{pick(3), 0}); break;
      case 4: if (const auto id = running(); number(id.job) != 0) h.end_unseen(id, ExitCode{pick(2), 0}); h.crash(); break;
      case 5: h.later(Seconds{pick(400)}); break;
      case 6: h.crash_before_acting = true; break;
      case 7: if (const JobId id = any(); number(id) != 0) cancel(id); break;
      case 8: if (const JobId id = any(); number(id) != 0) act(static_cast<wire::JobAction>(1 + pick(8)), id); break;
      case 9: h.ends_when_told = pick(2) == 0; break;
      case 10: srun(); break;
      default: node();
    }
  }
  void wind_up() {
    h.ends_when_told = true;
    h.crash_before_acting = false;
    h.update(wire::Entity::Node, {{"NodeName", "node[1-8]"}, {"State", "RESUME"}});
    h.crash();
    for (int i = 0; i < 2000; ++i) {
      while (!h.processes.empty()) h.end_step(h.processes.begin()->first);
      std::vector<JobId> held;
      for (const auto& [id, job] : h.state->inside().jobs.all())
        if (job.state == JobState::Suspended || (job.state == JobState::Pending && job.priority == 0)) held.push_back(id);
      for (const JobId id : held) act(h.state_of(id) == JobState::Suspended ? wire::JobAction::Resume : wire::JobAction::Release, id);
      h.later(Seconds{130});
      if (h.state->inside().jobs.count(JobState::Pending) == 0 && h.processes.empty()) break;
    }
  }
  Harness h{reference_cluster()};
  std::set<JobId> accepted;

 private:
  std::uint32_t pick(std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_); }
  void submit() {
    JobSpec spec = batch(1 + pick(6), pick(3) == 0 ? 1 + pick(5) : 60);
    spec.hold = pick(10) == 0;
    if (pick(6) == 0) spec.array = "0-" + std::to_string(pick(6));
    if (const JobId other = any(); pick(4) == 0 && number(other) != 0) spec.dependency = "afterany:" + to_string(other);
    if (pick(8) == 0) spec.licenses = "matlab:1";
    if (pick(8) == 0) spec.exclusive = Exclusive::Node;
    if (pick(5) == 0) spec.requeue = Tristate::No;
    const bool dies = h.crash_before_acting;
    wire::SubmitRequest request;
    request.spec = spec;
    request.script = "#!/bin/sh\n";
    const core::Ticket ticket = h.start_asking(wire::RequestKind::Submit, wire::encode(request));
    const wire::Reply* reply = h.answer_of(ticket);
    ASSERT_TRUE(reply || dies);
    if (reply && reply->code == Code::Success) accepted.insert(wire::decode<wire::SubmitReply>(reply->payload)->id);
  }
  // The answer is lost where the controller dies first.
  void cancel(JobId id) {
    wire::CancelRequest request;
    request.jobs.push_back(wire::JobSelector{id, {}, std::nullopt, std::nullopt});
    h.start_asking(wire::RequestKind::Cancel, wire::encode(request));
  }
  void act(wire::JobAction action, JobId id) {
    wire::ActOnJobsRequest request;
    request.action = action;
    request.jobs.push_back(wire::JobSelector{id, {}, std::nullopt, std::nullopt});
    h.start_asking(wire::RequestKind::ActOnJobs, wire::encode(request));
  }
  StepId running() {
    if (h.processes.empty()) return {};
    return std::next(h.processes.begin(), pick(static_cast<std::uint32_t>(h.processes.size())))->first;
  }
  JobId any() {
    const auto& all = h.state->inside().jobs.all();
    if (all.empty()) return {};
    return std::next(all.begin(), pick(static_cast<std::uint32_t>(all.size())))->first;
  }
  void srun() {
    const StepId id = running();
    if (number(id.job) == 0) return;
    wire::StepSpec spec;
    spec.job = id.job;
    spec.argv = {"true"};
    spec.ntasks = 1;
    spec.exact = true;
    h.start_asking(wire::RequestKind::CreateStep, wire::encode(spec));
  }
  void node() {
    const std::string name = "node" + std::to_string(1 + pick(8));
    const char* const states[] = {"DRAIN", "DOWN", "RESUME"};
    h.start_asking(wire::RequestKind::Update,
                   wire::encode([&] {
                     wire::UpdateRequest request;
                     request.entity = wire::Entity::Node;
                     request.keys = {{"NodeName", name}, {"State", states[pick(3)]}, {"Reason", "test"}};
                     return request;
                   }()));
  }
  std::mt19937 random_;
};

class RandomWorkload : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomWorkload, KeepsTheInvariantsThroughCrashesAndEndsEmpty) {
  Workload work(GetParam());
  for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i) work.step();
  for (const JobId id : work.accepted) EXPECT_EQ(work.h.rows.count(id), 1U) << "lost " << number(id);
  work.wind_up();
  EXPECT_EQ(work.h.state->inside().jobs.count(JobState::Running), 0U);
  EXPECT_EQ(work.h.state->inside().book.holders(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWorkload, ::testing::Range(1U, 13U));

}  // namespace
}  // namespace minislurm::test
