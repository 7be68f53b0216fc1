// Who makes room, how it goes, and what is left of it afterwards.
#include <gmock/gmock.h>

#include <csignal>

#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

using testing::ElementsAre;
using Signals = std::vector<std::uint32_t>;

constexpr std::uint32_t bit(PreemptBit one) { return static_cast<std::uint32_t>(one); }

// One node of four CPUs; partition "high" stands above "low".
Cluster two_tiers(std::uint32_t mode) {
  Cluster cluster = plain_cluster(1, 4, 4000);
  Partition low = cluster.partitions.front(), high = low;
  low.name = "low";
  high.name = "high";
  high.is_default = false;
  high.priority_tier = 10;
  cluster.partitions = {low, high};
  cluster.settings.preempt.type = PreemptType::PartitionPrio;
  cluster.settings.preempt.mode = mode;
  return cluster;
}

class Preemption : public ::testing::Test {
 protected:
  void begin(std::uint32_t mode, Seconds grace = Seconds{0}) {
    Cluster cluster = two_tiers(mode);
    cluster.partitions[0].grace_time = grace;
    begin(cluster);
  }
  void begin(const Cluster& cluster) { h.emplace(cluster); }
  JobId low(JobSpec spec = batch(4, 30)) {
    spec.partition = "low";
    return h->submit(std::move(spec));
  }
  JobId high(JobSpec spec = batch(2, 10)) {
    spec.partition = "high";
    return h->submit(std::move(spec));
  }
  StepId script(JobId job) { return StepId{job, StepNumber::Batch}; }
  core::Ticket srun(JobId job) {
    wire::StepSpec spec;
    spec.job = job;
    spec.argv = {"/bin/sleep"};
    return h->start_asking(wire::RequestKind::CreateStep, wire::encode(spec));
  }
  StepId first_step(JobId job) { return StepId{job, StepNumber{0}}; }

  std::optional<Harness> h;
};

TEST_F(Preemption, WithCancelTheLowerJobEndsAsPreempted) {
  begin(bit(PreemptBit::Cancel));
  const JobId victim = low();
  h->ends_when_told = false;
  const JobId comer = high();
  EXPECT_EQ(h->state_of(victim), JobState::Preempted);
  EXPECT_TRUE(h->completing(victim));
  EXPECT_EQ(h->job(victim).preempted, h->now);
  EXPECT_THAT(h->processes.at(script(victim)).told, ElementsAre(wire::EndCause::Preempted));
  EXPECT_EQ(h->reason(comer), Reason::Resources);
  h->end_batch(victim, ExitCode{0, SIGKILL});
  EXPECT_TRUE(h->runs(comer));
  EXPECT_EQ(h->rows.at(victim).state, JobState::Preempted);
}

TEST_F(Preemption, WithRequeueItWaitsAgainAndIsCounted) {
  begin(bit(PreemptBit::Requeue));
  const JobId victim = low(), comer = high();
  EXPECT_TRUE(h->runs(comer));
  EXPECT_EQ(h->state_of(victim), JobState::Pending);
  EXPECT_EQ(h->reason(victim), Reason::BeginTime);
  EXPECT_EQ(h->job(victim).restarts, 1U);
  EXPECT_EQ(h->job(victim).preempted, kNever);
  h->end_batch(comer);
  h->later(Minutes{3});
  EXPECT_TRUE(h->runs(victim));
}

TEST_F(Preemption, WhoCannotBeRequeuedIsCancelled) {
  begin(bit(PreemptBit::Requeue));
  JobSpec once = batch(2, 30), allocation = batch(2, 30);
  once.requeue = Tristate::No;
  allocation.kind = JobKind::Allocation;
  const JobId first = low(once), second = low(allocation);
  EXPECT_TRUE(h->runs(high(batch(4, 10))));
  EXPECT_EQ(h->state_of(first), JobState::Preempted);
  EXPECT_EQ(h->state_of(second), JobState::Preempted);
}

