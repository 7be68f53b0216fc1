#include "slurmctld/stepd/memory_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace minislurm::stepd {
namespace {

constexpr std::uint64_t kMebibyte = 1024;  // in KiB

os::ProcessInfo process(std::uint64_t rss_kib, std::uint64_t vm_kib) {
  os::ProcessInfo info;
  info.rss_pages = rss_kib * 1024 / static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  info.vm_bytes = vm_kib * 1024;
  return info;
}

TEST(MemoryWatch, NeverJudgesByTheSizeOfAddressSpaces) {
  MemoryWatch watch(Mebibytes{100});
  EXPECT_FALSE(watch.sample({process(50 * kMebibyte, 500'000 * kMebibyte)}, [](const auto&) { return 0U; }));
}

TEST(MemoryWatch, CountsSharedMemoryOnce) {
  MemoryWatch watch(Mebibytes{100});
  const std::vector<os::ProcessInfo> both{process(80 * kMebibyte, 0), process(80 * kMebibyte, 0)};
  EXPECT_FALSE(watch.sample(both, [](const auto&) { return 45 * kMebibyte; }));
  EXPECT_TRUE(watch.sample(both, [](const auto&) { return 75 * kMebibyte; }));
}

TEST(MemoryWatch, AsksForExactSharesOnlyWhenTheUpperBoundIsOver) {
  MemoryWatch watch(Mebibytes{100});
  int asked = 0;
  const auto share = [&asked](const os::ProcessInfo&) { return ++asked, std::uint64_t{0}; };
  watch.sample({process(100 * kMebibyte, 0)}, share);
  EXPECT_EQ(asked, 0);
}

TEST(MemoryWatch, WithoutALimitNothingIsTooMuch) {
  MemoryWatch watch(Mebibytes{0});
  EXPECT_FALSE(watch.sample({process(100'000 * kMebibyte, 0)}, [](const auto&) { return 1U << 31; }));
  EXPECT_FALSE(watch.limited());
}

}  // namespace
}  // namespace minislurm::stepd
