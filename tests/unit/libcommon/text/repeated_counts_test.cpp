#include "libcommon/text/repeated_counts.h"

#include <gtest/gtest.h>

#include <vector>

namespace minislurm::text {
namespace {

TEST(RepeatedCounts, EqualNeighboursAreFolded) {
  EXPECT_EQ(format_repeated_counts(std::vector<std::uint32_t>{4, 4, 1, 4}), "4(x2),1,4");
  EXPECT_EQ(format_repeated_counts({}), "");
}

}  // namespace
}  // namespace minislurm::text
