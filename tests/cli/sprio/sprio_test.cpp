#include <gmock/gmock.h>

#include "commands/sprio/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

wire::PriorityRow row(std::uint32_t id, const std::string& partition, double size, double part) {
  wire::PriorityRow made;
  made.job_id = id;
  made.job_text = std::to_string(id);
  made.user = "root";
  made.account = "acct";
  made.qos = "normal";
  made.partition = partition;
  made.fair_share = 1;
  made.size = size;
  made.partition_factor = part;
  made.tres = {{"cpu", 3.0 / 32}, {"mem", 300.0 / 32000}, {"gres/gpu", 0.0}};
  made.nice = 50;
  made.priority = static_cast<std::uint32_t>(2000 + 500 * size + 1000 * part + 93.75 + 18.75 - 50);
  return made;
}

wire::PrioritiesReply reply() {
  wire::PrioritiesReply made;
  made.cluster_name = "reference";
  made.weights.fair_share = 2000;
  made.weights.size = 500;
  made.weights.partition = 1000;
  made.weights.tres = {{"cpu", 1000}, {"mem", 2000}, {"gres/gpu", 3000}};
  made.weights.tres_text = "CPU=1000,Mem=2000,GRES/gpu=3000";
  made.rows = {row(70003, "short", 0.109375, 1), row(70003, "debug", 0.109375, 0.1), row(70001, "debug", 0.625, 0.1)};
  return made;
}

class Sprio : public ::testing::Test {
 protected:
  Sprio() { context.controller.reply(wire::RequestKind::QueryPriorities, reply()); }
  std::string table(const std::vector<std::string>& arguments) {
    EXPECT_EQ(sprio::run(arguments, context), 0) << context.complaints();
    const std::string all = context.printed(), text = all.substr(seen_);
    seen_ = all.size();
    return text;
  }
  fakes::FakeContext context{"sprio"};

 private:
  std::size_t seen_ = 0;
};

TEST_F(Sprio, ShowsWhatHasAWeightJobAfterJob) {
  EXPECT_EQ(table({}),
            "          JOBID PARTITION   PRIORITY       SITE  FAIRSHARE    JOBSIZE  PARTITION                 TRES\n"
            "          70001 debug           2475          0       2000        312        100        cpu=94,mem=19\n"
            "          70003 short           3117          0       2000         55       1000        cpu=94,mem=19\n"
            "          70003 debug           2217          0       2000         55        100        cpu=94,mem=19\n");
}

TEST_F(Sprio, ShowsFactorsBeforeTheyAreWeighted) {
  EXPECT_EQ(table({"-n", "-h", "-j", "70001"}),
            "          70001 debug     0.00000057 1.0000000  0.6250000  0.1000000  cpu=0.09,mem=0.01   \n");
}

TEST_F(Sprio, HasAllColumnsInTheLongListing) {
  EXPECT_EQ(table({"-l", "-p", "short"}),
            "          JOBID PARTITION     USER  ACCOUNT   PRIORITY       SITE        AGE      ASSOC  FAIRSHARE    JOBSIZE"
            "  PARTITION    QOSNAME        QOS        NICE                 TRES\n"
            "          70003 short         root     acct       3117          0          0          0       2000         55"
            "       1000     normal          0          50        cpu=94,mem=19\n");
}

TEST_F(Sprio, ShowsWeightsInPlaceOfJobs) {
  EXPECT_EQ(table({"-w"}),
            "          JOBID PARTITION   PRIORITY       SITE  FAIRSHARE    JOBSIZE  PARTITION                 TRES\n"
            "        Weights                               1       2000        500       1000 CPU=1000,Mem=2000,GR\n");
}

TEST_F(Sprio, TakesLettersAndLeavesOutThoseItDoesNotKnow) {
  EXPECT_EQ(table({"-h", "-j70003", "-o", "[%i|%5r|%.6r|%z|%y]"}),
            "[70003|short| short|0.00000072577677]\n[70003|debug| debug|0.00000051622919]\n");
  EXPECT_EQ(context.complaints(), "sprio: error: Invalid job format specification: z\n");
}

TEST_F(Sprio, SortsByItsLetters) { EXPECT_EQ(table({"-h", "-S", "-Y,i", "-o", "%Y"}), "3117\n2475\n2217\n"); }

TEST_F(Sprio, RefusesAKeyThatIsNoneBehindTheHeadings) {
  EXPECT_EQ(sprio::run({"-S", "z", "-o", "%i"}, context), 1);
  EXPECT_EQ(context.printed(), "JOBID\n");
  EXPECT_EQ(context.complaints(), "sprio: error: Invalid sort specification: z\n");
}

TEST_F(Sprio, RefusesWhatIsNoJob) {
  for (const char* word : {"abc", "12a", "0", "70015_[1-2]"}) {
    fakes::FakeContext one{"sprio"};
    EXPECT_EQ(sprio::run({"-j", word}, one), 1);
    EXPECT_EQ(one.complaints(), std::string{"sprio: error: Invalid job id: "} + word + "\n");
  }
}

TEST_F(Sprio, GoesOnWithoutAUserWhoIsUnknown) {
  EXPECT_THAT(table({"-u", "nosuchuser,0", "-o", "%u"}), HasSubstr("root\n"));
  EXPECT_EQ(context.complaints(), "sprio: error: Invalid user: nosuchuser\n\n");
}

TEST_F(Sprio, SaysThatBasicPrioritiesAreMadeOfNothing) {
  wire::PrioritiesReply basic = reply();
  basic.multifactor = false;
  context.controller.reply(wire::RequestKind::QueryPriorities, basic);
  EXPECT_EQ(sprio::run({}, context), 1);
  EXPECT_EQ(context.complaints(), "You are not running a supported priority plugin\n(priority/basic).\n"
                                  "Only 'priority/multifactor' is supported.\n");
}

TEST_F(Sprio, ReadsItsFormatFromTheEnvironmentUnlessTheListingIsLong) {
  context.variables["SPRIO_FORMAT"] = "%i";
  EXPECT_THAT(table({"-h", "-j", "70001"}), "70001\n");
  EXPECT_THAT(table({"-h", "-l"}), HasSubstr("acct"));
  EXPECT_EQ(sprio::run({"-l", "-o", "%i"}, context), 1);
}

}  // namespace
}  // namespace minislurm
