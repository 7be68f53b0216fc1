#include "libcommon/text/time_limit.h"

#include <gtest/gtest.h>

namespace minislurm::text {
namespace {

std::string limit(std::string_view text) {
  const auto parsed = parse_time_limit(text);
  return parsed ? format_minutes(*parsed) : "invalid";
}

TEST(TimeLimit, EveryNotationIsReadAsSqueueShowsIt) {
  EXPECT_EQ(limit("5"), "5:00");
  EXPECT_EQ(limit("5:30"), "6:00");
  EXPECT_EQ(limit("1:00:00"), "1:00:00");
  EXPECT_EQ(limit("00:03:00"), "3:00");
  EXPECT_EQ(limit("2-0"), "2-00:00:00");
  EXPECT_EQ(limit("2-3"), "2-03:00:00");
  EXPECT_EQ(limit("2-3:4"), "2-03:04:00");
  EXPECT_EQ(limit("2-3:4:5"), "2-03:05:00");
  EXPECT_EQ(limit("90"), "1:30:00");
  for (const char* text : {"UNLIMITED", "INFINITE", "infinite", "0", "-1", "0:00"}) EXPECT_EQ(limit(text), "UNLIMITED");
}

TEST(TimeLimit, RefusesWhatIsNoTime) {
  for (const char* text : {"", "nonsense", "1-2:3:4:5", "1:2:3:4", ":5", "5:", "-5", "1-", "-", "1 ", "+5", "5m", "1.5",
                           "99999999999", "4294967295", "1--2", "1-2-3"}) {
    const auto parsed = parse_time_limit(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Code::InvalidTimeLimit);
  }
}

TEST(TimeLimit, SecondsAreKeptWhereTheyMatter) {
  EXPECT_EQ(*parse_duration("5"), Seconds{300});
  EXPECT_EQ(*parse_duration("0:30"), Seconds{30});
  EXPECT_EQ(*parse_duration("1:02:03"), Seconds{3723});
  EXPECT_EQ(*parse_duration("0"), Seconds{0});
  EXPECT_EQ(*parse_seconds("30"), Seconds{30});
  EXPECT_EQ(*parse_seconds("1:30"), Seconds{90});
  EXPECT_EQ(*parse_seconds("INFINITE"), Seconds{kUnlimited});
  EXPECT_FALSE(parse_seconds("x"));
}

TEST(TimeLimit, IsPrintedShortAndPadded) {
  EXPECT_EQ(format_duration(Seconds{0}), "0:00");
  EXPECT_EQ(format_duration(Seconds{5}), "0:05");
  EXPECT_EQ(format_duration(Seconds{5400}), "1:30:00");
  EXPECT_EQ(format_duration(Seconds{183600}), "2-03:00:00");
  EXPECT_EQ(format_duration(Seconds{-1}), "INVALID");
  EXPECT_EQ(format_minutes(kUnlimited, "infinite"), "infinite");
  EXPECT_EQ(format_minutes(Minutes{30}), "30:00");
  EXPECT_EQ(format_duration_padded(Seconds{600}), "00:10:00");
  EXPECT_EQ(format_minutes_padded(Minutes{60}), "01:00:00");
  EXPECT_EQ(format_minutes_padded(Minutes{1440}), "1-00:00:00");
  EXPECT_EQ(format_minutes_padded(kUnlimited), "UNLIMITED");
}

}  // namespace
}  // namespace minislurm::text
