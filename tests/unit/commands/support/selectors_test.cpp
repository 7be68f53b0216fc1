#include "commands/support/selectors.h"

#include <gmock/gmock.h>

namespace minislurm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string complaint(std::string_view list) {
  const auto selectors = parse_job_selectors(list);
  return selectors ? "" : selectors.error().detail;
}

TEST(JobSelectors, ReadJobsTasksAndSteps) {
  const auto list = parse_job_selectors("12, 12_3,12_[1-4,7],,12.0,13_2.batch,14_*");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 6U);
  EXPECT_EQ((*list)[0].job, JobId{12});
  EXPECT_THAT((*list)[0].tasks, IsEmpty());
  EXPECT_THAT((*list)[1].tasks, ElementsAre(3));
  EXPECT_THAT((*list)[2].tasks, ElementsAre(1, 2, 3, 4, 7));
  EXPECT_EQ((*list)[3].step, StepNumber{0});
  EXPECT_EQ((*list)[4].step, StepNumber::Batch);
  EXPECT_THAT((*list)[4].tasks, ElementsAre(2));
  EXPECT_EQ((*list)[5].job, JobId{14});
}

TEST(JobSelectors, NameTheWordThatIsNoJob) {
  EXPECT_EQ(complaint("12,abc"), "abc");
  EXPECT_EQ(complaint("0"), "0");
  EXPECT_EQ(complaint("-5"), "-5");
  EXPECT_EQ(complaint("12.x"), "12.x");
  EXPECT_EQ(complaint("12_[1-4%2]"), "12_[1-4%2]");
  EXPECT_EQ(complaint("12_"), "12_");
  EXPECT_EQ(complaint("99999999999"), "99999999999");
}

}  // namespace
}  // namespace minislurm
