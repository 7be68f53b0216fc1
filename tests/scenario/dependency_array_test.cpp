// Jobs that wait for others, and arrays.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

class Waiting : public ::testing::Test {
 protected:
  JobId after(const std::string& dependency, Tristate kill = Tristate::Unset) {
    JobSpec spec = batch();
    spec.dependency = dependency;
    spec.kill_on_invalid_dependency = kill;
    return h.submit(spec);
  }
  JobId array(const std::string& tasks, bool held = false) {
    JobSpec spec = batch();
    spec.array = tasks;
    spec.hold = held;
    return h.submit(spec);
  }
  JobId task(JobId of, std::uint32_t number_of) { return h.state->inside().jobs.array(of)->tasks.at(number_of); }
  Harness h{reference_cluster()};
};

TEST_F(Waiting, EachKindOfDependencyIsMetOrNever) {
  const JobId f = h.submit(batch()), g = h.submit(batch());
  const std::string fs = to_string(f), gs = to_string(g);
  const JobId a = after("afterok:" + gs), b = after("afterok:" + fs), c = after("afternotok:" + fs);
  const JobId d = after("afterany:" + fs + ":" + gs), e = after("after:" + gs);
  const JobId any = after("afterok:" + fs + "?afterok:" + gs), k = after("afterok:" + fs, Tristate::Yes);
  EXPECT_EQ(h.job(a).dependency_left, "afterok:" + gs + "(unfulfilled)");
  EXPECT_EQ(h.job(d).dependency_left, "afterany:" + fs + "(unfulfilled),afterany:" + gs + "(unfulfilled)");
  EXPECT_EQ(h.job(any).dependency_left, "afterok:" + fs + "(unfulfilled)?afterok:" + gs + "(unfulfilled)");
  EXPECT_EQ(h.reason(a), Reason::Dependency);
  EXPECT_TRUE(h.runs(e)) << "its job has started";
  h.end_batch(f, ExitCode{1, 0});
  EXPECT_EQ(h.reason(b), Reason::DependencyNeverSatisfied);
  EXPECT_EQ(h.job(b).dependency_left, "afterok:" + fs + "(failed)");
  EXPECT_EQ(h.state_of(k), JobState::Cancelled);
  EXPECT_EQ(h.reason(k), Reason::DependencyNeverSatisfied);
  EXPECT_TRUE(h.runs(c));
  EXPECT_FALSE(h.runs(d));
  h.end_batch(g);
  for (const JobId id : {a, d, any}) EXPECT_TRUE(h.runs(id)) << number(id);
  EXPECT_EQ(h.update_job(to_string(b), "Dependency", ""), Code::Success);
  EXPECT_TRUE(h.runs(b));
}

TEST_F(Waiting, SingletonsOfOneNameRunOneAfterTheOther) {
  const JobId a = after("singleton"), b = after("singleton"), c = after("singleton");
  EXPECT_TRUE(h.runs(a));
  EXPECT_EQ(h.job(b).dependency_left, "singleton(unfulfilled)");
  h.cancel(to_string(b));
  EXPECT_EQ(h.state_of(c), JobState::Pending);
  h.end_batch(a);
  EXPECT_TRUE(h.runs(c));
}

TEST_F(Waiting, AfterWithMinutesCountsFromTheStart) {
  const JobId a = h.submit(batch());
  const JobId b = after("after:" + to_string(a) + "+5");
  h.later(Seconds{200});
  EXPECT_EQ(h.state_of(b), JobState::Pending);
  h.later(Seconds{101});
  EXPECT_TRUE(h.runs(b));
}

TEST_F(Waiting, ALongChainEndsWithoutExhaustingTheStack) {
  JobId last = h.submit(batch());
  const JobId first = last;
  for (int i = 0; i < 1000; ++i) last = after("afterok:" + to_string(last), Tristate::Yes);
  h.end_batch(first, ExitCode{1, 0});
  EXPECT_EQ(h.state_of(last), JobState::Cancelled);
}

TEST_F(Waiting, CircularDependenciesAreRefused) {
  JobSpec spec = batch();
  spec.hold = true;
  const JobId a = h.submit(spec);
  const JobId b = after("afterok:" + to_string(a));
  EXPECT_EQ(h.update_job(to_string(a), "Dependency", "afterok:" + to_string(b)), Code::CircularDependency);
}

