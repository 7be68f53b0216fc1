#include <gmock/gmock.h>

#include "commands/sstat/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::StartsWith;

// A step of three tasks on two nodes.
wire::StepsReply running() {
  Step step;
  step.id = {JobId{12}, StepNumber{0}};
  step.num_tasks = 3;
  step.tres_allocated = "cpu=3,mem=600M,node=2";
  for (const auto& [name, tasks] : {std::pair{"node1", 2U}, {"node2", 1U}}) {
    NodeAllocation node;
    node.node = name;
    node.tasks = tasks;
    step.allocation.nodes.push_back(node);
  }
  step.usage.tasks = 3;
  step.usage.max_rss_kib = 91444;
  step.usage.max_rss_task = 2;
  step.usage.sum_rss_kib = 274176;
  step.usage.read_bytes = 102714;
  step.usage.max_read_bytes = 34238;
  step.usage.written_bytes = 3;
  step.usage.max_written_bytes = 1;
  step.usage.max_written_task = 1;
  wire::StepsReply reply;
  reply.steps = {step};
  Job job;
  job.id = JobId{12};
  job.state = JobState::Running;
  reply.jobs = {job};
  return reply;
}

class Sstat : public testing::Test {
 protected:
  Sstat() { context.controller.reply(wire::RequestKind::QueryStepUsage, running()); }
  int run(std::vector<std::string> arguments) { return sstat::run(arguments, context); }
  fakes::FakeContext context{"sstat"};
};

TEST_F(Sstat, ShowsWhatAStepHasUsed) {
  const char* fields = "jobid,alloctres,maxrss,maxrssnode,averss,maxdiskread,avediskwrite,ntasks";
  EXPECT_EQ(run({"-P", "-j", "12", "-o", fields}), 0);
  EXPECT_EQ(context.printed(), "JobID|AllocTRES|MaxRSS|MaxRSSNode|AveRSS|MaxDiskRead|AveDiskWrite|NTasks\n"
                               "12.0|cpu=3,mem=600M,node=2|91444K|node2|91392K|34238|1.00M|3\n");
}

TEST_F(Sstat, TakesJobsBehindTheOptions) {
  EXPECT_EQ(run({"-n", "-o", "jobid%5,ntasks%3", "12"}), 0);
  EXPECT_EQ(context.printed(), " 12.0   3 \n");
}

TEST_F(Sstat, WritesTheTaskOfTheCpuTimeAsATime) {
  run({"-n", "-P", "-j", "12", "-o", "tresusageinmaxtask,tresusageoutmaxtask,tresusageoutmax"});
  EXPECT_EQ(context.printed(), "cpu=00:00:00,fs/disk=0,mem=2,pages=0,vmem=0|fs/disk=1|energy=0,fs/disk=1\n");
}

TEST_F(Sstat, ListsTheProcessesOfEachNode) {
  wire::ProcessesReply processes;
  processes.processes = {{582, {JobId{12}, StepNumber{0}}, 0, 0, "node1"},
                         {583, {JobId{12}, StepNumber{0}}, 1, 1, "node1"},
                         {593, {JobId{12}, StepNumber{0}}, 0, 2, "node2"}};
  context.controller.reply(wire::RequestKind::ListProcesses, processes);
  EXPECT_EQ(run({"-i", "-j", "12"}), 0);
  EXPECT_EQ(context.printed(), "JobID                    Nodelist                 Pids \n"
                               "------------ -------------------- -------------------- \n"
                               "12.0                        node1              582,583 \n"
                               "12.0                        node2                  593 \n");
}

TEST_F(Sstat, AsksForEveryStepWhenToldTo) {
  run({"-n", "-a", "-j", "12.batch"});
  const auto asked = context.controller.last<wire::QueryStepUsageRequest>(wire::RequestKind::QueryStepUsage);
  EXPECT_TRUE(asked.all_steps);
  ASSERT_EQ(asked.jobs.size(), 1U);
  EXPECT_EQ(asked.jobs[0].step, StepNumber::Batch);
}

TEST_F(Sstat, SaysWhatDoesNotRun) {
  wire::StepsReply nothing = running();
  nothing.steps.clear();
  context.controller.reply(wire::RequestKind::QueryStepUsage, nothing);
  EXPECT_EQ(run({"-n", "-j", "12"}), 0);
  EXPECT_EQ(run({"-n", "-j", "12.7"}), 0);
  nothing.jobs[0].state = JobState::Pending;
  context.controller.reply(wire::RequestKind::QueryStepUsage, nothing);
  EXPECT_EQ(run({"-n", "-j", "12"}), 0);
  EXPECT_EQ(context.complaints(), "sstat: error: StepId=12.7 not found running.\n"
                                  "sstat: error: No steps running for JobId=12\n");
}

TEST_F(Sstat, RefusesWhatItCannotRead) {
  EXPECT_EQ(run({}), 1);
  EXPECT_EQ(run({"-j", "abc"}), 1);
  EXPECT_EQ(run({"-j", "12", "-o", "nosuch"}), 1);
  EXPECT_EQ(context.complaints(), "sstat: error: You didn't give me any jobs to stat.\n"
                                  "sstat: fatal: Bad job/step specified: abc\n"
                                  "sstat: error: Invalid field requested: \"nosuch\"\n");
}

TEST_F(Sstat, ListsItsFields) {
  EXPECT_EQ(run({"-e"}), 0);
  EXPECT_THAT(context.printed(), StartsWith("AllocTRES           AveCPU              AveCPUFreq          AveDiskRead"));
}

}  // namespace
}  // namespace minislurm
