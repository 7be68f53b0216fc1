#include "libcommon/os/process_tree.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace minislurm::os {
namespace {

TEST(ProcessStat, IsReadWhateverTheProcessCallsItself) {
  const auto info = parse_stat(
      "41 (a) R 1 (b) ) S 7 41 41 0 -1 4194560 100 0 0 0 11 12 13 14 20 0 3 0 5000 8192000 250 18446744073709551615\n");
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->pid, 41);
  EXPECT_EQ(info->parent, 7);
  EXPECT_EQ(info->state, 'S');
  EXPECT_EQ(info->user_ticks, 24U);
  EXPECT_EQ(info->system_ticks, 26U);
  EXPECT_EQ(info->threads, 3U);
  EXPECT_EQ(info->start_ticks, 5000U);
  EXPECT_EQ(info->vm_bytes, 8192000U);
  EXPECT_EQ(info->rss_pages, 250U);
}

TEST(ProcessStat, RefusesWhatIsCutShort) {
  EXPECT_FALSE(parse_stat(""));
  EXPECT_FALSE(parse_stat("41 (a"));
  EXPECT_FALSE(parse_stat("41 (a) S 7 41 41"));
}

TEST(ProcessTree, ReachesGrandchildrenAndTellsAnOldProcessFromANewOne) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const pid_t grandchild = ::fork();
    if (grandchild == 0) {
      const pid_t self = ::getpid();
      [[maybe_unused]] const ssize_t put = ::write(ends[1], &self, sizeof self);
    }
    while (true) ::pause();
  }
  pid_t grandchild = 0;
  ASSERT_EQ(::read(ends[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
  auto below = descendants(::getpid());
  const auto at = std::find_if(below.begin(), below.end(), [&](const auto& p) { return p.pid == grandchild; });
  ASSERT_NE(at, below.end());
  EXPECT_EQ(at->parent, child);
  EXPECT_TRUE(at->alive());
  ProcessInfo stranger = *at;
  stranger.start_ticks += 1;
  EXPECT_FALSE(send_signal(stranger, SIGKILL));
  EXPECT_TRUE(send_signal(*at, SIGKILL));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace minislurm::os