TEST_F(Waiting, ArrayTasksGetIdsAsTheyStartAndTheLastKeepsTheArrays) {
  const JobId a = array("1-4%2");
  EXPECT_EQ(h.members(a).size(), 3U);
  EXPECT_EQ(h.job(a).array_pending, (std::vector<std::uint32_t>{3, 4}));
  EXPECT_EQ(h.reason(a), Reason::JobArrayTaskLimit);
  EXPECT_EQ(h.update_job(to_string(a), "ArrayTaskThrottle", "4"), Code::Success);
  EXPECT_TRUE(h.runs(a));
  EXPECT_EQ(h.job(a).array_task, 4U);
  EXPECT_EQ(task(a, 4), a);
  for (const JobId member : h.members(a)) h.end_batch(member, ExitCode{h.job(member).array_task == 3U ? 1U : 0U, 0});
  EXPECT_EQ(h.state_of(task(a, 3)), JobState::Failed);
  EXPECT_EQ(h.state_of(a), JobState::Completed);
}

TEST_F(Waiting, TasksOfAWaitingArrayAreCancelledAndHeldSingly) {
  const JobId b = array("0-6:3,10,20-22", true);
  const std::string id = to_string(b);
  EXPECT_EQ(h.cancel(id + "_[3-10]"), Code::InvalidJobId) << "5 does not exist, the others are cancelled";
  EXPECT_EQ(h.job(b).array_pending, (std::vector<std::uint32_t>{0, 20, 21, 22}));
  EXPECT_EQ(h.cancel(id + "_20"), Code::Success);
  EXPECT_EQ(h.act(wire::JobAction::Hold, id + "_21"), Code::Success);
  EXPECT_EQ(h.members(b).size(), 2U);
  EXPECT_EQ(h.reason(task(b, 21)), Reason::JobHeldAdmin);
  EXPECT_EQ(h.act(wire::JobAction::Release, id), Code::Success);
  EXPECT_EQ(h.members(b).size(), 3U);
  for (const JobId member : h.members(b)) EXPECT_TRUE(h.runs(member));
}

TEST_F(Waiting, AWaitingTaskIsShownAsAJobOfItsOwn) {
  const JobId a = array("1-3", true);
  wire::QueryJobsRequest request;
  request.jobs.push_back(wire::JobSelector{a, {2}, std::nullopt, std::nullopt});
  const auto reply = h.get<wire::JobsReply>(wire::RequestKind::QueryJobs, request);
  ASSERT_EQ(reply.jobs.size(), 1U);
  EXPECT_EQ(reply.jobs[0].array_task, 2U);
  EXPECT_TRUE(reply.jobs[0].array_pending.empty());
  EXPECT_EQ(h.members(a).size(), 1U) << "looking changes nothing";
  request.jobs[0].tasks = {99};
  EXPECT_EQ(h.code(wire::RequestKind::QueryJobs, request), Code::InvalidJobId);
}

TEST_F(Waiting, CorrespondingTasksFollowEachOther) {
  const JobId p = array("1-2");
  JobSpec spec = batch();
  spec.array = "1-2";
  spec.dependency = "aftercorr:" + to_string(p);
  const JobId r = h.submit(spec);
  h.end_batch(task(p, 1));
  EXPECT_TRUE(h.runs(task(r, 1)));
  h.end_batch(task(p, 2), ExitCode{1, 0});
  EXPECT_EQ(h.job(r).array_task, 2U);
  EXPECT_EQ(h.reason(r), Reason::DependencyNeverSatisfied);
}

TEST_F(Waiting, CorrespondingTasksOfAnArrayThatHasEndedAreFollowedAtOnce) {
  const JobId p = array("1-2");
  h.end_batch(task(p, 1));
  h.end_batch(p, ExitCode{1, 0});
  JobSpec spec = batch();
  spec.array = "1-2";
  spec.dependency = "aftercorr:" + to_string(p);
  const JobId r = h.submit(spec);
  EXPECT_TRUE(h.runs(task(r, 1)));
  EXPECT_EQ(h.reason(task(r, 2)), Reason::DependencyNeverSatisfied);
}

TEST_F(Waiting, ADependencyOnAnArrayWaitsForAllOfIt) {
  const JobId p = array("1-3");
  const JobId a = after("afterok:" + to_string(p)), any = after("afterany:" + to_string(p));
  EXPECT_EQ(h.job(a).dependency_left, "afterok:" + to_string(p) + "_*(unfulfilled)");
  h.end_batch(task(p, 1));
  h.end_batch(task(p, 2));
  EXPECT_FALSE(h.runs(a));
  h.end_batch(task(p, 3));
  EXPECT_TRUE(h.runs(a));
  EXPECT_TRUE(h.runs(any));
}

}  // namespace
}  // namespace minislurm::test
