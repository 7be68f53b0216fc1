#include "tests/unit/slurmctld/accounting/changer.h"

namespace minislurm::test {
namespace {

class QosChanges : public Changer {
 protected:
  const Qos& qos(const std::string& name) { return *accounting::find_qos(book, name); }
};

TEST_F(QosChanges, AllThatItHasCanBeSet) {
  EXPECT_EQ(said(Verb::Add, Entity::Qos, {{"name", "Q2"}},
                 {{"priority", "10"},
                  {"flags", "denyonlimit,nodecay"},
                  {"grptres", "cpu=10"},
                  {"maxwall", "1:00:00"},
                  {"maxjobsperuser", "3"},
                  {"preempt", "normal"},
                  {"preemptmode", "cancel"},
                  {"usagefactor", "0.5"},
                  {"gracetime", "30"},
                  {"preemptexempttime", "5:00"},
                  {"usagethreshold", "0.25"},
                  {"limitfactor", "2"}}),
            "q2\n");
  const Qos& made = qos("q2");
  EXPECT_EQ(made.description, "q2");
  EXPECT_EQ(made.flags, (std::vector<std::string>{"DenyOnLimit", "NoDecay"}));
  EXPECT_EQ(made.limits.count_of(Limit::MaxWallPerJob), 60U);
  EXPECT_EQ(made.limits.count_of(Limit::MaxJobsPerUser), 3U);
  EXPECT_EQ(made.usage_factor_millionths, 500000U);
  EXPECT_EQ(made.grace_time, Seconds{30});
  EXPECT_EQ(made.preempt_exempt_time, Seconds{300});
  EXPECT_EQ(made.preempt_mode, "cancel");
  EXPECT_EQ(made.usage_threshold_millionths, 250000U);
  EXPECT_EQ(said(Verb::Add, Entity::Qos, {{"name", "q2"}}), "");
}

TEST_F(QosChanges, FlagsComeAndGo) {
  change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"flags", "nodecay"}});
  change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"flags+", "denyonlimit"}});
  EXPECT_EQ(qos("normal").flags, (std::vector<std::string>{"DenyOnLimit", "NoDecay"}));
  change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"flags-", "nodecay"}});
  EXPECT_EQ(qos("normal").flags, (std::vector<std::string>{"DenyOnLimit"}));
  change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"flags", "-1"}});
  EXPECT_TRUE(qos("normal").flags.empty());
  EXPECT_NE(said(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"flags", "foo"}})
                .find("Unknown QOS flag used in:\n  'foo'"),
            std::string::npos);
}

TEST_F(QosChanges, PreemptionDoesNotGoAroundInCircles) {
  change(Verb::Add, Entity::Qos, {{"name", "a,b"}});
  EXPECT_EQ(said(Verb::Modify, Entity::Qos, {{"name", "a"}}, {{"preempt", "b"}}), "a\n");
  EXPECT_EQ(said(Verb::Modify, Entity::Qos, {{"name", "b"}}, {{"preempt", "normal,a"}}),
            std::string(text_of(Code::QosPreemptionLoop)));
  EXPECT_TRUE(qos("b").preempt.empty());
}

TEST_F(QosChanges, ADeletedOneIsGoneFromEveryList) {
  change(Verb::Add, Entity::Qos, {{"name", "high"}}, {{"preempt", "normal"}});
  change(Verb::Modify, Entity::Account, {{"name", "acct"}}, {{"qos+", "high"}, {"defaultqos", "high"}});
  facts.jobs.push_back({JobId{7}, 6, "acct", "root", "high"});
  EXPECT_EQ(said(Verb::Delete, Entity::Qos, {{"name", "high"}}),
            "JobID = 7          C = reference  A = acct       U = root      Q = high     \n");
  facts.jobs.clear();
  EXPECT_EQ(said(Verb::Delete, Entity::Qos, {{"name", "high"}}), "high\n");
  EXPECT_EQ(of("", "acct").default_qos, "");
  EXPECT_EQ(of("", "acct").qos, std::vector<std::string>{"normal"});
  EXPECT_EQ(said(Verb::Delete, Entity::Qos, {}), " No conditions given to remove, not executing.");
}

TEST_F(QosChanges, EveryChangeIsRememberedUpToAThousand) {
  for (int i = 0; i < 1005; ++i)
    change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, {{"priority", std::to_string(i)}});
  EXPECT_EQ(book.changes.size(), 1000U);
  EXPECT_EQ(book.changes.back().action, "Modify QOS");
  EXPECT_EQ(book.changes.back().where, "normal");
  EXPECT_EQ(book.changes.back().info, "priority=1004");
}

}  // namespace
}  // namespace minislurm::test
