#include "slurmctld/exec/cpu_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace minislurm::exec {
namespace {

using testing::ElementsAre;
using testing::Optional;
using Cpus = std::vector<std::uint32_t>;

// Two sockets of two cores of two threads; the step has all but the last core.
Node node() {
  Node node;
  node.cpus = 8;
  node.sockets = 2;
  node.cores_per_socket = 2;
  node.threads_per_core = 2;
  return node;
}
const Cpus kHeld{0, 1, 2, 3, 4, 5};

std::optional<Cpus> bound(std::string_view text, std::uint32_t rank, Cpus own) {
  TaskPlace place;
  place.rank = place.local_rank = rank;
  place.cpus = std::move(own);
  return bound_cpus(read_cpu_binding(text), place, node(), kHeld);
}

TEST(CpuBinding, WithoutAWordATaskHasItsOwnCpus) {
  EXPECT_THAT(bound("", 0, {2}), Optional(ElementsAre(2)));
  EXPECT_THAT(bound("quiet,threads", 0, {2}), Optional(ElementsAre(2)));
  EXPECT_EQ(bound("none", 0, {2}), std::nullopt);
}

TEST(CpuBinding, WidensToWholeCoresAndSocketsOfTheStep) {
  EXPECT_THAT(bound("cores", 0, {2}), Optional(ElementsAre(2, 3)));
  EXPECT_THAT(bound("sockets", 0, {2}), Optional(ElementsAre(0, 1, 2, 3)));
  EXPECT_THAT(bound("ldoms", 0, {4}), Optional(ElementsAre(4, 5)));
}

TEST(CpuBinding, MapsAndMasksAreForTheTasksOfANodeInTurn) {
  EXPECT_THAT(bound("map_cpu:3,0x5*2", 0, {0}), Optional(ElementsAre(3)));
  EXPECT_THAT(bound("map_cpu:3,0x5*2", 2, {0}), Optional(ElementsAre(5)));
  EXPECT_THAT(bound("map_cpu:3,0x5*2", 3, {0}), Optional(ElementsAre(3)));
  EXPECT_THAT(bound("verbose,mask_cpu:0x3,30", 1, {0}), Optional(ElementsAre(4, 5)));
  EXPECT_THAT(bound("map_ldom:1", 0, {0}), Optional(ElementsAre(4, 5)));
  EXPECT_THAT(bound("rank_ldom", 1, {0}), Optional(ElementsAre(4, 5)));
}

TEST(CpuBinding, NeverLeavesTheStepsCpus) {
  EXPECT_THAT(bound("map_cpu:7", 0, {0}), Optional(testing::ElementsAreArray(kHeld)));
  EXPECT_THAT(bound("mask_cpu:0xC0", 0, {0}), Optional(testing::ElementsAreArray(kHeld)));
  EXPECT_THAT(bound("mask_cpu:0x81", 0, {0}), Optional(ElementsAre(0)));
}

TEST(CpuBinding, SaysTheMaskInHexadecimalDigitsAsLongAsNeeded) {
  TaskPlace place;
  place.rank = 12;
  place.local_rank = 3;
  place.node = "node1";
  const BindingLine line = binding_line(read_cpu_binding("verbose"), place, {1, 4, 5, 67});
  EXPECT_EQ(line.before, "cpu-bind=MASK - node1, task 12  3 [");
  EXPECT_EQ(line.after, "]: mask 0x80000000000000032 set");
}

}  // namespace
}  // namespace minislurm::exec
