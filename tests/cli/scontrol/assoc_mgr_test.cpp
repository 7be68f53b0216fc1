// scontrol show assoc_mgr, against a controller of canned replies. The layout is that of real Slurm 24.11 and 26.05.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/scontrol/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;
using testing::Not;
using wire::RequestKind;

Association association(std::uint32_t id, std::uint32_t parent, const std::string& account, const std::string& user = "") {
  Association made;
  made.id = id;
  made.parent = parent;
  made.account = account;
  made.user = user;
  return made;
}

wire::LimitUse two_jobs(std::uint32_t id) {
  wire::LimitUse use;
  use.id = id;
  use.jobs = 1;
  use.submitted = 2;
  use.wall_minutes = 0.85;
  use.tres = {{"cpu", 2}, {"mem", 300}};
  use.minutes = {{"mem", 84}};
  use.run_minutes = {{"cpu", 5}};
  return use;
}

wire::AccountingReply accounting() {
  wire::AccountingReply reply;
  reply.cluster_name = "linux";
  reply.tres = {"cpu", "mem"};
  reply.accounting.users = {{"root", "acct", "", AdminLevel::Administrator}};
  reply.accounting.associations = {association(1, 0, "root"), association(2, 1, "acct"), association(3, 2, "acct", "root")};
  Association& account = reply.accounting.associations[1];
  account.shares = 5;
  account.priority = 9;
  account.comment = "hello w";
  account.limits.set(Limit::GrpJobs, std::uint64_t{10});
  account.limits.set(Limit::MaxJobs, std::uint64_t{4});
  account.limits.set(Limit::GrpTres, TresCounts{{"cpu", 30}});
  account.limits.set(Limit::MaxTresPerJob, TresCounts{{"mem", 2048}, {"cpu", 8}});
  reply.association_use = {two_jobs(2), two_jobs(3)};
  Qos normal;
  normal.id = 1;
  normal.name = "normal";
  Qos high;
  high.id = 4;
  high.name = "high";
  high.priority = 100;
  high.preempt_mode = "cancel,within";
  high.limits.set(Limit::MaxJobsPerUser, std::uint64_t{3});
  reply.accounting.qos = {normal, high};
  wire::LimitUse of_root = two_jobs(4);
  of_root.user = "root";
  reply.qos_use = {two_jobs(4), of_root};
  return reply;
}

wire::SharesReply shares() {
  wire::SharesReply reply;
  for (const Association& one : accounting().accounting.associations) {
    wire::ShareRow row;
    row.association = one.id;
    row.parent = one.parent;
    row.account = one.account;
    row.user = one.user;
    row.shares = one.shares;
    reply.rows.push_back(row);
  }
  reply.rows[2].norm_shares = 1;
  reply.rows[2].raw_usage = 51;
  return reply;
}

class AssocMgr : public testing::Test {
 protected:
  AssocMgr() {
    context.controller.reply(RequestKind::QueryAccounting, accounting());
    context.controller.reply(RequestKind::QueryShares, shares());
    enforce("associations,limits,qos");
  }
  void enforce(const std::string& what) {
    wire::ClusterReply cluster;
    cluster.config = {{"AccountingStorageEnforce", what}};
    context.controller.reply(RequestKind::QueryCluster, cluster);
  }
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), {"show", "assoc_mgr"});
    return scontrol::run(words, context);
  }
  fakes::FakeContext context{"scontrol"};
};

TEST_F(AssocMgr, ShowsAnAssociationWithWhatCountsAgainstItsLimits) {
  ASSERT_EQ(run({"flags=assoc", "accounts=acct"}), 0);
  EXPECT_THAT(context.printed(),
              testing::StartsWith("Current Association Manager state\n\nAssociation Records\n\n"
                                  "ClusterName=linux Account=acct UserName= Partition= Priority=9 ID=2\n"
                                  "    SharesRaw/Norm/Level/Factor=5/0.00/5/0.00\n"
                                  "    UsageRaw/Norm/Efctv=0.00/0.00/0.00\n"
                                  "    ParentAccount=root(1) Lineage=/acct/ DefAssoc=No\n"
                                  "    GrpJobs=10(1) GrpJobsAccrue=N(0)\n"
                                  "    GrpSubmitJobs=N(2) GrpWall=N(0.85)\n"
                                  "    GrpTRES=cpu=30(2),mem=N(300)\n"
                                  "    GrpTRESMins=cpu=N(0),mem=N(84)\n"
                                  "    GrpTRESRunMins=cpu=N(5),mem=N(0)\n"
                                  "    MaxJobs=4(1) MaxJobsAccrue= MaxSubmitJobs= MaxWallPJ=\n"
                                  "    MaxTRESPJ=cpu=8,mem=2048\n"
                                  "    MaxTRESPN=\n"
                                  "    MaxTRESMinsPJ=\n"
                                  "    MinPrioThresh=\n"
                                  "    Comment=hello w\n"));
}

