#include <gmock/gmock.h>

#include "commands/sdiag/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

wire::StatsReply stats() {
  wire::StatsReply made;
  made.now = Instant{Seconds{1800000120}};
  made.since = Instant{Seconds{1800000000}};
  made.jobs_submitted = 7;
  made.sched_cycles = 4;
  made.sched_total = 40;
  made.rpcs = {{2003, 0, "REQUEST_JOB_INFO", "root", 2, 10}, {2003, 5, "REQUEST_JOB_INFO", "bob", 2, 30},
               {2007, 5, "REQUEST_NODE_INFO", "bob", 1, 7}};
  made.total_cpus = 8;
  made.used_cpus = 3;
  made.total_memory = Mebibytes{1000};
  made.used_memory = Mebibytes{400};
  made.system_cpu_percent = 12.5;
  made.jobs_by_state = {{"PENDING", "2"}};
  made.mean_wait_seconds = 1.25;
  return made;
}

TEST(Sdiag, PrintsSlurmsSectionsAndTheMachinesTotals) {
  fakes::FakeContext context{"sdiag"};
  context.controller.reply(wire::RequestKind::QueryStats, stats());
  EXPECT_EQ(sdiag::run({}, context), 0);
  const std::string text = context.printed();
  EXPECT_THAT(text, HasSubstr("Jobs submitted: 7\n"));
  EXPECT_THAT(text, HasSubstr("\tMean cycle:   10\n"));
  EXPECT_THAT(text, HasSubstr("\tCycles per minute: 2\n"));
  EXPECT_THAT(text, HasSubstr("\tREQUEST_JOB_INFO                        ( 2003) count:4      ave_time:10     "
                              "total_time:40\n"));
  EXPECT_THAT(text, HasSubstr("\tEnd of job queue: 4\n"));
  EXPECT_THAT(text, HasSubstr("\tCPUs: total 8, used 3, free 5\n"));
  EXPECT_THAT(text, HasSubstr("\tMemory: total 1000, used 400, free 600 (MB)\n"));
  EXPECT_THAT(text, HasSubstr("\tSystem CPU: 12.5%\n"));
  EXPECT_THAT(text, HasSubstr("\tPENDING: 2\n"));
}

TEST(Sdiag, WritesADocument) {
  fakes::FakeContext context{"sdiag"};
  context.controller.reply(wire::RequestKind::QueryStats, stats());
  wire::ClusterReply cluster;
  cluster.cluster_name = "reference";
  context.controller.reply(wire::RequestKind::QueryCluster, cluster);
  EXPECT_EQ(sdiag::run({"--json"}, context), 0);
  EXPECT_THAT(context.printed(), HasSubstr("\"jobs_submitted\": 7"));
  EXPECT_THAT(context.printed(), HasSubstr("\"cluster\": \"reference\""));
  EXPECT_THAT(context.printed(), HasSubstr("\"rpcs_by_user\""));
}

TEST(Sdiag, SaysWhyThereAreNoStatistics) {
  fakes::FakeContext context{"sdiag"};
  context.controller.fail(wire::RequestKind::QueryStats, Error{Code::ControllerConnect});
  EXPECT_EQ(sdiag::run({}, context), 1);
  EXPECT_THAT(context.complaints(), testing::StartsWith("slurm_get_statistics: "));
}

}  // namespace
}  // namespace minislurm
