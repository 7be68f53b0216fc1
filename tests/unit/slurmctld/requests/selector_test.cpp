#include "slurmctld/requests/selector.h"

#include <gtest/gtest.h>

namespace minislurm::requests {
namespace {

TEST(Selector, ReadsJobsTasksAndSteps) {
  EXPECT_EQ(parse_selector("12")->job, JobId{12});
  EXPECT_EQ(parse_selector("12_3")->tasks, std::vector<std::uint32_t>{3});
  EXPECT_EQ(parse_selector("12_[1-3,7]")->tasks, (std::vector<std::uint32_t>{1, 2, 3, 7}));
  EXPECT_EQ(parse_selector("12.0")->step, StepNumber{0});
  EXPECT_EQ(parse_selector("12_1.batch")->step, StepNumber::Batch);
  EXPECT_EQ(parse_selectors("1,2_[3,4],5")->size(), 3U);
}

TEST(Selector, RefusesWhatIsNone) {
  for (const char* text : {"", "x", "0", "12_", "12_x", "12.x", "-1", "99999999999"}) EXPECT_FALSE(parse_selector(text)) << text;
}

}  // namespace
}  // namespace minislurm::requests
