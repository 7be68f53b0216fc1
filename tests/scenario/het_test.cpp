// Heterogeneous jobs: several jobs that are one.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

class Het : public ::testing::Test {
 protected:
  wire::Reply send(std::vector<JobSpec> specs, bool immediate = false) {
    wire::SubmitRequest request;
    request.script = "#!/bin/sh\n";
    request.spec = specs.front();
    request.spec.immediate = immediate;
    request.components.assign(specs.begin() + 1, specs.end());
    return h.ask(wire::RequestKind::Submit, wire::encode(request));
  }
  JobId submit(std::vector<JobSpec> specs) {
    const wire::Reply reply = send(std::move(specs));
    EXPECT_EQ(reply.code, Code::Success) << reply.detail;
    return wire::decode<wire::SubmitReply>(reply.payload)->id;
  }
  JobId held() {
    JobSpec spec = batch();
    spec.hold = true;
    return submit({spec, spec, spec});
  }
  static JobId at(JobId leader, std::uint32_t offset) { return JobId{number(leader) + offset}; }
  static std::string name(JobId leader, std::uint32_t offset) { return to_string(leader) + "+" + std::to_string(offset); }
  static StepId batch_of(JobId id) { return {id, StepNumber::Batch}; }
  Harness h{reference_cluster()};
};

TEST_F(Het, ComponentsHaveIdsInARowAndOneScript) {
  const JobId n = submit({batch(), batch(2), batch(5)});
  for (std::uint32_t offset = 0; offset < 3; ++offset) {
    const Job& job = h.job(at(n, offset));
    EXPECT_EQ(job.het_job, n);
    EXPECT_EQ(job.het_offset, offset);
    EXPECT_EQ(job.het_set.size(), 3U);
    EXPECT_TRUE(h.runs(job.id));
    EXPECT_EQ(h.processes.count(batch_of(job.id)), offset == 0 ? 1U : 0U);
  }
  EXPECT_EQ(h.members(n).size(), 3U);
}

TEST_F(Het, IsTakenInAsAWholeOrNotAtAll) {
  JobSpec nowhere = batch(), array = batch(), first = batch(), same = batch();
  nowhere.partition = "nope";
  array.array = "1-2";
  first.required_nodes = same.required_nodes = "node1";
  EXPECT_EQ(send({batch(), nowhere}).code, Code::InvalidPartitionName);
  EXPECT_EQ(send({array, batch()}).code, Code::InvalidArray);
  EXPECT_EQ(send({batch(), array}).code, Code::InvalidArray);
  EXPECT_EQ(send({first, same}).code, Code::InvalidNodeName);
  EXPECT_TRUE(h.rows.empty());
}

TEST_F(Het, WhatOneComponentNamesTheOthersShun) {
  JobSpec named = batch(), shy = batch();
  named.required_nodes = "node3";
  shy.excluded_nodes = "node5";
  const JobId n = submit({batch(), named, shy});
  EXPECT_EQ(h.job(n).spec.excluded_nodes, "node[3,5]");
  EXPECT_EQ(h.job(at(n, 1)).spec.excluded_nodes, "node5");
  EXPECT_EQ(h.job(at(n, 2)).spec.excluded_nodes, "node[3,5]");
}

TEST_F(Het, AnImmediateOneIsRefused) {
  JobSpec spec = batch();
  spec.kind = JobKind::Allocation;
  EXPECT_EQ(send({spec, spec}, true).code, Code{2078});
}

TEST_F(Het, TheScriptsEndIsTheEndOfAll) {
  const JobId good = submit({batch(), batch()});
  h.end_batch(good);
  EXPECT_EQ(h.state_of(at(good, 1)), JobState::Completed);
  const JobId bad = submit({batch(), batch()});
  h.end_batch(bad, ExitCode{5, 0});
  EXPECT_EQ(h.state_of(at(bad, 1)), JobState::Failed);
  EXPECT_EQ(h.job(at(bad, 1)).exit_code, (ExitCode{5, 0}));
}

