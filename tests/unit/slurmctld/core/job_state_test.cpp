// Every pair of state and event: what moves, and that nothing leaves an end but a requeue.
#include "libcommon/model/job_state.h"

#include <gtest/gtest.h>

namespace minislurm {
namespace {

constexpr std::uint32_t kStates = 12, kEvents = 13;

TEST(Transitions, EveryPairIsAMoveThatMakesSense) {
  std::size_t moves = 0;
  for (std::uint32_t from = 0; from < kStates; ++from)
    for (std::uint32_t event = 0; event < kEvents; ++event) {
      const auto state = static_cast<JobState>(from);
      const auto what = static_cast<JobEvent>(event);
      const auto to = next(state, what);
      if (!to) continue;
      ++moves;
      const JobState wanted = what == JobEvent::Requeued    ? JobState::Pending
                              : what == JobEvent::Suspended ? JobState::Suspended
                                                            : JobState::Running;
      const bool ends = what != JobEvent::Requeued && what != JobEvent::Suspended && what != JobEvent::Resumed &&
                        what != JobEvent::Allocated;
      EXPECT_TRUE(!is_finished(state) || what == JobEvent::Requeued) << name_of(state);
      EXPECT_TRUE(ends ? is_finished(*to) : *to == wanted) << name_of(state);
    }
  EXPECT_GT(moves, 25U);
}

TEST(Transitions, ARunningJobCanEndInEveryWay) {
  for (const JobEvent event : {JobEvent::Cancelled, JobEvent::Succeeded, JobEvent::FailedExit, JobEvent::LimitReached,
                               JobEvent::MemoryExceeded, JobEvent::NodeLost, JobEvent::LaunchFailed})
    EXPECT_TRUE(next(JobState::Running, event));
  EXPECT_FALSE(next(JobState::Running, JobEvent::Allocated));
  EXPECT_FALSE(next(JobState::Pending, JobEvent::Suspended));
}

}  // namespace
}  // namespace minislurm
