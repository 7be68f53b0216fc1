#include "slurmctld/server/admission.h"

#include <gtest/gtest.h>

namespace minislurm::server {
namespace {

constexpr UserId kRoot{0}, kOwn{50}, kAlice{1000}, kBob{1001};

TEST(Admission, OneUsersConnectionsNeverKeepAnotherOut) {
  Admission admission(kOwn, 2, 100);
  EXPECT_TRUE(admission.enter(kAlice));
  EXPECT_TRUE(admission.enter(kAlice));
  EXPECT_FALSE(admission.enter(kAlice));
  EXPECT_TRUE(admission.enter(kBob));
  admission.leave(kAlice);
  EXPECT_TRUE(admission.enter(kAlice));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(admission.enter(kRoot) && admission.enter(kOwn));
}

TEST(Admission, HalfSentRequestsOfOneUserAreBoundedTogether) {
  Admission admission(kOwn, 3, 100);
  ASSERT_TRUE(admission.enter(kAlice) && admission.enter(kAlice) && admission.enter(kBob));
  EXPECT_TRUE(admission.hold(kAlice, 0, 60));
  EXPECT_FALSE(admission.hold(kAlice, 0, 60));
  EXPECT_TRUE(admission.hold(kBob, 0, 60));
  EXPECT_TRUE(admission.hold(kAlice, 60, 0));
  EXPECT_TRUE(admission.hold(kAlice, 60, 100));
  EXPECT_TRUE(admission.hold(kOwn, 0, 1000));
}

}  // namespace
}  // namespace minislurm::server