TEST_F(Preemption, DuringTheGraceTimeTheStepsAreWarnedAndTheScriptIsNot) {
  begin(bit(PreemptBit::Cancel), Seconds{60});
  const JobId victim = low();
  srun(victim);
  const JobId comer = high();
  EXPECT_TRUE(h->runs(victim));
  EXPECT_EQ(h->job(victim).grace_end, h->now + Seconds{60});
  EXPECT_EQ(h->processes.at(first_step(victim)).signals, (Signals{SIGCONT, SIGTERM}));
  EXPECT_TRUE(h->processes.at(script(victim)).signals.empty());
  h->later(Seconds{59});
  EXPECT_TRUE(h->runs(victim));
  h->later(Seconds{1});
  EXPECT_EQ(h->state_of(victim), JobState::Preempted);
  EXPECT_TRUE(h->runs(comer));
}

TEST_F(Preemption, TheSignalThatAJobAskedForTakesThePlaceOfTheWarningWhereTheSiteWantsIt) {
  Cluster cluster = two_tiers(bit(PreemptBit::Cancel));
  cluster.partitions[0].grace_time = Seconds{60};
  cluster.settings.preempt.send_user_signal = true;
  begin(cluster);
  JobSpec spec = batch(4, 30);
  spec.warn_signal.signal = SIGUSR1;
  spec.warn_signal.before = Seconds{60};
  const JobId victim = low(spec);
  srun(victim);
  high();
  EXPECT_EQ(h->processes.at(first_step(victim)).signals, Signals{SIGUSR1});
}

TEST_F(Preemption, AJobThatEndsByItselfDuringTheGraceTimeIsNotPreempted) {
  begin(bit(PreemptBit::Cancel), Seconds{60});
  const JobId victim = low(), comer = high();
  h->end_batch(victim);
  EXPECT_EQ(h->state_of(victim), JobState::Completed);
  EXPECT_TRUE(h->runs(comer));
}

TEST_F(Preemption, TheGraceTimeOutlivesARestart) {
  begin(bit(PreemptBit::Requeue), Seconds{60});
  const JobId victim = low(), comer = high();
  h->later(Seconds{20});
  h->crash();
  EXPECT_TRUE(h->runs(victim));
  h->later(Seconds{40});
  EXPECT_EQ(h->job(victim).restarts, 1U);
  EXPECT_TRUE(h->runs(comer));
}

TEST_F(Preemption, NobodyElseTakesTheRoomAlsoAfterARestart) {
  begin(bit(PreemptBit::Cancel), Seconds{60});
  const JobId victim = low();
  JobSpec poor = batch(4, 10);
  poor.nice = 100;
  const JobId comer = high(poor);
  const JobId richer = high(batch(4, 10));
  EXPECT_EQ(h->update_job(std::to_string(number(richer)), "Priority", "4000000000"), Code::Success);
  h->crash();
  h->end_batch(victim);
  EXPECT_TRUE(h->runs(comer));
  EXPECT_FALSE(h->runs(richer));
}

TEST_F(Preemption, NorWhatAnAllocationLeavesThatEndsAtOnce) {
  begin(bit(PreemptBit::Cancel));
  JobSpec allocation = batch(4, 30);
  allocation.kind = JobKind::Allocation;
  const JobId victim = low(allocation);
  JobSpec wide = batch(1, 10);
  wide.exclusive = Exclusive::Node;
  const JobId comer = high(wide);
  EXPECT_EQ(h->state_of(victim), JobState::Preempted);
  EXPECT_TRUE(h->runs(comer));
}

