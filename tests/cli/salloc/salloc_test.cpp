#include <gmock/gmock.h>


#include "commands/salloc/environment.h"
#include "commands/salloc/options.h"
#include "commands/salloc/run.h"
#include "tests/support/fake_context.h"
#include "tests/support/option_names.h"

namespace minislurm::salloc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using wire::RequestKind;

Job job_on(const std::vector<std::string>& nodes, JobState state = JobState::Running) {
  Job job;
  job.id = JobId{5};
  job.state = state;
  job.partition = "debug";
  job.user_name = "alice";
  for (const std::string& node : nodes) job.allocation.nodes.push_back({node, {0, 1}, {}, {}, 1});
  return job;
}

wire::JobsReply only(Job job) {
  wire::JobsReply reply;
  reply.jobs.push_back(std::move(job));
  reply.cluster_name = "reference";
  return reply;
}

class Salloc : public ::testing::Test {
 protected:
  Salloc() {
    context.who.work_dir = "/tmp";
    context.variables["PATH"] = "/usr/bin:/bin";
    wire::SubmitReply submitted;
    submitted.id = JobId{5};
    context.controller.reply(RequestKind::Submit, submitted);
    context.controller.reply(RequestKind::QueryJobs, only(job_on({"node1", "node2"})));
    context.controller.reply(RequestKind::CompleteJob, wire::Empty{});
    // The command ends first.
    context.controller.fail(RequestKind::AwaitJob, Error{Code::CommunicationsReceive});
  }
  int salloc(const std::vector<std::string>& arguments) { return run(arguments, context); }
  JobSpec sent() { return context.controller.last<wire::SubmitRequest>(RequestKind::Submit).spec; }
  ExitCode completed() {
    return context.controller.last<wire::CompleteJobRequest>(RequestKind::CompleteJob).exit_code;
  }

  fakes::FakeContext context{"salloc"};
};

TEST_F(Salloc, RunsACommandInItsAllocation) {
  EXPECT_EQ(salloc({"-N2", "-n2", "sh", "-c", "test $SLURM_JOB_ID,$SLURM_JOB_NUM_NODES = 5,2"}), 0);
  EXPECT_EQ(context.complaints(), "salloc: Granted job allocation 5\nsalloc: Nodes node[1-2] are ready for job\n"
                                  "salloc: Relinquishing job allocation 5\n");
  EXPECT_EQ(sent().kind, JobKind::Allocation);
  EXPECT_EQ(sent().name, "interactive");
  EXPECT_EQ(sent().min_nodes, 2U);
}

TEST_F(Salloc, EndsWithTheCommandsCodeAndSaysNothingWhenQuiet) {
  EXPECT_EQ(salloc({"-Q", "-n1", "sh", "-c", "exit 6"}), 6);
  EXPECT_EQ(context.complaints(), "");
  EXPECT_EQ(completed(), (ExitCode{6, 0}));
}

TEST_F(Salloc, LeavesTheAllocationWithoutAShell) {
  EXPECT_EQ(salloc({"--no-shell", "-n1", "-J", "held"}), 0);
  EXPECT_EQ(context.complaints(), "salloc: Granted job allocation 5\nsalloc: Nodes node[1-2] are ready for job\n");
  EXPECT_EQ(sent().name, "held");
  EXPECT_EQ(context.controller.count(RequestKind::CompleteJob), 0U);
}

TEST_F(Salloc, SaysThatItWaits) {
  wire::SubmitReply submitted;
  submitted.id = JobId{5};
  submitted.messages = {"Requested partition configuration not available now"};
  context.controller.reply(RequestKind::Submit, submitted);
  context.controller.reply_once(RequestKind::QueryJobs, only(job_on({}, JobState::Pending)));
  context.controller.reply(RequestKind::AwaitJob, wire::Empty{});
  EXPECT_EQ(salloc({"--no-shell"}), 0);
  EXPECT_EQ(context.complaints(),
            "salloc: Requested partition configuration not available now\nsalloc: Pending job allocation 5\n"
            "salloc: job 5 queued and waiting for resources\nsalloc: job 5 has been allocated resources\n"
            "salloc: Granted job allocation 5\nsalloc: Nodes node[1-2] are ready for job\n");
  EXPECT_EQ(sent().name, "no-shell");
}

TEST_F(Salloc, SaysWhyItIsRefused) {
  context.controller.fail(RequestKind::Submit,
                          Error{Code::InvalidPartitionName, "invalid partition specified: nosuch"});
  EXPECT_EQ(salloc({"-p", "nosuch", "true"}), 1);
  EXPECT_EQ(context.complaints(), "salloc: error: invalid partition specified: nosuch\n"
                                  "salloc: error: Job submit/allocate failed: Invalid partition name specified\n");
}

TEST_F(Salloc, HangsUpWhenTheAllocationIsRevoked) {
  context.controller.reply(RequestKind::AwaitJob, only(job_on({"node1"}, JobState::Cancelled)));
  EXPECT_EQ(salloc({"--kill-command=KILL", "sleep", "1000"}), 0);
  EXPECT_THAT(context.complaints(), HasSubstr("salloc: Job allocation 5 has been revoked.\n"));
  EXPECT_THAT(context.complaints(), Not(HasSubstr("Relinquishing")));
}

TEST_F(Salloc, LetsTheCommandGoOnAfterARevocationUnlessToldToEndIt) {
  context.controller.reply(RequestKind::AwaitJob, only(job_on({"node1"}, JobState::Cancelled)));
  EXPECT_EQ(salloc({"sh", "-c", "exit 5"}), 5);
}

TEST_F(Salloc, GivesTheAllocationBackWhenTheCommandDoesNotExist) {
  EXPECT_EQ(salloc({"/no/such/command"}), 1);
  EXPECT_THAT(context.complaints(), HasSubstr("salloc: error: _fork_command: Unable to find command \"/no/such/command\"\n"));
  EXPECT_EQ(context.controller.count(RequestKind::CompleteJob), 1U);
}

TEST(SallocOptions, HaveOneMeaningEach) {
  EXPECT_THAT(test::repeated_options(option_set().rows()), testing::IsEmpty());
}

TEST(SallocEnvironment, TellsTheCommandOfItsAllocation) {
  Job job = job_on({"node1", "node2", "node3"});
  job.allocation.nodes[2].cpus = {0};
  job.spec.ntasks = 5;
  job.num_tasks = 5;
  job.allocation.nodes[0].tasks = 2;
  job.allocation.nodes[1].tasks = 2;
  const auto variables = allocation_variables(job, "reference", {"host1", "/home/alice"});
  EXPECT_EQ(variables.at("SLURM_JOB_NODELIST"), "node[1-3]");
  EXPECT_EQ(variables.at("SLURM_JOB_CPUS_PER_NODE"), "2(x2),1");
  EXPECT_EQ(variables.at("SLURM_TASKS_PER_NODE"), "2(x2),1");
  EXPECT_EQ(variables.at("SLURM_NPROCS"), "5");
  EXPECT_EQ(variables.at("SLURM_SUBMIT_DIR"), "/home/alice");
  EXPECT_EQ(variables.at("SLURM_CLUSTER_NAME"), "reference");
  EXPECT_EQ(variables.count("SLURM_MEM_PER_NODE"), 0U);
}

TEST(SallocEnvironment, ReplacesWhatTheCallerHad) {
  EXPECT_THAT(merged({"A=1", "SLURM_JOB_ID=3"}, {{"SLURM_JOB_ID", "5"}}), ElementsAre("A=1", "SLURM_JOB_ID=5"));
}

}  // namespace
}  // namespace minislurm::salloc
