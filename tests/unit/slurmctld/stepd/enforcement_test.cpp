#include "slurmctld/stepd/enforcement.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <limits>

namespace minislurm::stepd {
namespace {

// In a process of its own: whether the limit is `expected` after a user has asked for `soft` and no hard limit.
bool becomes(rlimit before, std::uint64_t soft, rlimit expected) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setrlimit(RLIMIT_CORE, &before);
    limit_process({{"CORE", soft, std::numeric_limits<std::uint64_t>::max()}}, 100);
    rlimit now{};
    ::getrlimit(RLIMIT_CORE, &now);
    ::_exit(now.rlim_cur == expected.rlim_cur && now.rlim_max == expected.rlim_max ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Limits, AUserCannotHaveTheHardLimitRaisedNotEvenByRoot) {
  EXPECT_TRUE(becomes({1000, 4000}, std::numeric_limits<std::uint64_t>::max(), {4000, 4000}));
  EXPECT_TRUE(becomes({1000, 4000}, 2000, {2000, 4000}));
}

}  // namespace
}  // namespace minislurm::stepd