TEST_F(Preemption, AnExemptJobIsPreemptedAsSoonAsItsTimeIsOver) {
  Cluster cluster = two_tiers(bit(PreemptBit::Cancel));
  cluster.settings.preempt.exempt_time = Seconds{300};
  begin(cluster);
  const JobId victim = low(), comer = high();
  EXPECT_EQ(h->job(victim).preempt_eligible, h->now + Seconds{300});
  h->later(Seconds{299});
  EXPECT_TRUE(h->runs(victim));
  h->later(Seconds{1});
  EXPECT_TRUE(h->runs(comer));
}

TEST_F(Preemption, LicensesAreReclaimedOnlyWhereTheSiteWantsIt) {
  for (const bool reclaim : {false, true}) {
    Cluster cluster = two_tiers(bit(PreemptBit::Cancel));
    cluster.licenses = {License{"matlab", 2, 0, 0}};
    cluster.settings.preempt.reclaim_licenses = reclaim;
    begin(cluster);
    JobSpec spec = batch(1, 30);
    spec.licenses = "matlab:2";
    const JobId victim = low(spec), comer = high(spec);
    EXPECT_EQ(h->runs(comer), reclaim);
    EXPECT_EQ(h->runs(victim), !reclaim);
  }
}

TEST_F(Preemption, WithSuspendTheLowerJobStandsStillAndItsTimeToo) {
  begin(bit(PreemptBit::Suspend) | bit(PreemptBit::Gang));
  const JobId victim = low();
  h->later(Seconds{100});
  const JobId comer = high();
  EXPECT_TRUE(h->runs(comer));
  EXPECT_EQ(h->state_of(victim), JobState::Suspended);
  EXPECT_EQ(h->processes.at(script(victim)).signals, Signals{SIGSTOP});
  EXPECT_EQ(h->job(victim).preempted, kNever);
  h->later(Seconds{200});
  h->end_batch(comer);
  EXPECT_TRUE(h->runs(victim));
  EXPECT_EQ(h->processes.at(script(victim)).signals, (Signals{SIGSTOP, SIGCONT}));
  EXPECT_EQ(run_time(h->job(victim), h->now), Seconds{100});
  h->later(Minutes{28});
  EXPECT_TRUE(h->runs(victim));
  h->later(Minutes{1});
  EXPECT_EQ(h->state_of(victim), JobState::Timeout);
}

TEST_F(Preemption, WhoStandsStillDoesSoAfterARestart) {
  begin(bit(PreemptBit::Suspend) | bit(PreemptBit::Gang));
  const JobId victim = low(), comer = high();
  h->crash();
  EXPECT_EQ(h->state_of(victim), JobState::Suspended);
  EXPECT_TRUE(h->runs(comer));
  h->end_batch(comer);
  EXPECT_TRUE(h->runs(victim));
}

TEST_F(Preemption, AnOperatorsWordOutlastsTheTurns) {
  begin(bit(PreemptBit::Suspend) | bit(PreemptBit::Gang));
  const JobId victim = low(), comer = high();
  EXPECT_EQ(h->act(wire::JobAction::Suspend, std::to_string(number(victim))), Code::Success);
  h->end_batch(comer);
  EXPECT_EQ(h->state_of(victim), JobState::Suspended);
  EXPECT_EQ(h->act(wire::JobAction::Resume, std::to_string(number(victim))), Code::Success);
  EXPECT_TRUE(h->runs(victim));
}

TEST_F(Preemption, WhomAnOperatorSuspendsLeavesItsCpusToOthers) {
  begin(plain_cluster(1, 4, 4000));
  const JobId first = h->submit(batch(4, 30)), second = h->submit(batch(2, 10));
  EXPECT_FALSE(h->runs(second));
  EXPECT_EQ(h->act(wire::JobAction::Suspend, std::to_string(number(first))), Code::Success);
  EXPECT_TRUE(h->runs(second));
  h->crash();
  EXPECT_EQ(h->state->inside().book.used_cpus(0), 2U);
  h->end_batch(second);
  EXPECT_EQ(h->act(wire::JobAction::Resume, std::to_string(number(first))), Code::Success);
  EXPECT_EQ(h->state->inside().book.used_cpus(0), 4U);
}

