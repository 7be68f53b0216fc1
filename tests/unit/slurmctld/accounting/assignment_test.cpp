#include "slurmctld/accounting/assignment.h"

#include "libcommon/model/cluster.h"
#include "tests/unit/slurmctld/accounting/changer.h"

namespace minislurm::test {
namespace {

using accounting::Assignment;
using accounting::Wish;

class AssignmentOf : public Changer {
 protected:
  void SetUp() override {
    change(Verb::Add, Entity::Qos, {{"name", "hi"}}, {{"priority", "100"}});
    change(Verb::Add, Entity::Qos, {{"name", "lo"}}, {{"priority", "1"}});
    change(Verb::Add, Entity::Qos, {{"name", "no"}});
    change(Verb::Modify, Entity::Account, {{"name", "root"}}, {{"qos", "normal,hi,lo"}});
  }
  // "account qos", or the error's name.
  std::string got(Wish wish, std::uint32_t enforce = 0) {
    if (wish.user.empty()) wish.user = "root";
    const auto made = accounting::assign(book, wish, {enforce, false});
    if (!made) return std::string(text_of(made.error().code));
    return made->account + " " + made->qos;
  }
};

TEST_F(AssignmentOf, WhoAsksForNothingGetsDefaults) {
  EXPECT_EQ(got({}), "acct normal");
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"defaultqos", "lo"}});
  EXPECT_EQ(got({}), "acct lo");
}

TEST_F(AssignmentOf, TheOnlyQosAllowedIsTheDefault) {
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"qos", "hi"}});
  EXPECT_EQ(got({}), "acct hi");
}

TEST_F(AssignmentOf, AnUnknownAccountGivesWayUnlessAssociationsAreEnforced) {
  EXPECT_EQ(got({{}, "other"}), "other normal");
  EXPECT_EQ(got({{}, "OTHER"}), "other normal");
  EXPECT_EQ(got({{}, "nosuch"}), "acct normal");
  EXPECT_EQ(got({{}, "nosuch"}, kEnforceAssociations), std::string(text_of(Code::InvalidAccount)));
  EXPECT_EQ(got({"eve"}, kEnforceAssociations), std::string(text_of(Code::InvalidAccount)));
}

TEST_F(AssignmentOf, AQosHasToBeAllowedOnlyWhereThatIsEnforced) {
  EXPECT_EQ(got({{}, {}, "nosuch"}), "acct nosuch");
  EXPECT_EQ(got({{}, {}, "no"}), "acct no");
  EXPECT_EQ(got({{}, {}, "nosuch"}, kEnforceQos), std::string(text_of(Code::InvalidQos)));
  EXPECT_EQ(got({{}, {}, "lo,no"}, kEnforceQos), std::string(text_of(Code::InvalidQos)));
  EXPECT_EQ(got({{}, {}, "lo,hi"}, kEnforceQos), "acct lo,hi");
}

TEST_F(AssignmentOf, AQosMayInsistOnAReservation) {
  change(Verb::Modify, Entity::Qos, {{"name", "hi"}}, {{"flags", "RequiresReservation"}});
  EXPECT_EQ(got({{}, {}, "hi"}), std::string(text_of(Code::InvalidQos)));
  EXPECT_EQ(got({{}, {}, "hi", {}, {}, true}), "acct hi");
}

TEST_F(AssignmentOf, ThePartitionsOwnAssociationComesFirst) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "acct"}});
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "acct"}, {"partition", "debug"}});
  const auto here = accounting::assign(book, {"bob", {}, {}, {}, "debug"}, {}),
             there = accounting::assign(book, {"bob", {}, {}, {}, "x"}, {});
  EXPECT_EQ(accounting::find_association(book, here->association)->partition, "debug");
  EXPECT_EQ(accounting::find_association(book, there->association)->partition, "");
}

TEST_F(AssignmentOf, AStrangerIsEnrolledOnce) {
  EXPECT_TRUE(accounting::enrol(book, "eve", "acct", "other"));
  EXPECT_FALSE(accounting::enrol(book, "eve", "acct", ""));
  EXPECT_EQ(got({"eve"}), "acct normal");
  EXPECT_EQ(got({"eve", "other"}), "other normal");
  EXPECT_FALSE(accounting::enrol(book, "mallory", "nosuch", ""));
}

TEST_F(AssignmentOf, WorkloadKeysAreTheUsersOwnWhereTheyAreEnforced) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "acct"}, {"wckeys", "w1"}, {"defaultwckey", "w1"}});
  const accounting::Rules rules{kEnforceWcKeys, true};
  EXPECT_EQ(accounting::assign(book, {"bob"}, rules)->wckey, "*w1");
  EXPECT_EQ(accounting::assign(book, {"bob", {}, {}, "w1"}, rules)->wckey, "w1");
  EXPECT_EQ(accounting::assign(book, {"bob", {}, {}, "w2"}, rules).error().code, Code::InvalidWckey);
  EXPECT_EQ(accounting::assign(book, {"bob", {}, {}, "w2"}, {})->wckey, "w2");
}

}  // namespace
}  // namespace minislurm::test
