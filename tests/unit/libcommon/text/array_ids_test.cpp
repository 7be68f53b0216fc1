#include "libcommon/text/array_ids.h"

#include <gmock/gmock.h>

namespace minislurm::text {
namespace {

using testing::ElementsAre;
constexpr std::uint32_t kBound = 1001;

std::string again(std::string_view text) {
  const auto parsed = parse_array_ids(text, kBound);
  return parsed ? compress_array_ids(parsed->ids, parsed->throttle) : "invalid";
}

TEST(ArrayIds, RangesStepsAndThrottlesAreRead) {
  EXPECT_THAT(parse_array_ids("0-6:3,10,20-22", kBound)->ids, ElementsAre(0, 3, 6, 10, 20, 21, 22));
  EXPECT_EQ(parse_array_ids("1-4%2", kBound)->throttle, 2U);
  EXPECT_EQ(parse_array_ids("1-3%x", kBound)->throttle, 0U);
  EXPECT_EQ(parse_array_ids("1%1,2", kBound)->ids.size(), 2U);
  EXPECT_THAT(parse_array_ids("2,1,1", kBound)->ids, ElementsAre(1, 2));
  EXPECT_THAT(parse_array_ids("[3-5]", kBound)->ids, ElementsAre(3, 4, 5));
  EXPECT_TRUE(parse_array_ids("1000", kBound));
}

TEST(ArrayIds, RefusesWhatIsNoListAndIdsBeyondTheBound) {
  for (const char* text : {"5-1", "abc", "", "1,", "1-3:0", "-1", "1001", "1-3000000", "1--2", "1:2",
                           "[1", "4294967296"}) {
    const auto parsed = parse_array_ids(text, kBound);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Code::InvalidArray);
  }
  EXPECT_FALSE(parse_array_ids("0", 0));
}

TEST(ArrayIds, RepeatedRangesCannotBurnTime) {
  std::string text = "0-4000000";
  for (int i = 0; i < 1000; ++i) text += ",0-4000000";
  EXPECT_FALSE(parse_array_ids(text, kMaxArraySize));
}

TEST(ArrayIds, ArePrintedAsSqueueDoes) {
  EXPECT_EQ(again("0-6:3,10,20-22"), "0,3,6,10,20-22");
  EXPECT_EQ(again("1-5%2"), "1-5%2");
  EXPECT_EQ(again("3,4%2"), "3-4%2");
  EXPECT_EQ(again("1,3"), "1,3");
  EXPECT_EQ(again("7"), "7");
  EXPECT_EQ(again("1-21:2"), "1-21:2");
  EXPECT_EQ(again("1-9:2"), "1,3,5,7,9");
  EXPECT_EQ(compress_array_ids({}), "");
}

TEST(ArrayIds, LongListsAreCutBehindAnItem) {
  EXPECT_EQ(abbreviate_array_ids("1,3,5-9%2", 64), "1,3,5-9%2");
  EXPECT_EQ(abbreviate_array_ids("10,12,14,17,20%2", 14), "10,12,14,...%2");
  EXPECT_EQ(abbreviate_array_ids("10,12,14,17,20%2", 0), "10,12,14,17,20%2");
}

}  // namespace
}  // namespace minislurm::text