// One node whose CPUs two jobs may share.
class GangScheduling : public Preemption {
 protected:
  void SetUp() override {
    Cluster cluster = two_tiers(bit(PreemptBit::Suspend) | bit(PreemptBit::Gang));
    cluster.partitions[0].over_subscribe = OverSubscribe::Force;
    cluster.partitions[0].over_subscribe_count = 2;
    begin(cluster);
  }
};

TEST_F(GangScheduling, JobsOnTheSameCpusAlternateSliceBySlice) {
  const JobId first = low(), second = low();
  EXPECT_TRUE(h->runs(first));
  EXPECT_EQ(h->state_of(second), JobState::Suspended);
  h->later(Seconds{30});
  EXPECT_EQ(h->state_of(first), JobState::Suspended);
  EXPECT_TRUE(h->runs(second));
  h->later(Seconds{30});
  EXPECT_TRUE(h->runs(first));
  EXPECT_EQ(run_time(h->job(first), h->now), Seconds{30});
  EXPECT_EQ(run_time(h->job(second), h->now), Seconds{30});
}

TEST_F(GangScheduling, WhoEndsLeavesTheCpusToTheOther) {
  const JobId first = low(), second = low();
  h->end_batch(first);
  EXPECT_TRUE(h->runs(second));
  h->later(Minutes{5});
  EXPECT_TRUE(h->runs(second));
}

TEST_F(GangScheduling, TheSlicesGoOnAfterARestart) {
  const JobId first = low(), second = low();
  h->crash();
  EXPECT_TRUE(h->runs(first));
  EXPECT_EQ(h->state_of(second), JobState::Suspended);
  h->later(Seconds{30});
  EXPECT_TRUE(h->runs(second));
}

TEST_F(GangScheduling, ASuspendedMemberLeavesItsTurnsToTheOthers) {
  const JobId first = low(), second = low();
  EXPECT_EQ(h->act(wire::JobAction::Suspend, std::to_string(number(first))), Code::Success);
  EXPECT_TRUE(h->runs(second));
  h->later(Minutes{5});
  EXPECT_TRUE(h->runs(second));
  EXPECT_EQ(h->state_of(first), JobState::Suspended);
}

// Preemption by QOS: a grace time of its own, the mode of who is preempted.
class PreemptionByQos : public Preemption {
 protected:
  void SetUp() override {
    Cluster cluster = plain_cluster(1, 4, 4000);
    cluster.settings.preempt.type = PreemptType::Qos;
    cluster.settings.preempt.mode = bit(PreemptBit::Requeue);
    begin(cluster);
    Accounting& accounting = h->state->inside().accounting;
    Qos low, high;
    low.id = 11;
    low.name = "low";
    low.preempt_mode = "cancel";
    low.grace_time = Seconds{5};
    high.id = 12;
    high.name = "high";
    high.preempt = {"low", "normal"};
    accounting.qos.push_back(low);
    accounting.qos.push_back(high);
    for (Association& one : accounting.associations) one.qos = {"normal", "low", "high"};
  }
  JobSpec of(const std::string& qos, std::uint32_t cpus) {
    JobSpec spec = batch(cpus, 30);
    spec.qos = qos;
    return spec;
  }
};

TEST_F(PreemptionByQos, EachGoesAsItsOwnQosSays) {
  const JobId cancelled = h->submit(of("low", 2)), requeued = h->submit(of("normal", 2));
  const JobId comer = h->submit(of("high", 4));
  EXPECT_EQ(h->state_of(requeued), JobState::Pending);
  EXPECT_TRUE(h->runs(cancelled)) << "it has a grace time";
  h->later(Seconds{5});
  EXPECT_EQ(h->state_of(cancelled), JobState::Preempted);
  EXPECT_TRUE(h->runs(comer));
}

}  // namespace
}  // namespace minislurm::test
