#include "slurmctld/stepd/usage.h"

#include <gtest/gtest.h>

#include "slurmctld/stepd/usage_meter.h"

namespace minislurm::stepd {
namespace {

TaskUse use(std::uint64_t cpu_usec, std::uint64_t rss_kib, std::uint64_t read_bytes) {
  TaskUse made;
  made.cpu_usec = cpu_usec;
  made.rss_kib = rss_kib;
  made.read_bytes = read_bytes;
  return made;
}

TEST(UsageBook, NamesTheTaskOfEachExtreme) {
  UsageBook book;
  book.keep(0, use(300, 10, 5));
  book.keep(1, use(100, 40, 7));
  book.keep(2, use(200, 20, 1));
  const Usage sum = book.sum();
  EXPECT_EQ(sum.sum_cpu_usec, 600U);
  EXPECT_EQ(sum.max_cpu_usec.value, 300U);
  EXPECT_EQ(sum.max_cpu_usec.task, 0U);
  EXPECT_EQ(sum.min_cpu_usec, 100U);
  EXPECT_EQ(sum.min_cpu_task, 1U);
  EXPECT_EQ(sum.max_rss_kib, 40U);
  EXPECT_EQ(sum.max_rss_task, 1U);
  EXPECT_EQ(sum.min_rss_kib.value, 10U);
  EXPECT_EQ(sum.min_rss_kib.task, 0U);
  EXPECT_EQ(sum.sum_rss_kib, 70U);
  EXPECT_EQ(sum.read_bytes, 13U);
  EXPECT_EQ(sum.max_read_bytes, 7U);
  EXPECT_EQ(sum.min_read_bytes.task, 2U);
  EXPECT_EQ(book.tasks(), 3U);
}

TEST(UsageBook, KeepsTheMostThatATaskHasHeld) {
  UsageBook book;
  book.keep(0, use(100, 50, 0));
  book.keep(0, use(200, 20, 0));
  EXPECT_EQ(book.sum().max_rss_kib, 50U);
  EXPECT_EQ(book.sum().sum_cpu_usec, 200U);
}

TEST(UsageBook, OfEqualTasksTheFirstIsNamed) {
  UsageBook book;
  book.keep(3, use(1, 1, 1));
  book.keep(2, use(1, 1, 1));
  EXPECT_EQ(book.sum().max_rss_task, 2U);
  EXPECT_EQ(book.sum().min_rss_kib.task, 2U);
}

TEST(UsageMeter, ReadsWhatTheKernelSays) {
  const IoCounts io = parse_io("rchar: 34238\nwchar: 9683\nsyscr: 12\nread_bytes: 4096\n");
  EXPECT_EQ(io.read, 34238U);
  EXPECT_EQ(io.written, 9683U);
  EXPECT_EQ(parse_io("").read, 0U);
  EXPECT_EQ(parse_cpu_khz("processor\t: 0\ncpu MHz\t\t: 2596.100\n"), 2596000U);
  EXPECT_EQ(parse_cpu_khz("processor\t: 0\n"), 0U);
}

TEST(UsageMeter, AStepThatEndsBeforeItsFirstSampleCountsAsNotMeasured) {
  UsageMeter meter;
  meter.task_started(99, 0);
  rusage used{};
  used.ru_utime.tv_usec = 2000;
  meter.ended(99, used);
  EXPECT_EQ(meter.usage({}).tasks, 0U);
  EXPECT_EQ(meter.usage({}).sum_cpu_usec, 2000U);
}

}  // namespace
}  // namespace minislurm::stepd
