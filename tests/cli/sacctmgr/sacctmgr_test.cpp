#include <gmock/gmock.h>

#include "commands/sacctmgr/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Association association(std::uint32_t id, std::uint32_t parent, const std::string& account, const std::string& user = {}) {
  Association made;
  made.id = id;
  made.parent = parent;
  made.account = account;
  made.user = user;
  return made;
}

wire::AccountingReply accounting() {
  wire::AccountingReply reply;
  reply.cluster_name = "linux";
  reply.tres = {"cpu", "mem", "energy", "node", "billing", "fs/disk", "vmem", "pages", "gres/gpu"};
  reply.accounting.accounts = {{"root", "default root account", "root", {}, {}}, {"physics", "Physics", "Science", {"bob"}, {}},
                               {"lasers", "Lasers", "Science", {}, {}}};
  reply.accounting.users = {{"root", "root", "", AdminLevel::Administrator}, {"bob", "lasers", "", AdminLevel::None}};
  reply.accounting.associations = {association(1, 0, "root"), association(2, 1, "root", "root"), association(3, 1, "physics"),
                                   association(4, 3, "lasers"), association(5, 4, "lasers", "bob")};
  reply.accounting.associations[0].qos = {"normal"};
  reply.accounting.associations[2].limits.set(Limit::MaxJobs, std::uint64_t{7});
  reply.accounting.associations[2].limits.set(Limit::GrpTres, TresCounts{{"mem", 2048}, {"cpu", 4}});
  Qos normal;
  normal.id = 1;
  normal.name = "normal";
  reply.accounting.qos = {normal};
  return reply;
}

class Sacctmgr : public testing::Test {
 protected:
  Sacctmgr() { context_.controller.reply(wire::RequestKind::QueryAccounting, accounting()); }
  int run(const std::vector<std::string>& arguments) { return sacctmgr::run(arguments, context_); }
  fakes::FakeContext context_{"sacctmgr"};
};

TEST_F(Sacctmgr, ShowsAssociationsAsAWalkOfTheTreeWithWhatTheyInherit) {
  EXPECT_EQ(run({"-nP", "list", "assoc", "format=account,user,maxjobs,grptres,qos,parentname"}), 0);
  EXPECT_EQ(context_.printed(), "root||||normal|\nroot|root|||normal|\nphysics||7|cpu=4,mem=2G|normal|root\n"
                                "lasers||7||normal|physics\nlasers|bob|7||normal|\n");
}

TEST_F(Sacctmgr, WithWopLimitsALimitStandsOnlyWhereItIsSet) {
  EXPECT_EQ(run({"-nP", "list", "assoc", "user=bob", "woplimits", "format=account,maxjobs,qos"}), 0);
  EXPECT_EQ(context_.printed(), "lasers||\n");
}

TEST_F(Sacctmgr, IndentsAccountsInATree) {
  EXPECT_EQ(run({"-n", "list", "assoc", "account=physics", "withsub", "tree", "format=account,user"}), 0);
  EXPECT_EQ(context_.printed(), " physics                        \n  lasers                        \n   lasers                   bob \n");
}

TEST_F(Sacctmgr, RefusesAFieldAndAConditionThatAreNone) {
  EXPECT_EQ(run({"list", "account", "format=nosuch"}), 1);
  EXPECT_EQ(context_.errors_seen(), "Unknown field 'nosuch'\n");
  EXPECT_EQ(run({"list", "account", "nosuch=1"}), 1);
  EXPECT_EQ(context_.errors_seen(), " Unknown condition: nosuch=1\n Use keyword 'set' to modify value\n");
}

