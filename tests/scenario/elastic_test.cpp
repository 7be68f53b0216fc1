// Jobs that grow and shrink while they run.
#include <algorithm>

#include "libcommon/wire/accounting_messages.h"
#include "slurmctld/elastic/size.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

// One node of 8 CPUs, 8000 MB and 4 GPUs; a CPU is a core.
Cluster one_node() {
  Cluster cluster = plain_cluster(1, 8, 8000, 0, 4);
  cluster.settings.elastic = true;
  return cluster;
}

JobSpec elastic(std::uint32_t least, std::uint32_t most, std::uint32_t asked = 0) {
  JobSpec spec = batch(1, 600);
  spec.cpus_per_task = asked == 0 ? least : asked;
  spec.memory_per_node = Mebibytes{100};
  spec.elastic.wanted = true;
  spec.elastic.min_cpus = least;
  spec.elastic.max_cpus = most;
  return spec;
}

JobSpec rigid(std::uint32_t cpus, std::uint32_t minutes = 60) {
  JobSpec spec = batch(cpus, minutes);
  spec.memory_per_node = Mebibytes{100};
  return spec;
}

class Elastic : public ::testing::Test {
 protected:
  std::uint32_t cpus(JobId id) const { return h.job(id).allocation.cpu_count(); }
  std::size_t told(JobId id) const { return h.processes.at(StepId{id, StepNumber::Batch}).allocation.cpu_count(); }
  bool noted(const std::string& text) const { return std::find(h.notes.begin(), h.notes.end(), text) != h.notes.end(); }
  Harness h{one_node()};
};

TEST_F(Elastic, AJobAloneGrowsToItsMaximumAndItsProcessesAreTold) {
  const JobId job = h.submit(elastic(2, 4));
  EXPECT_EQ(cpus(job), 4U);
  EXPECT_EQ(told(job), 4U);
  EXPECT_EQ(h.rows.at(job).allocation.cpu_count(), 4U);
  EXPECT_EQ(h.control_files.at(job).allocation.cpu_count(), 4U);
  EXPECT_TRUE(noted("Scaled UP job 1: 2 -> 4 CPUs (utilization: 13.1%)")) << h.notes.back();
}

TEST_F(Elastic, WithoutAMaximumItMayHaveAllOfTheLargestNode) {
  JobSpec spec = elastic(2, 8);
  spec.elastic.max_cpus.reset();
  const JobId job = h.submit(spec);
  EXPECT_EQ(cpus(job), 8U);
  EXPECT_EQ(h.job(job).elastic.most.cpus, 8U);
}

TEST_F(Elastic, AFullMachineMakesRoomForWhoWaitsExactlyAsMuchAsHeNeeds) {
  const JobId job = h.submit(elastic(2, 8));
  ASSERT_EQ(cpus(job), 8U);
  const JobId urgent = h.submit(rigid(3));
  EXPECT_TRUE(h.runs(urgent));
  EXPECT_EQ(cpus(job), 5U);
  EXPECT_EQ(told(job), 5U);
  EXPECT_TRUE(noted("Scaled DOWN job 1: 8 -> 5 CPUs (for job 2)"));
}

TEST_F(Elastic, NobodyGoesBelowHisMinimum) {
  const JobId job = h.submit(elastic(4, 8));
  const JobId large = h.submit(rigid(5));
  EXPECT_FALSE(h.runs(large));
  EXPECT_EQ(cpus(job), 8U) << "it gives nothing up in vain";
  const JobId small = h.submit(rigid(4, 5));
  EXPECT_TRUE(h.runs(small));
  EXPECT_EQ(cpus(job), 4U);
}

TEST_F(Elastic, TheLowestPriorityGivesFirst) {
  JobSpec important = elastic(1, 4);
  important.priority = 1000;
  JobSpec other = elastic(1, 4);
  other.priority = 10;
  const JobId a = h.submit(important), b = h.submit(other);
  ASSERT_EQ(cpus(a) + cpus(b), 8U);
  JobSpec urgent = rigid(4);
  urgent.priority = 5000;
  ASSERT_TRUE(h.runs(h.submit(urgent)));
  EXPECT_EQ(cpus(b), 1U);
  EXPECT_EQ(cpus(a), 3U);
}

