// How usage is charged, fades and is forgotten.
#include "slurmctld/fairshare/usage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace minislurm::fairshare {
namespace {

constexpr Instant kStart{Seconds{1'700'000'000}};
constexpr Seconds kHour{3600}, kWeek{7 * 86400};

Usage fresh() {
  Usage usage;
  usage.as_of = usage.fresh.since = kStart;
  return usage;
}

Consumer job(std::uint32_t association, double cpus, Instant since = kStart) {
  Consumer made;
  made.association = association;
  made.qos = 1;
  made.since = since;
  made.billing = cpus;
  made.tres = {{"cpu", cpus}, {"billing", cpus}};
  return made;
}

double raw(const Usage& usage, std::uint32_t association) {
  const UsageRow* row = find_row(usage.associations, association);
  return row == nullptr ? 0 : row->raw;
}

TEST(UsageOfAJob, IsChargedForWhatItHoldsWhileItRuns) {
  Usage usage = fresh();
  const Consumer jobs[] = {job(5, 4), job(7, 1, kStart + Seconds{40})};
  end_periods(usage, 1, Seconds{60}, jobs, Seconds{0});
  EXPECT_DOUBLE_EQ(raw(usage, 5), 240);
  EXPECT_DOUBLE_EQ(raw(usage, 7), 20);
  EXPECT_DOUBLE_EQ(find_row(usage.qos, 1)->raw, 260);
  EXPECT_DOUBLE_EQ(find_row(usage.associations, 5)->tres[0].second, 240);
  EXPECT_EQ(usage.as_of, kStart + Seconds{60});
}

TEST(UsageOfAJob, ThatEndsWithinAPeriodCountsFromThePeriodsEndOn) {
  Usage usage = fresh();
  charge_end(usage, job(5, 2, kStart + Seconds{10}), kStart + Seconds{30}, Seconds{0});
  EXPECT_EQ(raw(usage, 5), 0);
  end_periods(usage, 1, Seconds{60}, {}, Seconds{0});
  EXPECT_DOUBLE_EQ(raw(usage, 5), 40);
  EXPECT_TRUE(usage.fresh.associations.empty());
  EXPECT_EQ(usage.fresh.since, usage.as_of);
}

TEST(UsageOfAJob, IsMultipliedByTheFactorOfItsQos) {
  Usage usage = fresh();
  Consumer one = job(5, 2);
  one.factor = 0.5;
  end_periods(usage, 1, Seconds{60}, std::span{&one, 1}, Seconds{0});
  EXPECT_DOUBLE_EQ(raw(usage, 5), 60);
}

TEST(Usage, HalvesInAHalfLifeHoweverManyPeriodsThatIs) {
  for (const std::int64_t periods : {1, 7, 2016}) {
    Usage usage = fresh();
    usage.associations.push_back({5, 1000, 500, {{"cpu", 1000.0}}});
    end_periods(usage, periods, kWeek / periods, {}, kWeek);
    EXPECT_NEAR(raw(usage, 5), 500, 1e-6) << periods;
    EXPECT_NEAR(find_row(usage.associations, 5)->tres[0].second, 500, 1e-6);
  }
}

TEST(Usage, WithoutAHalfLifeDoesNotFade) {
  Usage usage = fresh();
  usage.associations.push_back({5, 1000, 500, {}});
  end_periods(usage, 100, kHour, {}, Seconds{0});
  EXPECT_EQ(raw(usage, 5), 1000);
}

TEST(Usage, OfManyPeriodsAtOnceIsThatOfOneAfterTheOther) {
  std::mt19937 random{20261123};
  for (int round = 0; round < 2000; ++round) {
    const auto pick = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
    const Seconds length{1 + pick(400)}, half_life{pick(3) == 0 ? 0 : 1 + pick(5000)};
    const std::int64_t periods = 1 + pick(12);
    Usage at_once = fresh();
    at_once.associations.push_back({3, 1000.0 * pick(5), 100, {{"cpu", 10.0}}});
    charge_end(at_once, job(3, 1 + pick(4), kStart - Seconds{pick(50)}),
               kStart + Seconds{pick(static_cast<int>(length.count()) - 1)}, half_life);
    std::vector<Consumer> jobs;
    for (int i = pick(3); i-- > 0;)
      jobs.push_back(job(3U + static_cast<std::uint32_t>(pick(2)), 1 + pick(8),
                         kStart + Seconds{pick(static_cast<int>(length.count() * periods)) - 100}));
    Usage one_by_one = at_once;
    end_periods(at_once, periods, length, jobs, half_life);
    for (std::int64_t i = 0; i < periods; ++i) end_periods(one_by_one, 1, length, jobs, half_life);
    ASSERT_EQ(at_once.as_of, one_by_one.as_of);
    for (const std::uint32_t id : {3U, 4U, 5U})
      ASSERT_NEAR(raw(at_once, id), raw(one_by_one, id), 1e-6 * (1 + raw(at_once, id))) << "round " << round;
  }
}

TEST(Usage, IsForgottenWhenADayBegins) {
  setenv("TZ", "UTC", 1);
  Usage usage = fresh();  // 22:13:20
  usage.associations.push_back({5, 1000, 500, {}});
  EXPECT_FALSE(reset_if_due(usage, kStart + Seconds{600}, UsageReset::Daily));
  EXPECT_FALSE(reset_if_due(usage, kStart + Seconds{600}, UsageReset::None));
  EXPECT_TRUE(reset_if_due(usage, kStart + 2 * kHour, UsageReset::Daily));
  EXPECT_EQ(raw(usage, 5), 0);
  EXPECT_FALSE(reset_if_due(usage, kStart + 3 * kHour, UsageReset::Daily));
  EXPECT_TRUE(reset_if_due(usage, kStart + 26 * kHour, UsageReset::Daily));
}

TEST(Usage, IsForgottenWhenAMonthBeginsAndNotBefore) {
  setenv("TZ", "UTC", 1);
  Usage usage = fresh();  // 14 November 2023
  EXPECT_FALSE(reset_if_due(usage, kStart + kWeek, UsageReset::Monthly));
  EXPECT_TRUE(reset_if_due(usage, kStart + 3 * kWeek, UsageReset::Monthly));
  EXPECT_FALSE(reset_if_due(usage, kStart + 3 * kWeek, UsageReset::Yearly));
  EXPECT_TRUE(reset_if_due(usage, kStart + 8 * kWeek, UsageReset::Yearly));
}

}  // namespace
}  // namespace minislurm::fairshare