TEST_F(Sacctmgr, RepeatsTheSettingsOfANewAccountAndAsksBeforeItIsMade) {
  std::vector<bool> commits;
  context_.controller.answer<wire::ChangeAccountingRequest, wire::ChangeAccountingReply>(
      wire::RequestKind::ChangeAccounting,
      [&commits](const wire::ChangeAccountingRequest& request) -> Result<wire::ChangeAccountingReply> {
        commits.push_back(request.commit);
        wire::ChangeAccountingReply reply;
        reply.objects = {"optics"};
        reply.associations = {"C = linux      A = optics              "};
        return reply;
      });
  context_.set_input("y\n");
  EXPECT_EQ(run({"add", "account", "optics", "maxwall=90", "parent=physics"}), 0);
  EXPECT_EQ(context_.printed(),
            " Adding Account(s)\n  optics\n Settings\n  Description     = Account Name\n"
            "  Organization    = Parent/Account Name\n Associations =\n  C = linux      A = optics              \n"
            " Settings\n  MaxWall       = 01:30:00\n  Parent        = physics\n"
            "Would you like to commit changes? (You have 30 seconds to decide)\n(N/y): \n");
  EXPECT_THAT(commits, testing::ElementsAre(false, true));
}

TEST_F(Sacctmgr, ChangesNothingWhenTheAnswerIsNo) {
  wire::ChangeAccountingReply reply;
  reply.objects = {"bob"};
  context_.controller.reply_once(wire::RequestKind::ChangeAccounting, reply);
  context_.set_input("n\n");
  EXPECT_EQ(run({"modify", "user", "bob", "set", "adminlevel=operator"}), 0);
  EXPECT_THAT(context_.printed(), StartsWith(" Modified users...\n  bob\n"));
  EXPECT_THAT(context_.printed(), HasSubstr(" Changes Discarded\n"));
}

TEST_F(Sacctmgr, SaysWhichOptionIsUnknown) {
  context_.controller.fail(wire::RequestKind::ChangeAccounting, Error{Code::UnsupportedUpdate, "foo=1"});
  EXPECT_EQ(run({"-i", "modify", "account", "physics", "set", "foo=1"}), 1);
  EXPECT_EQ(context_.complaints(), " Unknown option: foo=1\n Use keyword 'where' to modify condition\n");
}

TEST_F(Sacctmgr, SendsConditionsAndSettingsApart) {
  wire::ChangeAccountingRequest seen;
  context_.controller.answer<wire::ChangeAccountingRequest, wire::ChangeAccountingReply>(
      wire::RequestKind::ChangeAccounting,
      [&seen](const wire::ChangeAccountingRequest& request) -> Result<wire::ChangeAccountingReply> {
        seen = request;
        return wire::ChangeAccountingReply{};
      });
  EXPECT_EQ(run({"-i", "modify", "user", "bob", "set", "qos+=fast", "where", "account=lasers"}), 1);
  EXPECT_THAT(seen.where, testing::ElementsAre(testing::Pair("name", "bob"), testing::Pair("account", "lasers")));
  EXPECT_THAT(seen.set, testing::ElementsAre(testing::Pair("qos+", "fast")));
  EXPECT_EQ(context_.printed(), " Modified user associations...\n  Nothing modified\n");
}

TEST_F(Sacctmgr, RefusesChangesInReadonlyMode) {
  EXPECT_EQ(run({"-r", "add", "account", "optics"}), 1);
  EXPECT_EQ(context_.complaints(), "Can't run this command in readonly mode.\n");
}

TEST_F(Sacctmgr, RepeatsTheLastLineAtThePrompt) {
  context_.set_input("list qos format=name\n!!\nnosuch\nquit\n");
  EXPECT_EQ(run({"-nP"}), 1);
  EXPECT_THAT(context_.printed(), HasSubstr("normal\nsacctmgr: !!\nnormal\n"));
  EXPECT_EQ(context_.complaints(), "invalid keyword: nosuch\n");
}

TEST_F(Sacctmgr, WritesAssociationsAsADocument) {
  EXPECT_EQ(run({"--json", "list", "assoc", "user=bob"}), 0);
  EXPECT_THAT(context_.printed(), HasSubstr("\"lineage\": \"\\/physics\\/lasers\\/0-bob\\/\""));
  EXPECT_THAT(context_.printed(), HasSubstr("\"is_default\": true"));
}

}  // namespace
}  // namespace minislurm
