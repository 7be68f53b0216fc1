#include "commands/srun/run.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/support/fake_context.h"
#include "tests/support/fake_step.h"
#include "tests/support/option_names.h"

namespace minislurm::srun {
namespace {

using fakes::FakeStep;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using wire::RequestKind;
using namespace std::string_literals;

// A file without a name that srun writes to or reads from.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content = {}) : fd_(::memfd_create("srun", MFD_CLOEXEC)) {
    EXPECT_EQ(::write(fd_.get(), content.data(), content.size()), static_cast<ssize_t>(content.size()));
    ::lseek(fd_.get(), 0, SEEK_SET);
  }
  explicit TemporaryFile(int owned) : fd_(owned) {}
  int fd() const { return fd_.get(); }
  std::string text() const {
    std::string all(static_cast<std::size_t>(::lseek(fd_.get(), 0, SEEK_END)), '\0');
    EXPECT_EQ(::pread(fd_.get(), all.data(), all.size(), 0), static_cast<ssize_t>(all.size()));
    return all;
  }

 private:
  Descriptor fd_;
};

class Srun : public ::testing::Test {
 protected:
  // A cluster without SrunProlog and SrunEpilog.
  void SetUp() override { context.controller.reply(RequestKind::QueryCluster, wire::ClusterReply{}); }

  // A step of the job's with its tasks on these nodes, in order.
  wire::StepReply step_reply(const FakeStep& step, const std::vector<std::string>& nodes) {
    wire::StepReply reply;
    reply.step.id = {JobId{70}, StepNumber{6}};
    reply.socket_path = step.path();
    for (std::uint32_t rank = 0; rank < nodes.size(); ++rank) reply.places.push_back({rank, 0, 0, nodes[rank], {}});
    return reply;
  }

  int srun(const std::vector<std::string>& arguments, const std::vector<std::string>& nodes, FakeStep::Script script) {
    FakeStep step(std::move(script));
    context.controller.reply(RequestKind::CreateStep, step_reply(step, nodes));
    return run(arguments, context, {in.fd(), out.fd(), err.fd()});
  }
  int srun_alone(const std::vector<std::string>& arguments) {
    return run(arguments, context, {in.fd(), out.fd(), err.fd()});
  }
  wire::StepSpec sent() { return context.controller.last<wire::StepSpec>(RequestKind::CreateStep); }

  fakes::FakeContext context{"srun"};
  TemporaryFile in, out, err;
};