TEST_F(Het, AWaitingComponentCannotBeCancelledAlone) {
  const JobId n = held();
  EXPECT_EQ(h.cancel(to_string(at(n, 1))), Code{2108});
  EXPECT_EQ(h.cancel(name(n, 1)), Code{2108});
  EXPECT_EQ(h.state_of(at(n, 1)), JobState::Pending);
  EXPECT_EQ(h.cancel(to_string(n)), Code::Success);
  for (std::uint32_t offset = 0; offset < 3; ++offset) EXPECT_EQ(h.state_of(at(n, offset)), JobState::Cancelled);
}

TEST_F(Het, ARunningComponentCanAndTheOthersGoOn) {
  const JobId n = submit({batch(), batch(), batch()});
  EXPECT_EQ(h.cancel(name(n, 1)), Code::Success);
  EXPECT_EQ(h.state_of(at(n, 1)), JobState::Cancelled);
  EXPECT_TRUE(h.runs(n) && h.runs(at(n, 2)));
  EXPECT_EQ(h.cancel(to_string(n)), Code::Success);
  EXPECT_EQ(h.state_of(at(n, 2)), JobState::Cancelled);
}

TEST_F(Het, OneIsHeldAndReleasedAndAllWaitForIt) {
  const JobId n = held();
  EXPECT_EQ(h.act(wire::JobAction::Release, to_string(n)), Code::Success);
  EXPECT_TRUE(h.runs(n) && h.runs(at(n, 2)));
  const JobId m = held();
  EXPECT_EQ(h.act(wire::JobAction::Release, name(m, 1)), Code::Success);
  EXPECT_EQ(h.reason(at(m, 1)), Reason::Resources);
  EXPECT_EQ(h.reason(m), Reason::JobHeldUser);
}

TEST_F(Het, OnlyTheWholeIsSuspendedAndOnlyTheLeaderRequeued) {
  const JobId n = submit({batch(), batch()});
  EXPECT_EQ(h.act(wire::JobAction::Suspend, to_string(at(n, 1))), Code{2108});
  EXPECT_EQ(h.act(wire::JobAction::Suspend, to_string(n)), Code::Success);
  EXPECT_EQ(h.state_of(at(n, 1)), JobState::Suspended);
  EXPECT_EQ(h.act(wire::JobAction::Resume, to_string(n)), Code::Success);
  EXPECT_EQ(h.act(wire::JobAction::Requeue, to_string(at(n, 1))), Code{2107});
  EXPECT_EQ(h.act(wire::JobAction::Requeue, name(n, 1)), Code::InvalidJobId);
  EXPECT_EQ(h.act(wire::JobAction::Requeue, to_string(n)), Code::Success);
  for (std::uint32_t offset = 0; offset < 2; ++offset) {
    EXPECT_EQ(h.state_of(at(n, offset)), JobState::Pending);
    EXPECT_EQ(h.reason(at(n, offset)), Reason::BeginTime);
    EXPECT_EQ(h.job(at(n, offset)).restarts, 1U);
  }
  h.later(Seconds{130});
  EXPECT_TRUE(h.runs(n) && h.runs(at(n, 1)));
}

TEST_F(Het, AChangeOfTheLeaderChangesAllAndOneOfAComponentOnlyThat) {
  const JobId n = held();
  EXPECT_EQ(h.update_job(to_string(n), "Comment", "all"), Code::Success);
  EXPECT_EQ(h.update_job(name(n, 2), "Comment", "third"), Code::Success);
  EXPECT_EQ(h.job(at(n, 1)).spec.comment, "all");
  EXPECT_EQ(h.job(at(n, 2)).spec.comment, "third");
}

TEST_F(Het, ComponentsTimeLimitIsItsOwnAndTheLeadersThatOfAll) {
  const JobId n = submit({batch(1, 5), batch(1, 1)}), m = submit({batch(1, 1), batch(1, 5)});
  h.later(Seconds{70});
  EXPECT_EQ(h.state_of(at(n, 1)), JobState::Timeout);
  EXPECT_TRUE(h.runs(n));
  EXPECT_EQ(h.state_of(m), JobState::Timeout);
  EXPECT_EQ(h.state_of(at(m, 1)), JobState::Failed);
  EXPECT_EQ(h.job(at(m, 1)).exit_code, (ExitCode{0, 15}));
}