TEST_F(Elastic, AJobIsNotResizedAgainBeforeTheCooldownIsOverButMakesRoomAtAnyTime) {
  const JobId job = h.submit(elastic(2, 8));
  h.later(Seconds{3});
  const JobId brief = h.submit(rigid(4));
  ASSERT_EQ(cpus(job), 4U) << "shrinking for who waits is no matter of time";
  h.end_batch(brief);
  EXPECT_EQ(cpus(job), 4U);
  h.later(Seconds{9});
  EXPECT_EQ(cpus(job), 4U);
  h.later(Seconds{1});
  EXPECT_EQ(cpus(job), 8U);
}

TEST_F(Elastic, ABusyMachineLetsNobodyGrow) {
  JobSpec spec = rigid(4);
  spec.memory_per_node = Mebibytes{4000};
  h.submit(spec);
  const JobId job = h.submit(elastic(2, 4));
  EXPECT_EQ(cpus(job), 2U) << "6 of 8 CPUs and 4100 of 8000 MB are in use";
}

TEST_F(Elastic, TheThresholdIsThePartitionsWhereItHasOne) {
  Cluster cluster = one_node();
  cluster.partitions[0].elastic_threshold = 10;
  Harness strict{cluster};
  const JobId job = strict.submit(elastic(2, 4));
  EXPECT_EQ(strict.job(job).allocation.cpu_count(), 2U);
}

TEST_F(Elastic, NobodyIsResizedWhereThePolicyIsOff) {
  Cluster cluster = one_node();
  cluster.settings.elastic = false;
  Harness off{cluster};
  EXPECT_EQ(off.job(off.submit(elastic(2, 4))).allocation.cpu_count(), 2U);
}

TEST_F(Elastic, MemoryAndGpusAreTakenOnlyAfterTheGrace) {
  JobSpec spec = elastic(1, 1);
  spec.elastic.min_memory = Mebibytes{100};
  spec.elastic.max_memory = Mebibytes{6000};
  spec.elastic.max_gpus = 4;
  spec.elastic.min_gpus = 0;
  const JobId job = h.submit(spec);
  ASSERT_EQ(elastic::size_of(h.job(job).allocation).memory, Mebibytes{6000});
  ASSERT_EQ(elastic::size_of(h.job(job).allocation).gpus, 4U);
  JobSpec wants = rigid(1);
  wants.memory_per_node = Mebibytes{4000};
  wants.gres_per_node = "gres/gpu:1";
  const JobId waiting = h.submit(wants);
  EXPECT_FALSE(h.runs(waiting));
  EXPECT_EQ(h.job(job).allocation.memory(), Mebibytes{6000}) << "it is told, and keeps it for a while";
  EXPECT_EQ(elastic::size_of(h.control_files.at(job).elastic.leaving).memory, Mebibytes{2000});
  h.later(Seconds{4});
  EXPECT_FALSE(h.runs(waiting));
  h.crash();
  EXPECT_FALSE(h.runs(waiting));
  h.later(Seconds{1});
  EXPECT_TRUE(h.runs(waiting));
  EXPECT_EQ(h.job(job).allocation.memory(), Mebibytes{4000});
  EXPECT_EQ(elastic::size_of(h.job(job).allocation).gpus, 3U);
}

TEST_F(Elastic, ARestartKnowsEachSize) {
  const JobId job = h.submit(elastic(2, 8));
  h.later(Seconds{20});
  const JobId other = h.submit(rigid(3));
  h.crash();
  EXPECT_EQ(cpus(job), 5U);
  EXPECT_TRUE(h.runs(other));
  ASSERT_EQ(h.job(job).elastic.resizes.size(), 2U);
  EXPECT_EQ(h.job(job).elastic.resizes[1].from.cpus, 8U);
  EXPECT_EQ(h.job(job).elastic.cpu_seconds, 160U) << "20 seconds with 8 CPUs, none with 2";
}

TEST_F(Elastic, ACrashBetweenTheRowAndTheProcessIsMadeUpFor) {
  const JobId job = h.submit(elastic(2, 8));
  h.crash_before_acting = false;
  JobSpec urgent = rigid(4);
  // The turn that shrinks is the pass behind the submission's: its row is saved, and nobody is told.
  const JobId waiting = h.submit(urgent);
  h.processes.at(StepId{job, StepNumber::Batch}).allocation = {};
  h.crash();
  EXPECT_TRUE(h.runs(waiting));
  EXPECT_EQ(told(job), 4U);
}

