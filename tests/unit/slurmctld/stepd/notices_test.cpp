#include "slurmctld/stepd/notices.h"

#include <gmock/gmock.h>

#include <csignal>

namespace minislurm::stepd {
namespace {

wire::StepLaunch launch_of(StepNumber step) {
  wire::StepLaunch launch;
  launch.id = {JobId{12}, step};
  launch.node_name = "node1";
  return launch;
}

struct CauseCase {
  wire::EndCause cause;
  const char* ending;
};

TEST(EndingNotice, NamesTheCauseInSlurmsWords) {
  const CauseCase cases[] = {
      {wire::EndCause::Cancelled, " DUE to SIGNAL Terminated ***\n"},
      {wire::EndCause::TimeLimit, " DUE TO TIME LIMIT ***\n"},
      {wire::EndCause::Preempted, " DUE TO PREEMPTION ***\n"},
      {wire::EndCause::NodeFailure, " DUE TO NODE FAILURE, SEE SLURMCTLD LOG FOR DETAILS ***\n"},
      {wire::EndCause::Requeued, " DUE TO JOB REQUEUE ***\n"},
      {wire::EndCause::TaskFailure, " DUE TO TASK FAILURE ***\n"},
  };
  for (const CauseCase& each : cases)
    EXPECT_THAT(ending_notice(launch_of(StepNumber::Batch), each.cause, SIGTERM, Moment{}),
                ::testing::EndsWith(each.ending));
}

TEST(EndingNotice, SpeaksOfTheJobInABatchStepAndOfTheStepElsewhere) {
  EXPECT_THAT(ending_notice(launch_of(StepNumber::Batch), wire::EndCause::TimeLimit, SIGTERM, Moment{}),
              ::testing::MatchesRegex("\\[[-0-9T:.]{23}\\] error: \\*\\*\\* JOB 12 ON node1 CANCELLED AT "
                                      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8} DUE TO TIME LIMIT \\*\\*\\*\n"));
  EXPECT_THAT(ending_notice(launch_of(StepNumber{3}), wire::EndCause::TimeLimit, SIGTERM, Moment{}),
              ::testing::HasSubstr(".000] error: *** STEP 12.3 ON node1 CANCELLED AT "));
}

TEST(EndingNotice, IsSilentAtTheJobsOrdinaryEnd) {
  EXPECT_EQ(ending_notice(launch_of(StepNumber{3}), wire::EndCause::JobEnded, SIGTERM, Moment{}), "");
}

TEST(ErrorLine, CarriesTheTimeToTheMillisecond) {
  EXPECT_THAT(error_line("what", Moment{std::chrono::milliseconds(1042)}),
              ::testing::MatchesRegex("\\[[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{6}01\\.042\\] error: what\n"));
}

TEST(ExecNotice, NamesTheProgramOrTheScriptsInterpreter) {
  using ::testing::EndsWith;
  const Moment now{};
  EXPECT_THAT(exec_notice("nosuch", "", "No such file or directory", now),
              EndsWith("] error: execve(): nosuch: No such file or directory\n"));
  EXPECT_THAT(exec_notice("/spool/slurm_script", "#!/no/shell", "No such file or directory", now),
              EndsWith("] error: execve(): bad interpreter(/no/shell): No such file or directory\n"));
  EXPECT_THAT(exec_notice("/spool/slurm_script", "", "Permission denied", now),
              EndsWith("] error: execve(): /spool/slurm_script: Permission denied\n"));
}

}  // namespace
}  // namespace minislurm::stepd