class SrunInAJob : public Srun {
 protected:
  SrunInAJob() {
    context.variables = {{"SLURM_JOB_ID", "70"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_NAME", "batch"}};
    wire::JobsReply reply;
    Job job;
    job.id = JobId{70};
    job.state = JobState::Running;
    reply.jobs.push_back(job);
    context.controller.reply(RequestKind::QueryJobs, reply);
  }
};

TEST_F(SrunInAJob, LabelsEachLineWithItsTask) {
  EXPECT_EQ(srun({"-l", "hostname"}, {"node1", "node2"}, [](FakeStep::Peer& step) {
              step.output(1, "b1\nb");
              step.output(0, "a1\n");
              step.output(1, "2\n");
              step.ended();
            }), 0);
  EXPECT_EQ(out.text(), "1: b1\n0: a1\n1: b2\n");
  EXPECT_EQ(sent().ntasks, 4U);
  EXPECT_TRUE(sent().label);
}

TEST_F(SrunInAJob, ReportsEachTaskThatFails) {
  const int code = srun({"sh", "-c", "exit $SLURM_PROCID"}, {"node1", "node1", "node1", "node2"},
                        [](FakeStep::Peer& step) {
                          step.exited(3, {3, 0});
                          step.exited(0, {0, 0});
                          step.exited(1, {1, 0});
                          step.exited(2, {1, 0});
                          step.ended();
                        });
  EXPECT_EQ(code, 3);
  EXPECT_THAT(err.text(), HasSubstr("srun: error: node2: task 3: Exited with exit code 3\n"));
  EXPECT_THAT(err.text(), HasSubstr("srun: error: node1: task"));
  EXPECT_THAT(err.text(), Not(HasSubstr("task 0")));
}

TEST_F(SrunInAJob, NamesTheSignalAndEndsWithItsCode) {
  EXPECT_EQ(srun({"-n1", "true"}, {"node1"}, [](FakeStep::Peer& step) {
              step.exited(0, {0, 9});
              step.ended();
            }), 137);
  EXPECT_EQ(err.text(), "srun: error: node1: task 0: Killed\nsrun: Force Terminated StepId=70.6\n");
}

TEST_F(SrunInAJob, SaysWhatTheStepSaysOnItsErrorStream) {
  EXPECT_EQ(srun({"-n1", "nosuchcommand"}, {"node1"}, [](FakeStep::Peer& step) {
              step.error(0, "error: execve(): nosuchcommand: No such file or directory\n");
              step.exited(0, {2, 0});
              step.ended();
            }), 2);
  EXPECT_EQ(err.text(), "error: execve(): nosuchcommand: No such file or directory\n"
                        "srun: error: node1: task 0: Exited with exit code 2\n");
  EXPECT_EQ(sent().name, "nosuchcommand");
}

TEST_F(SrunInAJob, SaysWhyThereIsNoStep) {
  context.controller.fail(RequestKind::CreateStep, Error{Code::TooManyRequestedCpus});
  EXPECT_EQ(srun_alone({"-n99", "true"}), 1);
  EXPECT_EQ(context.complaints(),
            "srun: error: Unable to create step for job 70: More processors requested than permitted\n");
}

TEST_F(SrunInAJob, SaysThatTheJobIsGone) {
  context.controller.fail(RequestKind::CreateStep, Error{Code::InvalidJobId});
  EXPECT_EQ(srun_alone({"true"}), 1);
  EXPECT_EQ(context.complaints(), "srun: error: Unable to confirm allocation for job 70: Invalid job id specified\n"
                                  "srun: Check SLURM_JOB_ID environment variable. Expired or invalid job 70\n");
}

TEST_F(SrunInAJob, SaysThatItHadToWait) {
  FakeStep step([](FakeStep::Peer& peer) { peer.ended(); });
  wire::StepReply reply = step_reply(step, {"node1"});
  reply.waited = true;
  reply.step.id.step = StepNumber{12};
  context.controller.reply(RequestKind::CreateStep, reply);
  EXPECT_EQ(srun_alone({"--exact", "-n1", "sleep", "1"}), 0);
  EXPECT_EQ(context.complaints(), "srun: Step created for StepId=70.12\n");
  EXPECT_TRUE(sent().exact);
  EXPECT_THAT(sent().argv, ElementsAre("sleep", "1"));
}

TEST_F(SrunInAJob, HandsItsInputToTheTasks) {
  in = TemporaryFile("first\n\0second"s);
  std::string heard;
  EXPECT_EQ(srun({"-n1", "cat"}, {"node1"}, [&heard](FakeStep::Peer& step) {
              for (std::string piece = step.expect(wire::FrameKind::Stdin); !piece.empty();
                   piece = step.expect(wire::FrameKind::Stdin))
                heard += piece;
              step.ended();
            }), 0);
  EXPECT_EQ(heard, "first\n\0second"s);
}

TEST_F(SrunInAJob, KeepsItsInputWhenTheTasksReadAFile) {
  in = TemporaryFile("not for them");
  EXPECT_EQ(srun({"-n1", "-i", "/dev/null", "cat"}, {"node1"}, [](FakeStep::Peer& step) { step.ended(); }), 0);
  EXPECT_EQ(sent().std_in, "/dev/null");
}

TEST_F(SrunInAJob, NeedsItsInputFile) {
  EXPECT_EQ(srun_alone({"-n1", "-i", "/no/such/file", "cat"}), 1);
  EXPECT_EQ(context.complaints(), "srun: error: Could not open stdin file: No such file or directory\n");
}

TEST_F(SrunInAJob, EndsTheStepOnAnInterruptWhenToldTo) {
  context.controller.fail(RequestKind::QueryCluster, Error{Code::ControllerConnect});
  EXPECT_EQ(srun({"--quit-on-interrupt", "-n1", "sleep", "9"}, {"node1"}, [](FakeStep::Peer& step) {
              ::kill(::getpid(), SIGINT);
              const auto asked = wire::decode<wire::TerminateRequest>(step.expect(wire::FrameKind::Terminate));
              EXPECT_EQ(asked->signal, static_cast<std::uint32_t>(SIGKILL));
              step.exited(0, {0, SIGKILL});
              step.ended();
            }), 128 + SIGKILL);
  EXPECT_EQ(err.text(), "srun: sending Ctrl-C to StepId=70.6\nsrun: forcing job termination\n"
                        "srun: Job step aborted: Waiting up to 32 seconds for job step to finish.\n");
}

TEST_F(SrunInAJob, EndsTasksThatOutliveTheFirstForTooLong) {
  context.controller.fail(RequestKind::QueryCluster, Error{Code::ControllerConnect});
  EXPECT_EQ(srun({"-W1", "-n2", "sleep", "9"}, {"node1", "node1"}, [](FakeStep::Peer& step) {
              step.exited(0, {3, 0});
              step.expect(wire::FrameKind::Terminate);
              step.exited(1, {0, SIGKILL});
              step.ended();
            }), 128 + SIGKILL);
  EXPECT_EQ(err.text(), "srun: error: node1: task 0: Exited with exit code 3\nsrun: First task exited 1s ago\n"
                        "srun: StepId=70.6 task 1: running\nsrun: StepId=70.6 task 0: exited abnormally\n"
                        "srun: Terminating StepId=70.6\n"
                        "srun: Job step aborted: Waiting up to 32 seconds for job step to finish.\n"
                        "srun: error: node1: task 1: Killed\n");
}

TEST_F(SrunInAJob, TellsOfAStepThatIsEndedForAFailedTask) {
  EXPECT_EQ(srun({"-K", "-n1", "sleep", "9"}, {"node1"}, [](FakeStep::Peer& step) {
              step.send(wire::FrameKind::Message, "*** why\n", static_cast<std::uint16_t>(wire::MessageKind::TaskFailed));
              step.exited(0, {0, SIGTERM});
              step.ended();
            }), 128 + SIGTERM);
  EXPECT_EQ(err.text(), "srun: Terminating StepId=70.6\n*** why\nsrun: error: node1: task 0: Terminated\n"
                        "srun: Force Terminated StepId=70.6\n");
}

TEST_F(SrunInAJob, AsksAControllerThatWasRestartedAgain) {
  FakeStep step([](FakeStep::Peer& peer) { peer.ended(); });
  context.controller.fail_once(RequestKind::CreateStep, Error{Code::CommunicationsReceive});
  context.controller.reply(RequestKind::CreateStep, step_reply(step, {"node1"}));
  EXPECT_EQ(srun_alone({"-n1", "true"}), 0);
  EXPECT_EQ(context.complaints(), "");
}

TEST_F(SrunInAJob, KnowsTheKindsOfMpi) {
  EXPECT_EQ(srun_alone({"--mpi=list"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("MPI plugin types are...\n\tnone\n"));
  EXPECT_EQ(srun_alone({"--mpi=nosuch", "true"}), 1);
  EXPECT_THAT(context.complaints(), HasSubstr("srun: error: Invalid MPI type 'nosuch', --mpi=list for acceptable types\n"));
}

TEST_F(SrunInAJob, PutsTasksWhereAHostfileSays) {
  context.variables["SLURM_HOSTFILE"] = "hosts";
  context.files["hosts"] = "node3\nnode1  # twice\nnode1\nnode2\n";
  EXPECT_EQ(srun({"-n3", "true"}, {"node3", "node1", "node1"}, [](FakeStep::Peer& step) { step.ended(); }), 0);
  EXPECT_EQ(sent().node_list, "node3,node1,node1");
  EXPECT_EQ(sent().distribution, "arbitrary");
  EXPECT_EQ(srun_alone({"-n5", "true"}), 1);
  EXPECT_THAT(context.complaints(), HasSubstr("srun: error: Too few NodeNames in Slurm Hostfile\n"));
}

TEST_F(SrunInAJob, ForwardsOtherSignals) {
  EXPECT_EQ(srun({"-n1", "sleep", "9"}, {"node1"}, [](FakeStep::Peer& step) {
              ::kill(::getpid(), SIGUSR1);
              const auto asked = wire::decode<wire::SignalRequest>(step.expect(wire::FrameKind::Signal));
              EXPECT_EQ(asked->signal, static_cast<std::uint32_t>(SIGUSR1));
              EXPECT_EQ(asked->scope, wire::SignalScope::Tasks);
              step.ended();
            }), 0);
}

TEST_F(SrunInAJob, FailsWhenTheStepIsLost) {
  EXPECT_EQ(srun({"-n1", "true"}, {"node1"}, [](FakeStep::Peer& step) { step.output(0, "half a line"); }), 1);
  EXPECT_EQ(out.text(), "half a line");
  EXPECT_THAT(err.text(), HasSubstr("StepId=70.6 is lost"));
}

TEST_F(SrunInAJob, WritesLabelledLinesOfAllTasksToOneFile) {
  const std::string name = std::filesystem::temp_directory_path() / ("srun_test_" + std::to_string(::getpid()));
  EXPECT_EQ(srun({"-l", "-o", name + "-%j-%s", "hostname"}, {"node1", "node1"}, [](FakeStep::Peer& step) {
              step.output(1, "one\n");
              step.error(0, "zero\n");
              step.ended();
            }), 0);
  std::ifstream file(name + "-70-6");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "1: one\n0: zero\n");
  EXPECT_THAT(sent().std_out, IsEmpty());
  std::filesystem::remove(name + "-70-6");
}

TEST_F(SrunInAJob, LosesNothingToASlowReader) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const std::size_t size = 3U << 20;
  std::string expected, read;
  for (std::size_t i = 0; i < size; ++i) expected.push_back(static_cast<char>(i * 31 + (i >> 8)));
  out = TemporaryFile(ends[1]);
  EXPECT_EQ(srun({"-n1", "cat", "big"}, {"node1"}, [&](FakeStep::Peer& step) {
              for (std::size_t at = 0; at < size; at += 64U << 10)
                step.output(0, std::string_view(expected).substr(at, 64U << 10));
              step.ended();
              // Only now does anybody read: srun holds what the pipe does not.
              char piece[4096];
              while (read.size() < size) {
                const ssize_t got = ::read(ends[0], piece, sizeof piece);
                if (got <= 0) return;
                read.append(piece, static_cast<std::size_t>(got));
              }
            }), 0);
  EXPECT_TRUE(read == expected);
  ::close(ends[0]);
}

TEST_F(SrunInAJob, SendsTheProgramsOfItsTasks) {
  context.files["mp.conf"] = "0 echo zero\n1-3 echo many %t %o\n";
  EXPECT_EQ(srun({"--multi-prog", "mp.conf"}, {"node1"}, [](FakeStep::Peer& step) { step.ended(); }), 0);
  EXPECT_EQ(sent().multi_prog, context.files["mp.conf"]);
  EXPECT_EQ(sent().name, "mp.conf");
}

TEST_F(Srun, SaysWhyThereIsNoAllocation) {
  context.controller.fail(RequestKind::Submit,
                          Error{Code::InvalidPartitionName, "invalid partition specified: nosuch"});
  EXPECT_EQ(srun_alone({"-p", "nosuch", "true"}), 1);
  EXPECT_EQ(context.complaints(), "srun: error: invalid partition specified: nosuch\n"
                                  "srun: error: Unable to allocate resources: Invalid partition name specified\n");
}

TEST_F(Srun, RefusesAnUnknownOption) {
  EXPECT_EQ(srun_alone({"--nosuch", "true"}), 255);
  EXPECT_EQ(context.complaints(),
            "srun: unrecognized option '--nosuch'\nTry \"srun --help\" for more information\n");
}

TEST(SrunOptions, HaveOneMeaningEach) {
  EXPECT_THAT(test::repeated_options(option_set().rows()), testing::IsEmpty());
}

TEST_F(Srun, NeedsACommand) {
  EXPECT_EQ(srun_alone({"-n2"}), 1);
  EXPECT_EQ(context.complaints(), "srun: fatal: No command given to execute.\n");
}

class SrunOutsideOfAJob : public Srun {
 protected:
  SrunOutsideOfAJob() {
    wire::SubmitReply submitted;
    submitted.id = JobId{70};
    context.controller.reply(RequestKind::Submit, submitted);
    context.controller.reply(RequestKind::QueryJobs, jobs_reply(JobState::Running));
    context.controller.reply(RequestKind::CompleteJob, wire::Empty{});
  }
  wire::JobsReply jobs_reply(JobState state) {
    wire::JobsReply reply;
    Job job;
    job.id = JobId{70};
    job.state = state;
    reply.jobs.push_back(job);
    return reply;
  }
};

TEST_F(SrunOutsideOfAJob, MakesAJobAndGivesItBack) {
  EXPECT_EQ(srun({"-w", "node1", "sh", "-c", "exit 9"}, {"node1"}, [](FakeStep::Peer& step) {
              step.exited(0, {9, 0});
              step.ended();
            }), 9);
  EXPECT_EQ(err.text(), "srun: error: node1: task 0: Exited with exit code 9\n");
  EXPECT_THAT(context.complaints(), IsEmpty());
  const auto submitted = context.controller.last<wire::SubmitRequest>(RequestKind::Submit);
  EXPECT_EQ(submitted.spec.kind, JobKind::Srun);
  EXPECT_EQ(submitted.spec.name, "sh");
  EXPECT_EQ(submitted.spec.required_nodes, "node1");
  EXPECT_EQ(submitted.spec.submit_line, "srun -w node1 sh -c exit 9");
  EXPECT_EQ(sent().job, JobId{70});
  const auto completed = context.controller.last<wire::CompleteJobRequest>(RequestKind::CompleteJob);
  EXPECT_EQ(completed.job, JobId{70});
  EXPECT_EQ(completed.exit_code, (ExitCode{9, 0}));
}

TEST_F(SrunOutsideOfAJob, SaysThatTheJobWaits) {
  wire::SubmitReply submitted;
  submitted.id = JobId{70};
  submitted.messages = {"Requested nodes are busy"};
  context.controller.reply(RequestKind::Submit, submitted);
  context.controller.reply_once(RequestKind::QueryJobs, jobs_reply(JobState::Pending));
  context.controller.reply(RequestKind::AwaitJob, jobs_reply(JobState::Running));
  EXPECT_EQ(srun({"true"}, {"node1"}, [](FakeStep::Peer& step) { step.ended(); }), 0);
  EXPECT_EQ(context.complaints(), "srun: Requested nodes are busy\nsrun: job 70 queued and waiting for resources\n"
                                  "srun: job 70 has been allocated resources\n");
}

TEST_F(SrunOutsideOfAJob, SaysThatTheJobWasCancelled) {
  context.controller.reply(RequestKind::QueryJobs, jobs_reply(JobState::Cancelled));
  EXPECT_EQ(srun_alone({"true"}), 1);
  EXPECT_EQ(context.complaints(), "srun: Job allocation 70 has been revoked\nsrun: Job has been cancelled\n");
}

}  // namespace
}  // namespace minislurm::srun
