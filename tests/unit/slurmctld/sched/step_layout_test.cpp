#include "slurmctld/sched/step_layout.h"

#include <gmock/gmock.h>

namespace minislurm::sched {
namespace {

using testing::ElementsAre;

// -N2 -n4 on nodes of four CPUs: three tasks, then one.
Job two_nodes() {
  Job job;
  job.id = JobId{1};
  job.num_tasks = 4;
  job.spec.ntasks = 4;
  job.allocation.nodes = {NodeAllocation{"node1", {0, 1, 2}, {300}, {}, 3}, NodeAllocation{"node2", {0}, {100}, {}, 1}};
  return job;
}

StepPlace placed(const Job& job, const StepWish& wish, std::span<const Step> running = {}) {
  const auto answer = lay_out(job, wish, running);
  EXPECT_TRUE(answer);
  if (!answer || !std::holds_alternative<StepPlace>(*answer)) return {};
  return std::get<StepPlace>(*answer);
}

std::vector<std::string> nodes_by_rank(const StepPlace& place) {
  std::vector<std::string> nodes;
  for (const TaskPlace& task : place.tasks) nodes.push_back(task.node);
  return nodes;
}

Step running_step(const StepPlace& place) {
  Step step;
  step.id = {JobId{1}, StepNumber{0}};
  step.allocation = place.allocation;
  step.whole = place.whole;
  return step;
}

StepWish wish_of(std::uint32_t tasks, std::uint32_t nodes) {
  StepWish wish;
  wish.ntasks = tasks;
  wish.min_nodes = wish.max_nodes = nodes;
  return wish;
}

TEST(StepLayout, TakesOverTheJobsDivisionOfTasks) {
  const StepPlace place = placed(two_nodes(), {});
  EXPECT_THAT(nodes_by_rank(place), ElementsAre("node1", "node1", "node1", "node2"));
  EXPECT_EQ(place.tasks[2].local_rank, 2U);
  EXPECT_EQ(place.tasks[3].node_rank, 1U);
}

TEST(StepLayout, OneTaskGoesToTheFirstNodeAndCountsAllItsCpus) {
  const StepPlace place = placed(two_nodes(), wish_of(1, 1));
  EXPECT_THAT(nodes_by_rank(place), ElementsAre("node1"));
  EXPECT_EQ(step_tres(place.allocation), "cpu=3,mem=300M,node=1");
}

TEST(StepLayout, CountsTheCpusOfItsTasksWhereItTakesNoMore) {
  StepWish wish = wish_of(1, 1);
  wish.exact = true;
  EXPECT_EQ(step_tres(placed(two_nodes(), wish).allocation), "cpu=1,mem=100M,node=1");
  wish.exact = false;
  wish.cpus_per_task = 2;
  EXPECT_EQ(step_tres(placed(two_nodes(), wish).allocation), "cpu=2,mem=200M,node=1");
}

TEST(StepLayout, CyclicAlternatesBetweenNodes) {
  StepWish wish = wish_of(2, 2);
  wish.distribution = "cyclic";
  EXPECT_THAT(nodes_by_rank(placed(two_nodes(), wish)), ElementsAre("node1", "node2"));
}

TEST(StepLayout, RelativeAndNodeListChooseTheNode) {
  StepWish relative = wish_of(1, 1), named = wish_of(1, 1);
  relative.relative = 1;
  named.node_list = "node2";
  EXPECT_THAT(nodes_by_rank(placed(two_nodes(), relative)), ElementsAre("node2"));
  EXPECT_THAT(nodes_by_rank(placed(two_nodes(), named)), ElementsAre("node2"));
}

TEST(StepLayout, RefusesMoreThanTheJobHas) {
  StepWish wish;
  wish.ntasks = 99;
  const auto answer = lay_out(two_nodes(), wish, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::TooManyRequestedCpus);
  wish.ntasks = 1;
  wish.node_list = "node9";
  EXPECT_EQ(lay_out(two_nodes(), wish, {}).error().code, Code::RequestedNodeConfigUnavailable);
}

TEST(StepLayout, ASecondStepWaitsUnlessBothAreExactAndFit) {
  const Job job = two_nodes();
  const Step whole[] = {running_step(placed(job, wish_of(1, 1)))};
  StepWish next = wish_of(1, 1);
  next.node_list = "node1";
  EXPECT_TRUE(std::holds_alternative<StepBusy>(*lay_out(job, next, whole)));
  next.overlap = true;
  next.memory_per_node = Mebibytes{10};
  EXPECT_TRUE(std::holds_alternative<StepPlace>(*lay_out(job, next, whole)));

  StepWish exact = wish_of(2, 1);
  exact.exact = true;
  const Step first[] = {running_step(placed(job, exact))};
  EXPECT_TRUE(std::holds_alternative<StepBusy>(*lay_out(job, exact, first)));
  exact.ntasks = 1;
  exact.node_list = "node1";
  EXPECT_THAT(placed(job, exact, first).allocation.nodes.at(0).cpus, ElementsAre(2U));
}

TEST(StepLayout, AnOverlappingStepDoesNotWaitForMemory) {
  const Job job = two_nodes();
  const Step whole[] = {running_step(placed(job, wish_of(4, 2)))};
  StepWish wish = wish_of(1, 1);
  wish.overlap = true;
  const auto answer = lay_out(job, wish, whole);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::InvalidTaskMemory);
}

TEST(StepLayout, AnExactStepWaitsForTheMemoryThatAnotherHolds) {
  const Job job = two_nodes();
  StepWish wish = wish_of(1, 1);
  wish.exact = true;
  wish.node_list = "node1";
  wish.memory_per_node = Mebibytes{300};
  const Step greedy[] = {running_step(placed(job, wish))};
  wish.memory_per_node = Mebibytes{10};
  EXPECT_TRUE(std::holds_alternative<StepBusy>(*lay_out(job, wish, greedy)));
}

Job three_nodes() {
  Job job = two_nodes();
  job.spec.ntasks.reset();
  job.allocation.nodes.clear();
  for (const char* name : {"node1", "node2", "node3"})
    job.allocation.nodes.push_back(NodeAllocation{name, {0, 1, 2, 3}, Mebibytes{400}, {}, 0});
  return job;
}

TEST(StepLayout, SpreadsTasksEvenlyUnlessTheyArePacked) {
  EXPECT_THAT(nodes_by_rank(placed(three_nodes(), wish_of(5, 3))),
              ElementsAre("node1", "node1", "node2", "node2", "node3"));
  StepWish packed = wish_of(5, 3);
  packed.distribution = "block,pack";
  EXPECT_THAT(nodes_by_rank(placed(three_nodes(), packed)),
              ElementsAre("node1", "node1", "node1", "node2", "node3"));
}

TEST(StepLayout, OvercommittedTasksFillTheCpusFirst) {
  StepWish wish = wish_of(9, 2);
  wish.overcommit = true;
  const StepPlace place = placed(two_nodes(), wish);
  EXPECT_EQ(place.allocation.nodes[0].tasks, 6U);
  EXPECT_EQ(place.allocation.nodes[1].tasks, 3U);
}

TEST(StepLayout, PutsEachTaskWhereAnArbitraryListSays) {
  StepWish wish = wish_of(4, 3);
  wish.distribution = "arbitrary";
  wish.node_list = "node3,node1,node1,node2";
  EXPECT_THAT(nodes_by_rank(placed(three_nodes(), wish)), ElementsAre("node3", "node1", "node1", "node2"));
  wish.ntasks = 5;
  EXPECT_EQ(lay_out(three_nodes(), wish, {}).error().code, Code::BadTaskCount);
}

TEST(StepLayout, TakesOtherNodesBesidesThoseNamedWhereMoreAreAskedFor) {
  StepWish wish = wish_of(2, 2);
  wish.node_list = "node3";
  EXPECT_THAT(nodes_by_rank(placed(three_nodes(), wish)), ElementsAre("node1", "node3"));
}

TEST(StepLayout, PassesOverANumberForEachNodeThatDoesNotFit) {
  StepWish wish = wish_of(4, 2);
  wish.ntasks_per_node = 2;
  EXPECT_THAT(nodes_by_rank(placed(two_nodes(), wish)), ElementsAre("node1", "node1", "node1", "node2"));
}

TEST(StepLayout, GivesEachTaskItsOwnCpus) {
  const StepPlace place = placed(two_nodes(), {});
  EXPECT_THAT(place.tasks[1].cpus, ElementsAre(1U));
  EXPECT_THAT(placed(two_nodes(), wish_of(1, 1)).tasks[0].cpus, ElementsAre(0U, 1U, 2U));
}

TEST(StepLayout, DividesGpusAmongStepsThatAskForThem) {
  Job job = two_nodes();
  job.allocation.nodes[0].gres = {GresAllocation{"gpu", "", {0, 1}, 2}};
  StepWish wish = wish_of(1, 1);
  wish.exact = true;
  wish.node_list = "node1";
  wish.gres_per_task = "gres/gpu:1";
  const StepPlace first = placed(job, wish);
  EXPECT_THAT(first.allocation.nodes.at(0).gres.at(0).indexes, ElementsAre(0U));
  const Step running[] = {running_step(first)};
  EXPECT_THAT(placed(job, wish, running).allocation.nodes.at(0).gres.at(0).indexes, ElementsAre(1U));
  wish.gres_per_task = "gres/gpu:3";
  EXPECT_EQ(lay_out(job, wish, {}).error().code, Code::InvalidGres);
}

TEST(StepLayout, TheBatchScriptHasItsFirstNode) {
  const StepPlace place = batch_place(two_nodes());
  EXPECT_EQ(place.tasks.size(), 1U);
  EXPECT_EQ(step_tres(place.allocation), "cpu=3,mem=300M,node=1");
}

}  // namespace
}  // namespace minislurm::sched