TEST_F(Het, ALostNodePutsAllBackOrEndsAll) {
  JobSpec once = batch();
  once.requeue = Tristate::No;
  const JobId again = submit({batch(), batch()}), gone = submit({once, once});
  const std::string node = h.job(at(again, 1)).batch_host, other = h.job(at(gone, 1)).batch_host;
  h.update(wire::Entity::Node, {{"NodeName", node}, {"State", "DOWN"}, {"Reason", "x"}});
  if (other != node) h.update(wire::Entity::Node, {{"NodeName", other}, {"State", "DOWN"}, {"Reason", "x"}});
  for (std::uint32_t offset = 0; offset < 2; ++offset) {
    EXPECT_GE(h.job(at(again, offset)).restarts, 1U);
    EXPECT_EQ(h.state_of(at(gone, offset)), JobState::NodeFail);
  }
}

TEST_F(Het, OneNameIsNoObstacleToItself) {
  JobSpec spec = batch();
  spec.dependency = "singleton";
  const JobId n = submit({spec, spec});
  EXPECT_TRUE(h.runs(n) && h.runs(at(n, 1)));
}

TEST_F(Het, WhoDependsOnItWaitsForAll) {
  const JobId n = submit({batch(), batch()});
  JobSpec spec = batch();
  spec.dependency = "afterok:" + to_string(n);
  const JobId after = h.submit(spec);
  h.cancel(name(n, 1));
  EXPECT_FALSE(h.runs(after));
  const JobId m = submit({batch(), batch()});
  spec.dependency = "afterok:" + to_string(m);
  const JobId good = h.submit(spec);
  h.end_batch(m);
  EXPECT_TRUE(h.runs(good));
}

TEST_F(Het, ARestartFindsItAsItWas) {
  const JobId n = submit({batch(), batch()}), waits = held();
  h.crash();
  EXPECT_TRUE(h.runs(n) && h.runs(at(n, 1)));
  EXPECT_EQ(h.job(at(waits, 2)).het_job, waits);
  h.end_unseen(batch_of(n), ExitCode{3, 0});
  h.crash();
  EXPECT_EQ(h.state_of(at(n, 1)), JobState::Failed);
  EXPECT_EQ(h.act(wire::JobAction::Release, to_string(waits)), Code::Success);
  EXPECT_TRUE(h.runs(waits) && h.runs(at(waits, 2)));
}

TEST_F(Het, AStartThatWasSavedButNotDoneIsTakenBackAsAWhole) {
  const JobId n = submit({batch(), batch()});
  h.processes.clear();  // as if the script's process had never been made
  h.crash();
  EXPECT_EQ(h.job(n).restarts, 1U);
  EXPECT_EQ(h.job(at(n, 1)).restarts, 1U);
  EXPECT_EQ(h.runs(n), h.runs(at(n, 1)));
}

TEST_F(Het, AStepOverSeveralComponentsHasOneNumberAndStartsWholly) {
  const JobId n = submit({batch(2), batch(2)});
  wire::HetStepSpec spec;
  for (std::uint32_t offset = 0; offset < 2; ++offset) {
    wire::StepSpec part;
    part.job = at(n, offset);
    part.ntasks = 2;
    part.argv = {"x"};
    spec.parts.push_back(part);
  }
  wire::StepSpec alone = spec.parts[1];
  const auto first = h.get<wire::StepReply>(wire::RequestKind::CreateStep, alone);
  EXPECT_EQ(first.step.id, (StepId{at(n, 1), StepNumber{0}}));
  const core::Ticket waiting = h.start_asking(wire::RequestKind::CreateHetStep, wire::encode(spec));
  EXPECT_EQ(h.answer_of(waiting), nullptr) << "the second component is busy";
  h.end_step(first.step.id);
  const wire::Reply* reply = h.answer_of(waiting);
  ASSERT_NE(reply, nullptr);
  const auto parts = wire::decode<wire::HetStepReply>(reply->payload);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->parts.size(), 2U);
  for (std::uint32_t offset = 0; offset < 2; ++offset)
    EXPECT_EQ(parts->parts[offset].step.id, (StepId{at(n, offset), StepNumber{1}}));
}

}  // namespace
}  // namespace minislurm::test
