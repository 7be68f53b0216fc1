// With a long queue a submission and a pass that starts nothing stay cheap: counted in jobs looked at, not in time.
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::requests {
namespace {

TEST(LargeQueue, APassLooksAtABoundedNumberOfJobs) {
  core::ClusterState state(test::reference_cluster(), Instant{Seconds{1'700'000'000}});
  core::Caller caller;
  caller.user_name = "root";
  caller.is_operator = true;
  wire::SubmitRequest submission;
  submission.spec = test::batch(4);
  submission.script = "#!/bin/sh\n";
  wire::Request request;
  request.kind = wire::RequestKind::Submit;
  request.payload = wire::encode(submission);
  const Instant now{Seconds{1'700'000'000}};
  constexpr std::size_t kJobs = 20000;
  for (std::size_t i = 0; i < kJobs; ++i) {
    const core::Effects effects = handle(state, core::Ticket{i + 1}, caller, request, now);
    ASSERT_LT(effects.size(), 8U);
  }
  state.schedule(now);
  EXPECT_EQ(state.inside().jobs.count(JobState::Running), 8U);
  EXPECT_EQ(state.inside().jobs.count(JobState::Pending), kJobs - 8);
  state.schedule(now);
  EXPECT_LT(state.inside().statistics.main.last_depth, 1000U);
  state.backfill(now);
  EXPECT_LT(state.inside().statistics.backfill.last_depth, 1000U);
}

}  // namespace
}  // namespace minislurm::requests
