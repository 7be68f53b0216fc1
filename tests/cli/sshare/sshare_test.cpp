#include <gmock/gmock.h>

#include <cmath>

#include "commands/sshare/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

wire::ShareRow row(std::uint32_t id, std::uint32_t parent, const std::string& account, const std::string& user) {
  wire::ShareRow made;
  made.association = id;
  made.parent = parent;
  made.account = account;
  made.user = user;
  return made;
}

wire::SharesReply reply() {
  wire::SharesReply made;
  made.cluster_name = "reference";
  made.tres = {"cpu", "mem"};
  wire::ShareRow root = row(1, 0, "root", {});
  root.norm_shares = 1.0 / 4294967295.0;
  root.effective_usage = 1;
  root.raw_usage = 316.7;
  wire::ShareRow idle = row(2, 1, "root", "root");
  idle.norm_shares = 1.0 / 3;
  idle.level_fs = INFINITY;
  idle.fair_share = 1;
  wire::ShareRow acct = row(3, 1, "acct", {});
  acct.norm_shares = 1.0 / 3;
  acct.raw_usage = 212.4;
  acct.norm_usage = acct.effective_usage = 0.671924;
  acct.level_fs = 0.496088;
  acct.used_seconds = {{"cpu", 212.4}};
  acct.run_seconds = {{"mem", 12000}};
  acct.group_minutes_limit = {{"cpu", 1000}, {"mem", 5000}};
  wire::ShareRow bob = row(6, 3, "acct", "bob");
  bob.shares = Association::kParentShares;
  bob.fair_share = 1.0 / 3;
  bob.level_fs = INFINITY;
  made.rows = {root, idle, acct, bob};
  return made;
}

class Sshare : public ::testing::Test {
 protected:
  Sshare() { context.controller.reply(wire::RequestKind::QueryShares, reply()); }
  std::string table(const std::vector<std::string>& arguments) {
    EXPECT_EQ(sshare::run(arguments, context), 0) << context.complaints();
    const std::string all = context.printed(), text = all.substr(seen_);
    seen_ = all.size();
    return text;
  }
  fakes::FakeContext context{"sshare"};

 private:
  std::size_t seen_ = 0;
};

TEST_F(Sshare, ShowsTheTree) {
  EXPECT_EQ(table({"-a"}),
            "Account                    User  RawShares  NormShares    RawUsage  EffectvUsage  FairShare \n"
            "-------------------- ---------- ---------- ----------- ----------- ------------- ---------- \n"
            "root                                          0.000000         316      1.000000            \n"
            " root                      root          1    0.333333           0      0.000000   1.000000 \n"
            " acct                                    1    0.333333         212      0.671924            \n"
            "  acct                      bob     parent    0.000000           0      0.000000   0.333333 \n");
}

TEST_F(Sshare, ShowsTheUsersAskedForWithTheAccounts) {
  EXPECT_EQ(table({"-n", "-u", "BOB", "-P", "-o", "account,user"}), "root|\n acct|\n  acct|bob\n");
  EXPECT_EQ(table({"-n", "-u", "bob", "-U", "-P", "-o", "account,user"}), "acct|bob\n");
  EXPECT_EQ(table({"-n", "-a", "-A", "ACCT", "-p", "-o", "acc,us"}), "acct||\n acct|bob|\n");
}

TEST_F(Sshare, ShowsLevelsLimitsAndMinutes) {
  EXPECT_EQ(table({"-n", "-a", "-P", "-o", "LevelFS,GrpTRESMins,GrpTRESRaw,TRESRunMins,ID"}),
            "||cpu=0,mem=0|cpu=0,mem=0|1\n"
            "inf||cpu=0,mem=0|cpu=0,mem=0|2\n"
            "0.496088|cpu=1000,mem=5000|cpu=3,mem=0|cpu=0,mem=200|3\n"
            "||cpu=0,mem=0|cpu=0,mem=0|6\n");
}

TEST_F(Sshare, CutsTextsAndNoNumbers) {
  EXPECT_EQ(table({"-n", "-a", "-A", "acct", "-U", "-o", "account%3,rawusage%1,fairshare%7"}), "ac+ 0 3.3e-01 \n");
  EXPECT_EQ(table({"-n", "-A", "acct", "-u", "nobody", "-o", "rawusage%1"}), "212 \n");
}

TEST_F(Sshare, NamesTheFieldItDoesNotKnow) {
  EXPECT_EQ(sshare::run({"-o", "user,nosuch"}, context), 1);
  EXPECT_EQ(context.complaints(), "sshare: error: Invalid field requested: \"nosuch\"\n");
}

TEST_F(Sshare, SaysWhoseSharesItShows) {
  table({"-v", "-u", "bob", "-A", "acct"});
  EXPECT_EQ(context.complaints(), "Users requested:\n\t: bob\nAccounts requested:\n\t: acct\n");
}

TEST_F(Sshare, KnowsItsClusterAndNoOther) {
  EXPECT_THAT(table({"-M", "reference", "-n", "-U", "-a", "-o", "user"}), testing::StartsWith("CLUSTER: reference\n"));
  EXPECT_EQ(sshare::run({"-M", "nosuch"}, context), 1);
  EXPECT_THAT(context.complaints(), HasSubstr("No cluster 'nosuch' known by database."));
}

TEST_F(Sshare, WritesADocumentThatWarnsOfInfinity) {
  const std::string text = table({"-a", "--json"});
  EXPECT_THAT(text, HasSubstr("\"total_shares\": 0"));
  EXPECT_THAT(text, HasSubstr("Dumping (0xffffffffffffffff) as place holder for Infinity"));
  EXPECT_THAT(text, HasSubstr("\"parent\": \"acct\""));
}

TEST_F(Sshare, SaysThatThereIsNoController) {
  context.controller.fail(wire::RequestKind::QueryShares, Error{Code::ControllerConnect});
  EXPECT_EQ(sshare::run({}, context), 255);
  EXPECT_THAT(context.complaints(), testing::StartsWith("Couldn't get shares from controller: "));
}

}  // namespace
}  // namespace minislurm
