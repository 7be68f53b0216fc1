#include "slurmctld/exec/gpu_binding.h"

#include <gmock/gmock.h>

namespace minislurm::exec {
namespace {

using ::testing::ElementsAre;

std::vector<std::uint32_t> seen(std::string_view tres_bind, std::uint32_t local_rank, std::uint32_t per_task = 0) {
  return bound_gpus(read_gpu_binding(tres_bind, per_task), {0, 1, 3}, local_rank);
}

TEST(GpuBinding, ShowsEveryTaskAllWhereNothingIsSaid) {
  EXPECT_THAT(seen("", 1), ElementsAre(0, 1, 3));
  EXPECT_THAT(seen("gres/gpu:closest", 1), ElementsAre(0, 1, 3));
}

TEST(GpuBinding, GivesEachTaskItsOwnWhereTasksWereGivenGpus) {
  EXPECT_THAT(seen("", 0, 1), ElementsAre(0));
  EXPECT_THAT(seen("", 2, 1), ElementsAre(3));
  EXPECT_THAT(seen("", 1, 2), ElementsAre(0, 3));  // goes round
  EXPECT_THAT(seen("gres/gpu:none", 0, 1), ElementsAre(0, 1, 3));
}

TEST(GpuBinding, PutsSoManyTasksOnOneGpu) {
  EXPECT_THAT(seen("gres/gpu:single:2", 1), ElementsAre(0));
  EXPECT_THAT(seen("gres/gpu:verbose,single:2", 2), ElementsAre(1));
}

TEST(GpuBinding, FollowsMapsAndMasksTaskByTask) {
  EXPECT_THAT(seen("gres/gpu:map_gpu:3,0", 0), ElementsAre(3));
  EXPECT_THAT(seen("gres/gpu:map:3,0", 3), ElementsAre(0));
  EXPECT_THAT(seen("gres/gpu:mask_gpu:0x9*2,2", 1), ElementsAre(0, 3));
  EXPECT_THAT(seen("gres/gpu:mask_gpu:0x9*2,2", 2), ElementsAre(1));
}

TEST(GpuBinding, TakesAnIndexThatTheStepDoesNotHoldAsAll) {
  EXPECT_THAT(seen("gres/gpu:map_gpu:2", 0), ElementsAre(0, 1, 3));
}

}  // namespace
}  // namespace minislurm::exec
