#include "slurmctld/accounting/inherited.h"
#include "tests/unit/slurmctld/accounting/changer.h"

namespace minislurm::test {
namespace {

class Accounts : public Changer {};

TEST_F(Accounts, ACleanClusterHasRootTheDefaultAccountAndAnother) {
  ASSERT_EQ(book.accounts.size(), 3U);
  EXPECT_EQ(of("root", "acct").id, 6U);
  EXPECT_EQ(of("", "root").id, 1U);
  EXPECT_EQ(accounting::allowed_qos(book, of("root", "other")), std::vector<std::string>{"normal"});
}

TEST_F(Accounts, ANewOneIsNamedAfterItselfAndBelongsToItsParent) {
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "foo"}}), "foo\nC = reference  A = foo                 \n");
  EXPECT_EQ(accounting::find_account(book, "foo")->organization, "foo");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "sub"}}, {{"parent", "foo"}, {"fairshare", "3"}, {"maxj", "4"}}),
            "sub\nC = reference  A = sub                 \n");
  EXPECT_EQ(accounting::find_account(book, "sub")->organization, "foo");
  EXPECT_EQ(of("", "sub").parent, of("", "foo").id);
  EXPECT_EQ(of("", "sub").shares, 3U);
  EXPECT_EQ(of("", "sub").limits.count_of(Limit::MaxJobs), 4U);
}

TEST_F(Accounts, OneThatExistsIsNotAddedTwice) {
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "acct"}}),
            " Already existing account acct on cluster reference");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "acct,new"}}),
            "new\nC = reference  A = new                 \nAlready existing account acct on cluster reference\n");
}

TEST_F(Accounts, NothingIsKeptOfAnAddThatIsWrong) {
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "x"}}, {{"parent", "nosuch"}}),
            " error: No parent account 'nosuch' on cluster 'reference'");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "x"}}, {{"zork", "1"}}), "zork=1");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "x"}}, {{"maxjobs", "y"}}), "Invalid value for MaxJobs (y)");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "x"}}, {{"grptres", "foo=1"}}),
            "slurmdb_format_tres_str: no TRES known by type foo");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "x"}}, {{"qos", "nosuch"}}),
            "You gave a bad qos 'nosuch'. Valid QOS's are normal");
  EXPECT_EQ(said(Verb::Add, Entity::Account, {}), " Need name of account to add.");
  EXPECT_EQ(accounting::find_account(book, "x"), nullptr);
}

TEST_F(Accounts, WithoutCommitARequestOnlyTells) {
  commit = false;
  EXPECT_EQ(said(Verb::Add, Entity::Account, {{"name", "foo"}}), "foo\nC = reference  A = foo                 \n");
  EXPECT_EQ(accounting::find_account(book, "foo"), nullptr);
  EXPECT_TRUE(book.changes.empty());
}

TEST_F(Accounts, AChangeThatIsInheritedNamesAllBelow) {
  change(Verb::Add, Entity::Account, {{"name", "p"}});
  change(Verb::Add, Entity::Account, {{"name", "c"}}, {{"parent", "p"}});
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "c"}});
  EXPECT_EQ(said(Verb::Modify, Entity::Account, {{"name", "p"}}, {{"grpjobs", "9"}}), "C = reference  A = p of root\n");
  EXPECT_EQ(said(Verb::Modify, Entity::Account, {{"name", "p"}}, {{"maxjobs", "4"}}),
            "C = reference  A = p of root\nC = reference  A = c                   \n"
            "C = reference  A = c                    U = bob      \n");
  EXPECT_EQ(accounting::inherited(book, of("bob", "c")).limits.count_of(Limit::MaxJobs), 4U);
  EXPECT_FALSE(accounting::inherited(book, of("bob", "c")).limits.count_of(Limit::GrpJobs));
  change(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"maxjobs", "7"}});
  EXPECT_EQ(accounting::inherited(book, of("bob", "c")).limits.count_of(Limit::MaxJobs), 7U);
  change(Verb::Modify, Entity::User, {{"name", "bob"}}, {{"maxjobs", "-1"}});
  EXPECT_EQ(accounting::inherited(book, of("bob", "c")).limits.count_of(Limit::MaxJobs), 4U);
}

TEST_F(Accounts, ResourcesAreInheritedOneByOne) {
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"maxtres", "cpu=8,node=2"}});
  change(Verb::Modify, Entity::User, {{"name", "root"}, {"account", "acct"}}, {{"maxtres", "cpu=4"}});
  const accounting::Inherited found = accounting::inherited(book, of("root", "acct"));
  EXPECT_EQ(*found.limits.tres_of(Limit::MaxTresPerJob), (TresCounts{{"cpu", 4}, {"node", 2}}));
}

TEST_F(Accounts, ATreeCannotBiteItsTail) {
  change(Verb::Add, Entity::Account, {{"name", "p"}});
  change(Verb::Add, Entity::Account, {{"name", "c"}}, {{"parent", "p"}});
  EXPECT_EQ(
      said(Verb::Modify, Entity::Account, {{"name", "p"}}, {{"parent", "c"}}),
      "  Requested parent account c is a child of p on cluster reference. Please re-parent c before using it as a "
      "parent.");
  EXPECT_EQ(of("", "p").parent, 1U);
}

TEST_F(Accounts, ListsOfQosGrowAndShrink) {
  change(Verb::Add, Entity::Qos, {{"name", "high"}});
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"qos+", "high"}});
  EXPECT_EQ(accounting::allowed_qos(book, of("root", "acct")), (std::vector<std::string>{"normal", "high"}));
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"defaultqos", "high"}});
  const std::string refused = said(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"qos-", "high"}});
  EXPECT_NE(refused.find("don't have access to their default qos"), std::string::npos) << refused;
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"defaultqos", "-1"}});
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"qos", ""}});
  EXPECT_EQ(accounting::allowed_qos(book, of("root", "acct")), std::vector<std::string>{"normal"});
}

TEST_F(Accounts, WhatIsInUseStays) {
  facts.jobs.push_back({JobId{70001}, of("root", "acct").id, "acct", "root", "normal"});
  EXPECT_EQ(said(Verb::Delete, Entity::Account, {{"name", "acct"}}),
            "JobID = 70001      C = reference  A = acct       U = root      Q = normal   \n");
  facts.jobs.clear();
  EXPECT_EQ(said(Verb::Delete, Entity::Account, {{"name", "acct"}}),
            "C = reference       A = acct       U = root     \n");
  EXPECT_EQ(said(Verb::Delete, Entity::Account, {{"name", "root"}}),
            " You are not allowed to remove the root account.\n Use remove cluster instead.");
  EXPECT_EQ(said(Verb::Delete, Entity::Account, {{"name", "other"}}), "other\n");
  EXPECT_EQ(accounting::node_of(book, "other"), nullptr);
  EXPECT_EQ(accounting::association_of(book, "root", "other", {}), nullptr);
}

}  // namespace
}  // namespace minislurm::test