TEST_F(AssocMgr, AUserHasTheAccountsLimitsForEachJobButNotItsGroupLimits) {
  ASSERT_EQ(run({"flags=assoc", "users=root"}), 0);
  const std::string text = context.printed();
  const std::string user = text.substr(text.find("UserName=root(0)"));
  EXPECT_THAT(user, HasSubstr("Priority=9 ID=3\n    SharesRaw/Norm/Level/Factor=1/1.00/1/0.00\n"
                              "    UsageRaw/Norm/Efctv=51.00/0.00/0.00\n"
                              "    ParentAccount= Lineage=/acct/0-root/ DefAssoc=Yes\n    GrpJobs=N(1) "));
  EXPECT_THAT(user, HasSubstr("    MaxJobs=4(1) "));
  EXPECT_THAT(user, HasSubstr("    GrpTRES=cpu=N(2),mem=N(300)\n"));
}

TEST_F(AssocMgr, AQosCountsEachUserInIt) {
  ASSERT_EQ(run({"flags=qos", "qos=HIGH"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("QOS=high(4)\n    UsageRaw=0.000000\n    GrpJobs=N(1) GrpJobsAccrue=N(0) "
                                           "GrpSubmitJobs=N(2) GrpWall=N(0.85)\n"));
  EXPECT_THAT(context.printed(), HasSubstr("    MinPrioThresh= \n    MinTRESPJ=\n    PreemptMode=WITHIN,CANCEL\n"
                                           "    Priority=100\n    Account Limits\n        No Accounts\n"
                                           "    User Limits\n      root(0)\n"
                                           "        MaxJobsPU=3(1) MaxJobsAccruePU=N(0) MaxSubmitJobsPU=N(2)\n"
                                           "        MaxTRESPU=cpu=N(2),mem=N(300)\n"
                                           "        MaxTRESRunMinsPU=cpu=N(5),mem=N(0)\n"));
  EXPECT_THAT(context.printed(), Not(HasSubstr("normal")));
}

TEST_F(AssocMgr, OneKnownFlagWillDo) {
  ASSERT_EQ(run({"flags=nix,Users"}), 0);
  EXPECT_EQ(context.printed(), "Current Association Manager state\n\nUser Records\n\n"
                               "UserName=root(0) DefAccount=acct DefWckey= AdminLevel=Administrator\n");
}

TEST_F(AssocMgr, OneLinerPutsTheUsersOfAQosInBraces) {
  ASSERT_EQ(run({"-o", "flags=qos"}), 0);
  EXPECT_THAT(context.printed(),
              testing::StartsWith("Current Association Manager state\nQOS Records\nQOS=normal(1) UsageRaw=0.000000 "));
  EXPECT_THAT(context.printed(), HasSubstr("MinPrioThresh=  MinTRESPJ= PreemptMode=OFF Priority=0 "
                                           "Account Limits=No Accounts User Limits=No Users\n"));
  EXPECT_THAT(context.printed(), HasSubstr(" User Limits= root(0)={MaxJobsPU=3(1) "));
  EXPECT_THAT(context.printed(), testing::EndsWith("MaxTRESRunMinsPU=cpu=N(5),mem=N(0)}\n"));
}

TEST_F(AssocMgr, CountsNoJobsWhereLimitsAreNotEnforced) {
  enforce("none");
  ASSERT_EQ(run({}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("    GrpJobs=10(0) GrpJobsAccrue=N(0)\n    GrpSubmitJobs=N(0) GrpWall=N(0.85)\n"
                                           "    GrpTRES=cpu=30(0),mem=N(0)\n"));
  EXPECT_THAT(context.printed(), testing::EndsWith("    User Limits\n        No Users\n"));
}

TEST_F(AssocMgr, SaysWhatThereIsNoneOf) {
  ASSERT_EQ(run({"users=nix", "accounts=nix", "qos=nix"}), 0);
  EXPECT_EQ(context.printed(), "Current Association Manager state\n\nNo users currently cached in Slurm.\n\n\n"
                               "No associations currently cached in Slurm.\n\n\nNo QOS currently cached in Slurm.\n\n");
}

TEST_F(AssocMgr, FailsForUnknownWordsAndOnlyComplainsOfBadValues) {
  EXPECT_EQ(run({"nix=3"}), 1);
  EXPECT_EQ(run({"users"}), 0);
  EXPECT_EQ(run({"f=user"}), 0);
  EXPECT_EQ(context.complaints(), "invalid entity: nix=3 for keyword:show assoc_mgr\n"
                                  "No value given for option users\n"
                                  "invalid flag 'user', valid options are 'Assoc, QOS, and/or Users'\n");
  EXPECT_EQ(context.printed(), "");
}

}  // namespace
}  // namespace minislurm
