#include "tests/unit/slurmctld/accounting/changer.h"

namespace minislurm::test {
namespace {

class Users : public Changer {
 protected:
  void SetUp() override {
    change(Verb::Add, Entity::Account, {{"name", "foo"}});
    change(Verb::Add, Entity::Account, {{"name", "sub"}}, {{"parent", "foo"}});
  }
};

TEST_F(Users, ANewUserGetsTheFirstAccountAsDefault) {
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo,acct"}}, {{"fairshare", "parent"}}),
            "bob\nC = reference  A = foo                  U = bob      \nC = reference  A = acct                 U = "
            "bob      \n");
  EXPECT_EQ(accounting::find_user(book, "bob")->default_account, "foo");
  EXPECT_EQ(of("bob", "acct").shares, Association::kParentShares);
}

TEST_F(Users, AKnownUserOnlyGetsWhatIsNew) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}});
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}}), "");
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}, {"partition", "debug"}}),
            "C = reference  A = foo                  U = bob       P = debug\n");
  EXPECT_EQ(
      said(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "sub,nosuch"}}),
      "C = reference  A = sub                  U = bob      \nNo account nosuch on cluster reference, skipping.\n");
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "eve"}}), " Need name of account or wckey to add.");
}

TEST_F(Users, ADefaultAccountIsOneOfTheUsersOwn) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo,sub"}});
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"defaultaccount", "sub"}}), "bob\n");
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"defaultaccount", "acct"}}),
            " Can't modify because these users aren't associated with new default account 'acct'...\n  U = bob C = "
            "reference");
  EXPECT_EQ(said(Verb::Delete, Entity::User, {{"name", "bob"}, {"account", "sub"}}),
            "C = reference       A = sub        U = bob      \n");
  EXPECT_EQ(said(Verb::Delete, Entity::User, {{"name", "bob"}, {"account", "foo"}}),
            "C = reference  A = foo        U = bob      \n");
  EXPECT_EQ(said(Verb::Delete, Entity::User, {{"name", "bob"}, {"account", "sub"}}),
            "C = reference  A = sub        U = bob      \n");
  EXPECT_EQ(accounting::find_user(book, "bob")->default_account, "");
}

TEST_F(Users, LimitsOnResourcesAddUpUntilTheyAreTakenAway) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}});
  change(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"grptres", "cpu=4,mem=2G"}, {"maxwall", "90"}});
  change(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"grptres", "cpu=-1"}});
  change(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"grpnodes", "3"}, {"maxnodes", "2"}, {"grpcpumins", "7"}});
  const Limits& limits = of("bob", "foo").limits;
  EXPECT_EQ(*limits.tres_of(Limit::GrpTres), (TresCounts{{"mem", 2048}, {"node", 3}}));
  EXPECT_EQ(*limits.tres_of(Limit::MaxTresPerJob), (TresCounts{{"node", 2}}));
  EXPECT_EQ(*limits.tres_of(Limit::GrpTresMins), (TresCounts{{"cpu", 7}}));
  EXPECT_EQ(limits.count_of(Limit::MaxWallPerJob), 90U);
}

TEST_F(Users, ANewNameTakesEverythingAlong) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}, {"wckeys", "w1"}});
  change(Verb::Add, Entity::Coordinator, {{"names", "bob"}, {"account", "foo"}});
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"newname", "rob"}}), "bob\n");
  EXPECT_TRUE(accounting::has_association(book, "rob"));
  EXPECT_TRUE(accounting::coordinates(book, "rob", "sub"));
  EXPECT_EQ(book.wckeys.at(0).user, "rob");
  EXPECT_EQ(said(Verb::Delete, Entity::User, {{"name", "rob"}}), "rob\n");
  EXPECT_TRUE(book.wckeys.empty());
  EXPECT_FALSE(accounting::coordinates(book, "rob", "foo"));
}

TEST_F(Users, WhoIsNobodyChangesNothing) {
  as = {"eve", AdminLevel::None};
  for (const Entity entity : {Entity::Account, Entity::Qos})
    EXPECT_EQ(said(Verb::Add, entity, {{"name", "x"}}), std::string(text_of(Code::AccessDenied)));
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "eve"}, {"account", "acct"}}),
            std::string(text_of(Code::AccessDenied)));
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "root"}}, {{"maxjobs", "1"}}),
            std::string(text_of(Code::AccessDenied)));
  EXPECT_EQ(said(Verb::Delete, Entity::Account, {{"name", "foo"}}), std::string(text_of(Code::AccessDenied)));
}

TEST_F(Users, ACoordinatorRulesTheAccountAndAllBelowAndNoOther) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}});
  change(Verb::Add, Entity::Coordinator, {{"names", "bob"}, {"account", "foo"}});
  as = {"bob", AdminLevel::None};
  EXPECT_NE(said(Verb::Add, Entity::User, {{"name", "eve"}, {"account", "sub"}}).find("U = eve"), std::string::npos);
  EXPECT_NE(said(Verb::Modify, Entity::Account, {{"name", "sub"}}, {{"maxjobs", "1"}}).find("A = sub"),
            std::string::npos);
  EXPECT_EQ(said(Verb::Add, Entity::User, {{"name", "eve"}, {"account", "acct"}}),
            std::string(text_of(Code::AccessDenied)));
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"adminlevel", "operator"}}),
            std::string(text_of(Code::AccessDenied)));
}

TEST_F(Users, AnOperatorMakesOperatorsButNoAdministrators) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "foo"}});
  as = {"op", AdminLevel::Operator};
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"adminlevel", "operator"}}), "bob\n");
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"adminlevel", "admin"}}),
            std::string(text_of(Code::AccessDenied)));
  EXPECT_EQ(said(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"adminlevel", "zork"}}), "");
}

TEST_F(Users, CoordinatorsAreAppointedAndDismissed) {
  EXPECT_EQ(said(Verb::Add, Entity::Coordinator, {{"account", "foo"}}), " You need to specify a user list here.");
  EXPECT_EQ(said(Verb::Add, Entity::Coordinator, {{"names", "root"}}), " You need to specify an account list here.");
  EXPECT_EQ(said(Verb::Add, Entity::Coordinator, {{"names", "eve"}, {"account", "foo"}}),
            " You specified a non-existent user 'eve'.");
  change(Verb::Add, Entity::Coordinator, {{"names", "root"}, {"account", "foo"}});
  EXPECT_EQ(said(Verb::Delete, Entity::Coordinator, {{"names", "root"}, {"account", "foo"}}),
            "U = root      A = foo       \n");
  EXPECT_EQ(said(Verb::Delete, Entity::Coordinator, {{"names", "root"}, {"account", "foo"}}), "");
}

}  // namespace
}  // namespace minislurm::test
