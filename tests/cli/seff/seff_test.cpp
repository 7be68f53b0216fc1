#include <gmock/gmock.h>

#include "commands/seff/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

wire::HistoryReply history() {
  wire::HistoryReply reply;
  reply.cluster_name = "linux";
  Job job;
  job.id = JobId{12};
  job.array_job = JobId{10};
  job.array_task = 2;
  job.state = JobState::Completed;
  job.user_name = "bob";
  job.group_name = "users";
  job.started = Instant{Seconds{1800000000}};
  job.ended = Instant{Seconds{1800000100}};
  job.allocation.nodes = {{.node = "n1", .cpus = {0, 1}, .memory = Mebibytes{1024}, .gres = {}, .tasks = 1}};
  job.spec.memory_per_node = Mebibytes{1024};
  Step step;
  step.id = {JobId{12}, StepNumber::Batch};
  step.usage.user_usec = 40000000;
  step.usage.system_usec = 10000000;
  step.usage.max_rss_kib = 256 * 1024;
  reply.jobs = {job};
  reply.steps = {step};
  return reply;
}

TEST(Seff, ComparesWhatWasUsedWithWhatWasHeld) {
  fakes::FakeContext context{"seff"};
  context.controller.reply(wire::RequestKind::QueryHistory, history());
  EXPECT_EQ(seff::run({"10_2"}, context), 0);
  EXPECT_EQ(context.printed(),
            "Job ID: 12\nArray Job ID: 10_2\nCluster: linux\nUser/Group: bob/users\nState: COMPLETED (exit code 0)\n"
            "Nodes: 1\nCores per node: 2\nCPU Utilized: 00:00:50\nCPU Efficiency: 25.00% of 00:03:20 core-walltime\n"
            "Job Wall-clock time: 00:01:40\nMemory Utilized: 256.00 MB\nMemory Efficiency: 25.00% of 1.00 GB (1.00 GB/node)\n");
}

TEST(Seff, EndsWithTwoWhereThereIsNoSuchJob) {
  fakes::FakeContext context{"seff"};
  context.controller.fail(wire::RequestKind::QueryHistory, Error{Code::InvalidJobId});
  EXPECT_EQ(seff::run({"99"}, context), 2);
  EXPECT_EQ(context.complaints(), "Job not found.\n");
}

}  // namespace
}  // namespace minislurm