TEST_F(Elastic, AReservationIsNotGrownInto) {
  ASSERT_EQ(h.update(wire::Entity::Reservation,
                     {{"ReservationName", "soon"}, {"StartTime", "now+30minutes"}, {"Duration", "60"}, {"Nodes", "n1"}, {"Users", "root"}},
                     wire::UpdateVerb::Create).code, Code::Success);
  JobSpec brief = elastic(2, 4);
  brief.time_limit = Minutes{20};
  const JobId fits = h.submit(brief);
  ASSERT_TRUE(h.runs(fits));
  EXPECT_EQ(cpus(fits), 4U) << "it ends before";
}

TEST_F(Elastic, ANodeThatIsReservedSoonIsGrownOntoOnlyByWhoEndsBefore) {
  for (const auto& [minutes, nodes] : {std::pair{60U, 1U}, std::pair{20U, 2U}}) {
    Harness two{plain_cluster(2, 2, 1000)};
    ASSERT_EQ(two.update(wire::Entity::Reservation,
                         {{"ReservationName", "soon"}, {"StartTime", "now+30minutes"}, {"Duration", "60"}, {"Nodes", "n2"}, {"Users", "root"}},
                         wire::UpdateVerb::Create).code, Code::Success);
    JobSpec spec = elastic(1, 4);
    spec.elastic.min_nodes = 1;
    spec.elastic.max_nodes = 2;
    spec.min_nodes = spec.max_nodes = 1;
    spec.time_limit = Minutes{minutes};
    EXPECT_EQ(two.job(two.submit(spec)).allocation.nodes.size(), nodes) << minutes << " minutes";
  }
}

// Two CPUs of eight are left of what the account may have beside the first job.
TEST_F(Elastic, NobodyGrowsBeyondWhatHisAccountMayHave) {
  Cluster cluster = one_node();
  cluster.settings.job_submit_default_account = "acct";
  cluster.settings.accounting_enforce = kEnforceAssociations | kEnforceLimits;
  Harness limited{cluster};
  limited.as.user_name = "root";
  wire::ChangeAccountingRequest limit;
  limit.verb = wire::AccountingVerb::Modify;
  limit.entity = wire::AccountingEntity::Account;
  limit.where = {{"name", "acct"}};
  limit.set = {{"GrpTRES", "cpu=5"}};
  limit.commit = true;
  ASSERT_EQ(limited.ask(wire::RequestKind::ChangeAccounting, wire::encode(limit)).code, Code::Success);
  const JobId beside = limited.submit(rigid(2));
  const JobId job = limited.submit(elastic(1, 8));
  ASSERT_TRUE(limited.runs(beside) && limited.runs(job));
  EXPECT_EQ(limited.job(job).allocation.cpu_count(), 3U);
  const wire::Reply refused = limited.update(wire::Entity::Job, {{"JobId", to_string(job)}, {"NumCPUs", "4"}});
  EXPECT_EQ(refused.detail, "Job 2 may not become larger: AssocGrpCpuLimit");
  limited.end_batch(beside);
  limited.later(Seconds{10});
  EXPECT_EQ(limited.job(job).allocation.cpu_count(), 5U);
}

TEST_F(Elastic, SeveralShareWhatIsIdleByPriorityAndDistance) {
  Cluster cluster = one_node();
  Harness many{cluster};
  JobSpec filler = rigid(6);
  filler.memory_per_node = Mebibytes{6000};
  const JobId first = many.submit(filler);
  JobSpec spec = elastic(1, 8);
  spec.priority = 100;
  const JobId a = many.submit(spec), b = many.submit(spec);
  ASSERT_EQ(many.job(a).allocation.cpu_count(), 1U);
  many.end_batch(first);
  EXPECT_EQ(many.job(a).allocation.cpu_count(), 4U);
  EXPECT_EQ(many.job(b).allocation.cpu_count(), 4U);
}

