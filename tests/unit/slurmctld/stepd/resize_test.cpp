#include "slurmctld/stepd/resize.h"

#include <gmock/gmock.h>

#include <csignal>
#include <random>

namespace minislurm::stepd {
namespace {

using ::testing::IsEmpty;

wire::StepLaunch launch_of(const std::vector<std::pair<std::string, CpuSet>>& tasks) {
  wire::StepLaunch launch;
  for (const auto& [node, cpus] : tasks) {
    wire::TaskLaunch& task = launch.tasks.emplace_back();
    task.place.rank = static_cast<std::uint32_t>(launch.tasks.size() - 1);
    task.place.node = node;
    task.machine_cpus = cpus;
  }
  return launch;
}

wire::ResizeRequest request_of(std::uint32_t number, const std::string& node, const CpuSet& cpus) {
  wire::ResizeRequest request;
  request.number = number;
  request.nodes = {{node, cpus}};
  return request;
}

TEST(TaskCpus, OneThatHadAllOfItsStepHasAllOfWhatItHasNow) {
  EXPECT_EQ(task_cpus({0, 1}, {0, 1}, {0, 1, 2, 3}), (CpuSet{0, 1, 2, 3}));
  EXPECT_EQ(task_cpus({}, {0, 1}, {2}), (CpuSet{2}));
}

TEST(TaskCpus, OneThatWasBoundToLessKeepsWhatIsLeftOfIt) {
  EXPECT_EQ(task_cpus({0, 1}, {0, 1, 2, 3}, {1, 2, 3}), (CpuSet{1}));
  EXPECT_EQ(task_cpus({0}, {0, 1}, {0, 1, 2}), (CpuSet{0}));
}

TEST(TaskCpus, OneOfWhichNothingIsLeftMayUseAll) { EXPECT_EQ(task_cpus({0}, {0, 1}, {1, 2}), (CpuSet{1, 2})); }

TEST(ThreadCpus, OneThatHasChosenNothingFollowsItsTask) {
  EXPECT_EQ(thread_cpus({0, 1}, {0, 1}, {1, 2}), (CpuSet{1, 2}));
}

TEST(ThreadCpus, OneThatHasChosenLessKeepsItsChoiceWhileItCan) {
  EXPECT_EQ(thread_cpus({1}, {0, 1}, {0, 1, 2}), (CpuSet{1}));
  EXPECT_EQ(thread_cpus({1}, {0, 1}, {0, 2}), (CpuSet{0, 2}));
}

TEST(ThreadCpus, OneThatHasGoneBeyondItsTaskIsBroughtBack) {
  EXPECT_EQ(thread_cpus({2, 3}, {0, 1}, {0, 1}), (CpuSet{0, 1}));
  EXPECT_EQ(thread_cpus({1, 3}, {0, 1, 2}, {0, 1}), (CpuSet{0, 1}));
}

TEST(Catches, ReadsTheSignalsThatAProcessHasAHandlerFor) {
  const std::string status = "Name:\tsh\nSigIgn:\tffffffffffffffff\nSigCgt:\t0000000000000200\nCapInh:\t0\n";
  EXPECT_TRUE(catches(status, SIGUSR1));
  EXPECT_FALSE(catches(status, SIGUSR2));
  EXPECT_TRUE(catches("Name:\tsh\nSigCgt:\t8000000000000000", 64));
}

TEST(Catches, TakesNothingForGrantedThatIsNotSaid) {
  for (const char* status : {"", "Name:\tsh\n", "Name:\tsh\nSigCgt:", "Name:\tsh\nSigCgt:\t\n", "Name:\tsh\nSigCgt:\txyz\n"})
    EXPECT_FALSE(catches(status, SIGUSR1)) << status;
  for (const int signal : {-1, 0, 65, 1000}) EXPECT_FALSE(catches("N:\nSigCgt:\tffffffffffffffff\n", signal)) << signal;
}

TEST(Resizer, GivesATaskThatHadAllTheWholeOfItsGrownNode) {
  auto launch = launch_of({{"node1", {0, 1}}, {"node2", {4}}});
  Resizer resizer(launch);
  EXPECT_TRUE(resizer.take(request_of(1, "node1", {3, 2, 1, 0}), launch));
  EXPECT_EQ(launch.tasks[0].machine_cpus, (CpuSet{0, 1, 2, 3}));
  EXPECT_EQ(launch.tasks[1].machine_cpus, (CpuSet{4}));
  EXPECT_EQ(resizer.step_cpus(), (CpuSet{0, 1, 2, 3, 4}));
}

TEST(Resizer, GivesATaskItsOwnCpusBackThatItHadLostForAWhile) {
  auto launch = launch_of({{"node1", {0}}, {"node1", {1}}});
  Resizer resizer(launch);
  resizer.take(request_of(1, "node1", {1}), launch);
  EXPECT_EQ(launch.tasks[0].machine_cpus, (CpuSet{1}));
  resizer.take(request_of(2, "node1", {0, 1}), launch);
  EXPECT_EQ(launch.tasks[0].machine_cpus, (CpuSet{0}));
  EXPECT_EQ(launch.tasks[1].machine_cpus, (CpuSet{1}));
}

TEST(Resizer, LooksNeitherAtAnOlderOrderNorTwiceAtTheSame) {
  auto launch = launch_of({{"node1", {0, 1}}});
  Resizer resizer(launch);
  EXPECT_TRUE(resizer.take(request_of(5, "node1", {0}), launch));
  EXPECT_FALSE(resizer.take(request_of(5, "node1", {0}), launch));
  EXPECT_FALSE(resizer.take(request_of(4, "node1", {0, 1, 2}), launch));
  EXPECT_EQ(launch.tasks[0].machine_cpus, (CpuSet{0}));
}

TEST(Resizer, ChangesTheMemoryLimitWithTheOrder) {
  auto launch = launch_of({{"node1", {0}}});
  Resizer resizer(launch);
  auto request = request_of(1, "node1", {0});
  request.memory_limit = Mebibytes{300};
  resizer.take(request, launch);
  EXPECT_EQ(launch.memory_limit, Mebibytes{300});
}

TEST(Resizer, LeavesUnboundTasksUnboundAndUnknownNodesAlone) {
  auto launch = launch_of({{"node1", {}}, {"node2", {1}}});
  Resizer resizer(launch);
  resizer.take(request_of(1, "node1", {0, 1}), launch);
  resizer.take(request_of(2, "node9", {5}), launch);
  resizer.take(request_of(3, "node2", {}), launch);  // no CPU at all is no order that could be followed
  EXPECT_THAT(launch.tasks[0].machine_cpus, IsEmpty());
  EXPECT_EQ(launch.tasks[1].machine_cpus, (CpuSet{1}));
  EXPECT_THAT(resizer.step_cpus(), IsEmpty());
}

TEST(Resizer, LeavesOutNumbersThatNoMachineHas) {
  auto launch = launch_of({{"node1", {0}}});
  Resizer resizer(launch);
  resizer.take(request_of(1, "node1", {0, 70000}), launch);
  EXPECT_EQ(launch.tasks[0].machine_cpus, (CpuSet{0}));
}

TEST(Resizer, LooksLessAndLessOftenAndThenNoMore) {
  Resizer resizer(launch_of({{"node1", {0}}}));
  EXPECT_EQ(resizer.first_look(), 10U);
  std::vector<std::uint64_t> looks;
  while (const std::uint64_t look = resizer.next_look()) looks.push_back(look);
  EXPECT_EQ(looks, (std::vector<std::uint64_t>{40, 160, 640, 2560}));
}

// Any orders, any bindings: nobody is left without a CPU or with one that is not the job's.
TEST(Resizer, KeepsEveryTaskWithinTheOrderWhateverItWasBoundTo) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto some_cpus = [&random] {
    CpuSet cpus;
    for (std::uint32_t cpu = 0; cpu < 8; ++cpu)
      if (random() % 2 != 0) cpus.push_back(cpu);
    if (cpus.empty()) cpus.push_back(static_cast<std::uint32_t>(random() % 8));
    return cpus;
  };
  for (int round = 0; round < 10'000; ++round) {
    auto launch = launch_of({{"node1", some_cpus()}, {"node1", some_cpus()}, {"node1", some_cpus()}});
    Resizer resizer(launch);
    for (std::uint32_t number = 1; number < 5; ++number) {
      const CpuSet now = some_cpus();
      ASSERT_TRUE(resizer.take(request_of(number, "node1", now), launch));
      for (const wire::TaskLaunch& task : launch.tasks) {
        ASSERT_THAT(task.machine_cpus, ::testing::Not(IsEmpty())) << "seed " << kSeed << " round " << round;
        ASSERT_THAT(now, ::testing::IsSupersetOf(task.machine_cpus)) << "seed " << kSeed << " round " << round;
      }
    }
  }
}

}  // namespace
}  // namespace minislurm::stepd
