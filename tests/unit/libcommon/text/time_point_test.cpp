#include "libcommon/text/time_point.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace minislurm::text {
namespace {

using namespace std::chrono_literals;

// Central Europe, where clocks change on the last Sundays of March and October; it is Monday noon there.
class TimePoint : public testing::Test {
 protected:
  TimePoint() {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
  }
  ~TimePoint() override {
    unsetenv("TZ");
    tzset();
  }
  static std::string read(std::string_view text, TimeSense sense = TimeSense::Future) {
    const auto parsed = parse_time_point(text, kNow, sense);
    return parsed ? format_time_point(*parsed) : to_string(parsed.error());
  }
  static constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 11h;
};

TEST_F(TimePoint, ClockTimesAreTheNextOnes) {
  EXPECT_EQ(read("13:30"), "2026-11-23T13:30:00");
  EXPECT_EQ(read("11:30"), "2026-11-24T11:30:00");
  EXPECT_EQ(read("11:30", TimeSense::Past), "2026-11-23T11:30:00");
  EXPECT_EQ(read("13:30:05"), "2026-11-23T13:30:05");
  EXPECT_EQ(read("1:30 PM"), "2026-11-23T13:30:00");
  EXPECT_EQ(read("1:30pm"), "2026-11-23T13:30:00");
  EXPECT_EQ(read("12:15 AM"), "2026-11-24T00:15:00");
  EXPECT_EQ(read("midnight"), "2026-11-24T00:00:00");
  EXPECT_EQ(read("midnight", TimeSense::Past), "2026-11-23T00:00:00");
  EXPECT_EQ(read("noon"), "2026-11-24T12:00:00");
  EXPECT_EQ(read("elevenses"), "2026-11-24T11:00:00");
  EXPECT_EQ(read("fika"), "2026-11-23T15:00:00");
  EXPECT_EQ(read("teatime"), "2026-11-23T16:00:00");
}

TEST_F(TimePoint, DatesComeInManyNotations) {
  EXPECT_EQ(read("2027-01-02"), "2027-01-02T00:00:00");
  EXPECT_EQ(read("2027-01-02T03:04"), "2027-01-02T03:04:00");
  EXPECT_EQ(read("2027-01-02T03:04:05"), "2027-01-02T03:04:05");
  EXPECT_EQ(read("1224"), "2026-12-24T00:00:00");
  EXPECT_EQ(read("0131"), "2027-01-31T00:00:00");
  EXPECT_EQ(read("0131", TimeSense::Past), "2026-01-31T00:00:00");
  EXPECT_EQ(read("1224", TimeSense::Past), "2025-12-24T00:00:00");
  EXPECT_EQ(read("013128"), "2028-01-31T00:00:00");
  EXPECT_EQ(read("12/24"), "2026-12-24T00:00:00");
  EXPECT_EQ(read("12/24/27"), "2027-12-24T00:00:00");
  EXPECT_EQ(read("12.24.27"), "2027-12-24T00:00:00");
  EXPECT_EQ(read("today"), "2026-11-23T00:00:00");
  EXPECT_EQ(read("tomorrow"), "2026-11-24T00:00:00");
  EXPECT_EQ(read("tomorrow 16:00"), "2026-11-24T16:00:00");
  EXPECT_EQ(read("teatime tomorrow"), "2026-11-24T16:00:00");
}

TEST_F(TimePoint, NowTakesADistance) {
  EXPECT_EQ(read("now"), "2026-11-23T12:00:00");
  EXPECT_EQ(read("now+60"), "2026-11-23T12:01:00");
  EXPECT_EQ(read("now+1hour"), "2026-11-23T13:00:00");
  EXPECT_EQ(read("now + 2 days"), "2026-11-25T12:00:00");
  EXPECT_EQ(read("now-10minutes"), "2026-11-23T11:50:00");
  EXPECT_EQ(read("now+1week"), "2026-11-30T12:00:00");
  EXPECT_EQ(read("uts1795431600"), "2026-11-23T12:00:00");
}

TEST_F(TimePoint, SummerTimeIsKnown) {
  constexpr Instant kTenUtc = std::chrono::sys_days{std::chrono::year{2026} / 7 / 1} + 10h;
  EXPECT_EQ(*parse_time_point("2026-07-01T12:00", kNow), kTenUtc);
  EXPECT_EQ(read("2026-07-01T12:00"), "2026-07-01T12:00:00");
}

TEST_F(TimePoint, RefusesTheRestWithThePlaceOfTheError) {
  const std::pair<const char*, int> places[] = {
      {"now+1x", 4}, {"4pm", 1}, {"2030-13-01", 5}, {"2030-01-40", 8}, {"now+", 3}, {"25:00", 0}};
  for (const auto& [text, place] : places)
    EXPECT_EQ(read(text), "Invalid time specification (pos=" + std::to_string(place) + "): " + text);
  EXPECT_EQ(read("notatime"), "Invalid time specification (pos=0): notatime");
  EXPECT_EQ(read("yesterdayish"), "Invalid time specification (pos=0): yesterdayish");
  EXPECT_EQ(read("today nonsense"), "Invalid time specification (pos=6): today nonsense");
  for (const char* text : {"", " ", "25:00", "12:60", "13:00 PM", "2026-13-01", "2026-02-30", "02/30", "1332", "12345",
                           "now+", "now+1century", "now+99999999999", "today today", "now 12:00", "uts", "12:",
                           "2026-01-01T", "now-4000000000weeks", "1969-12-31"}) {
    EXPECT_EQ(read(text).substr(0, 26), "Invalid time specification") << text;
  }
}

TEST_F(TimePoint, TheEnvironmentMayChooseTheLook) {
  EXPECT_EQ(format_time_point(kNever), "Unknown");
  EXPECT_EQ(format_time_point(kNow, "standard"), "2026-11-23T12:00:00");
  EXPECT_EQ(format_time_point(kNow, "%H.%M"), "12.00");
  EXPECT_EQ(format_time_point(kNow, "relative", kNow), "12:00:00");
  EXPECT_EQ(format_time_point(kNow + 24h, "relative", kNow), "Tomorr 12:00");
  EXPECT_EQ(format_time_point(kNow - 24h, "relative", kNow), "Ystday 12:00");
  EXPECT_EQ(format_time_point(kNow + 72h, "relative", kNow), "Thu 12:00");
}

}  // namespace
}  // namespace minislurm::text