TEST_F(Elastic, ARequeuedJobStartsWithItsRequest) {
  const JobId job = h.submit(elastic(2, 8));
  ASSERT_EQ(cpus(job), 8U);
  ASSERT_EQ(h.act(wire::JobAction::Requeue, to_string(job)), Code::Success);
  EXPECT_TRUE(h.job(job).elastic.resizes.empty());
  EXPECT_EQ(h.job(job).elastic.most.cpus, 8U);
}

TEST_F(Elastic, NodesComeAndGoAsAWhole) {
  Harness two{plain_cluster(4, 2, 1000)};
  JobSpec spec = elastic(1, 8);
  spec.elastic.min_cpus.reset();
  spec.elastic.max_cpus.reset();
  spec.elastic.min_nodes = 1;
  spec.elastic.max_nodes = 3;
  spec.min_nodes = spec.max_nodes = 1;
  spec.cpus_per_task = 2;
  const JobId job = two.submit(spec);
  ASSERT_EQ(two.job(job).allocation.nodes.size(), 3U);
  EXPECT_EQ(two.job(job).allocation.cpu_count(), 6U);
  const JobId urgent = two.submit(rigid(6));
  EXPECT_FALSE(two.runs(urgent)) << "nodes go when the grace is over";
  two.later(Seconds{5});
  EXPECT_TRUE(two.runs(urgent)) << two.job(job).allocation.nodes.size();
  EXPECT_EQ(two.job(job).allocation.nodes.size(), 1U);
}

TEST_F(Elastic, AnOperatorOrTheOwnerResizesItByHandWithinItsBounds) {
  Cluster cluster = one_node();
  cluster.settings.elastic = false;
  Harness own{cluster};
  JobSpec spec = elastic(2, 6);
  spec.elastic.min_memory = Mebibytes{50};
  spec.elastic.max_memory = Mebibytes{400};
  spec.elastic.max_gpus = 2;
  const std::string job = to_string(own.submit(spec));
  const auto held = [&] { return own.job(JobId{1}).allocation; };
  EXPECT_EQ(own.update_job(job, "NumCPUs", "5"), Code::Success);
  EXPECT_EQ(held().cpu_count(), 5U);
  EXPECT_TRUE(own.job(JobId{1}).elastic.resizes.back().by_hand);
  EXPECT_EQ(own.update_job(job, "NumCPUs", "3"), Code::Success);
  EXPECT_EQ(held().cpu_count(), 3U);
  EXPECT_EQ(own.update(wire::Entity::Job, {{"JobId", job}, {"NumCPUs", "7"}}).detail,
            "Job 1 is elastic from 2 to 6 CPUs: 7 is outside of that");
  EXPECT_EQ(own.update_job(job, "MinMemoryNode", "400"), Code::Success);
  EXPECT_EQ(held().memory(), Mebibytes{400});
  EXPECT_EQ(own.update_job(job, "Gres", "gpu:2"), Code::Success);
  EXPECT_EQ(elastic::size_of(held()).gpus, 2U);
  own.submit(rigid(4));
  EXPECT_EQ(own.update(wire::Entity::Job, {{"JobId", job}, {"NumCPUs", "6"}}).detail,
            "Job 1 cannot have 6 CPUs now: 4 is what is free and not kept for others");
  EXPECT_EQ(held().cpu_count(), 3U);
  EXPECT_EQ(own.update_job(job, "MinMemoryNode", "100"), Code::Success);
  EXPECT_EQ(held().memory(), Mebibytes{400});
  EXPECT_NE(own.update_job(job, "NumCPUs", "2"), Code::Success) << "one thing after the other";
  own.later(Seconds{5});
  EXPECT_EQ(held().memory(), Mebibytes{100});
}

TEST_F(Elastic, ARigidJobThatRunsKeepsItsCpusWhateverIsAsked) {
  const JobId job = h.submit(rigid(2));
  EXPECT_EQ(h.update_job(to_string(job), "NumCPUs", "1"), Code::JobNotPending);
}

TEST_F(Elastic, WhoAsksForLessThanHisMinimumIsToldSo) {
  JobSpec spec = elastic(4, 8, 2);
  EXPECT_EQ(h.submit_code(spec), Code::Generic);
}

}  // namespace
}  // namespace minislurm::test
