#include <gmock/gmock.h>

#include "commands/sreport/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

wire::UsageReply usage() {
  wire::UsageReply reply;
  reply.cluster_name = "linux";
  reply.seconds = 3600;
  wire::UsageRow bob, ann;
  bob.account = "lasers";
  bob.user = "nosuchbob";
  bob.tres_seconds = {{"cpu", 3600}, {"mem", 60}};
  ann = bob;
  ann.user = "nosuchann";
  ann.tres_seconds = {{"cpu", 7200}};
  reply.rows = {bob, ann};
  wire::ClusterUsageRow cpu;
  cpu.tres = "cpu";
  cpu.count = 4;
  cpu.allocated = 10800;
  cpu.idle = 3600;
  cpu.reported = 14400;
  reply.cluster = {cpu};
  return reply;
}

class Sreport : public testing::Test {
 protected:
  Sreport() {
    context_.controller.reply(wire::RequestKind::QueryUsage, usage());
    wire::AccountingReply accounts;
    accounts.tres = {"cpu", "mem"};
    Association root, lasers;
    root.id = 1;
    root.account = "root";
    lasers.id = 2;
    lasers.parent = 1;
    lasers.account = "lasers";
    accounts.accounting.associations = {root, lasers};
    context_.controller.reply(wire::RequestKind::QueryAccounting, accounts);
  }
  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"start=2027-01-15T06:00:00", "end=2027-01-15T07:00:00"});
    return sreport::run(arguments, context_);
  }
  fakes::FakeContext context_{"sreport"};
};

TEST_F(Sreport, ShowsHowTheTimeOfTheClusterDivides) {
  EXPECT_EQ(run({"-nP", "-t", "hourper", "cluster", "util"}), 0);
  EXPECT_EQ(context_.printed(), "linux|3(75.00%)|0(0.00%)|0(0.00%)|1(25.00%)|0(0.00%)|4(100.00%)\n");
}

TEST_F(Sreport, SumsUpEachAccountWithAllBelowIt) {
  EXPECT_EQ(run({"-nP", "-t", "hours", "cluster", "AccountUtilizationByUser", "format=account,login,used"}), 0);
  EXPECT_EQ(context_.printed(), "root||3\nlasers||3\nlasers|nosuchann|2\nlasers|nosuchbob|1\n");
}

TEST_F(Sreport, PutsTheGreatestUserFirstAndOnlyAsManyAsAsked) {
  EXPECT_EQ(run({"-nP", "user", "top", "topcount=1", "format=login,used"}), 0);
  EXPECT_EQ(context_.printed(), "nosuchann|120\n");
}

TEST_F(Sreport, NamesTheResourceOfEachLineWhereResourcesAreGiven) {
  EXPECT_EQ(run({"-nP", "-T", "cpu,mem", "cluster", "UserUtilizationByAccount", "users=nosuchbob"}), 0);
  EXPECT_EQ(context_.printed(), "linux|nosuchbob||lasers|cpu|60\nlinux|nosuchbob||lasers|mem|1\n");
}

TEST_F(Sreport, CountsJobsBySize) {
  wire::HistoryReply history;
  history.cluster_name = "linux";
  history.now = context_.time;
  Job job;
  job.id = JobId{1};
  job.state = JobState::Completed;
  job.started = Instant{Seconds{1799995000}};
  job.ended = Instant{Seconds{1799996000}};
  job.spec.account = "lasers";
  job.tres_allocated = "cpu=3,mem=100M,node=1,billing=3";
  history.jobs = {job};
  context_.controller.reply(wire::RequestKind::QueryHistory, history);
  EXPECT_EQ(run({"-nP", "job", "sizesbyaccount", "grouping=2,4", "printjobcount"}), 0);
  EXPECT_EQ(context_.printed(), "linux|root|0|1|0|1|100.00%\n");
}

TEST_F(Sreport, SaysWhatTheReportIsAbout) {
  EXPECT_EQ(run({"user", "top"}), 0);
  EXPECT_THAT(context_.printed(), HasSubstr("Usage reported in CPU Minutes\n"));
  EXPECT_THAT(context_.printed(), HasSubstr(" (3600 secs)\n"));
}

TEST_F(Sreport, RefusesAReportThatIsNone) {
  EXPECT_EQ(sreport::run({"cluster", "nosuch"}, context_), 1);
  EXPECT_THAT(context_.complaints(), HasSubstr("Not valid report nosuch\n"));
  EXPECT_EQ(sreport::run({"cluster"}, context_), 1);
  EXPECT_THAT(context_.complaints(), HasSubstr("too few arguments for keyword:cluster\n"));
}

}  // namespace
}  // namespace minislurm
