#include "slurmctld/stepd/termination.h"

#include <gtest/gtest.h>

namespace minislurm::stepd {
namespace {

TEST(Termination, AsksFirstAndGivesTimeToObey) {
  Termination termination;
  const TerminationActs acts = termination.ask(SIGTERM);
  EXPECT_TRUE(acts.write_message && acts.wake && acts.start_kill_wait);
  EXPECT_FALSE(acts.repeat_soon);
  EXPECT_EQ(acts.signal, static_cast<std::uint32_t>(SIGTERM));
}

TEST(Termination, AskedAgainItSignalsAgainButNeitherRepeatsItselfNorWaitsLonger) {
  Termination termination;
  termination.ask(SIGTERM);
  const TerminationActs acts = termination.ask(SIGTERM);
  EXPECT_EQ(acts.signal, static_cast<std::uint32_t>(SIGTERM));
  EXPECT_FALSE(acts.write_message || acts.start_kill_wait);
}

TEST(Termination, KillsAgainAndAgainOnceTheWaitIsOver) {
  Termination termination;
  termination.ask(SIGTERM);
  for (int round = 0; round < 3; ++round) {
    const TerminationActs acts = termination.waited();
    EXPECT_EQ(acts.signal, static_cast<std::uint32_t>(SIGKILL));
    EXPECT_TRUE(acts.repeat_soon);
    EXPECT_FALSE(acts.write_message);
  }
  EXPECT_EQ(termination.ask(SIGTERM).signal, static_cast<std::uint32_t>(SIGKILL));
}

TEST(Termination, KillsAtOnceWhenThatIsAsked) {
  Termination termination;
  const TerminationActs acts = termination.ask(SIGKILL);
  EXPECT_TRUE(acts.write_message && acts.repeat_soon);
  EXPECT_TRUE(termination.killing());
}

TEST(Termination, TakesASignalThatDoesNotExistForTheUsualOne) {
  EXPECT_EQ(Termination{}.ask(0).signal, static_cast<std::uint32_t>(SIGTERM));
  EXPECT_EQ(Termination{}.ask(4000).signal, static_cast<std::uint32_t>(SIGTERM));
}

}  // namespace
}  // namespace minislurm::stepd
