#include <gmock/gmock.h>

#include "libcommon/options/answer.h"
#include "libcommon/options/help.h"
#include "libcommon/options/option_set.h"
#include "libcommon/options/standard_options.h"

namespace minislurm::options {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Words = std::vector<std::string>;

struct Target : StandardOptions {
  Words seen;  // "name=value" in the order given
};

template <char kLetter>
Status note(Target& target, std::string_view value) {
  target.seen.push_back(std::string(1, kLetter) + "=" + std::string(value));
  return {};
}

constexpr Option<Target> kRows[] = {
    {"nodes", 'N', Argument::Required, "N", "T_NODES", "nodes", note<'N'>},
    {"name", 'J', Argument::Required, "NAME", "T_NAME OTHER_NAME", "name", note<'J'>},
    {"hold", 'H', Argument::None, "", "T_HOLD", "hold", note<'H'>},
    {"exclusive", 0, Argument::Optional, "KIND", "", "alone", note<'x'>},
    {"no-kill", 'k', Argument::Optional, "off", "", "survive", note<'k'>},
    {"", 'z', Argument::None, "", "", "only a letter", note<'z'>},
    {"time", 't', Argument::Required, "TIME", "", "limit", note<'t'>},
    {"time-min", 0, Argument::Required, "TIME", "", "least", note<'m'>},
};

TEST(Parser, ListsWhatAWordMayBecome) {
  Target target;
  OptionSet<Target> set;
  set.add("", kRows);
  const auto listed = set.parse({"--autocomplete=--n"}, target);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error(), Error(kListed, "--name=\n--no-kill=\n--no-kill \n--nodes=\n"));
  EXPECT_EQ(set.parse({"--autocomplete=-H"}, target).error().detail, "-H\n");
}

struct Outcome {
  Words seen, operands;
  std::string error;
};

Outcome parse(const Words& words, bool stop = false) {
  Target target;
  OptionSet<Target> set;
  set.add("Some", kRows).add("Help", kHelpRows);
  Result<Words> operands = set.parse(words, target, ParseRules{stop});
  if (!operands) return {target.seen, {}, operands.error().detail};
  return {target.seen, *operands, {}};
}

TEST(Parser, TakesArgumentsInAllOfGetoptsForms) {
  EXPECT_THAT(parse({"-N2", "-N", "3", "--nodes=4", "--nodes", "5"}).seen, ElementsAre("N=2", "N=3", "N=4", "N=5"));
}

TEST(Parser, RunsLettersTogether) {
  EXPECT_THAT(parse({"-HzN7"}).seen, ElementsAre("H=", "z=", "N=7"));
  EXPECT_THAT(parse({"-HN", "7"}).seen, ElementsAre("H=", "N=7"));
}

TEST(Parser, KeepsEmptyArgumentsAndThoseThatBeginWithADash) {
  EXPECT_THAT(parse({"--nodes=", "-N", "-1", "--name", "--hold", "-J", ""}).seen,
              ElementsAre("N=", "N=-1", "J=--hold", "J="));
  EXPECT_THAT(parse({"--name=a=b", "-J=c"}).seen, ElementsAre("J=a=b", "J==c"));
}

TEST(Parser, TakesAPrefixThatFitsOneOptionOnlyAndPrefersTheExactName) {
  EXPECT_THAT(parse({"--nod=2", "--time=5", "--time-", "6"}).seen, ElementsAre("N=2", "t=5", "m=6"));
}

TEST(Parser, TakesOptionalArgumentsOnlyWhenTheyAreAttached) {
  const Outcome outcome = parse({"--exclusive", "user", "--exclusive=user", "-k", "-koff", "--exclusive="});
  EXPECT_THAT(outcome.seen, ElementsAre("x=", "x=user", "k=", "k=off", "x="));
  EXPECT_THAT(outcome.operands, ElementsAre("user"));
}

TEST(Parser, CollectsOperandsFromBetweenTheOptions) {
  const Outcome outcome = parse({"a", "-H", "-", "b", "--", "-N", "--", "c"});
  EXPECT_THAT(outcome.seen, ElementsAre("H="));
  EXPECT_THAT(outcome.operands, ElementsAre("a", "-", "b", "-N", "--", "c"));
}

TEST(Parser, StopsAtTheFirstOperandWhereThatIsTheRule) {
  const Outcome outcome = parse({"-H", "script", "-N2", "--", "--bogus"}, true);
  EXPECT_THAT(outcome.seen, ElementsAre("H="));
  EXPECT_THAT(outcome.operands, ElementsAre("script", "-N2", "--", "--bogus"));
  EXPECT_THAT(parse({"--", "-x", "y"}, true).operands, ElementsAre("-x", "y"));
}

TEST(Parser, ExplainsErrorsInGetoptsWords) {
  EXPECT_EQ(parse({"--bogus-option=1"}).error, "unrecognized option '--bogus-option=1'");
  EXPECT_EQ(parse({"-y"}).error, "invalid option -- 'y'");
  EXPECT_EQ(parse({"-Hyz"}).error, "invalid option -- 'y'");
  EXPECT_EQ(parse({"-t"}).error, "option requires an argument -- 't'");
  EXPECT_EQ(parse({"-Ht"}).error, "option requires an argument -- 't'");
  EXPECT_EQ(parse({"--time"}).error, "option '--time' requires an argument");
  EXPECT_EQ(parse({"--nod"}).error, "option '--nodes' requires an argument");
  EXPECT_EQ(parse({"--hold=1"}).error, "option '--hold' doesn't allow an argument");
  EXPECT_EQ(parse({"--no"}).error, "option '--no' is ambiguous; possibilities: '--no-kill' '--nodes'");
}

TEST(Parser, ReportsUsageErrorsBeforeAnyOptionActs) {
  const Outcome outcome = parse({"-H", "--bogus"});
  EXPECT_THAT(outcome.seen, IsEmpty());
}

TEST(OptionSet, ReadsOnlyTheVariablesWithItsPrefix) {
  Target target;
  OptionSet<Target> set;
  set.add("", kRows);
  const auto getter = [](const std::string& name) -> std::optional<std::string> {
    if (name == "T_NODES") return "3";
    if (name == "T_HOLD") return "";
    if (name == "OTHER_NAME") return "never";
    return std::nullopt;
  };
  constexpr std::string_view kPrefixes[] = {"T_"};
  ASSERT_TRUE(set.apply_environment(getter, kPrefixes, target));
  EXPECT_THAT(target.seen, ElementsAre("N=3", "H="));
}

TEST(Help, ListsEveryOptionWithinEightyColumns) {
  OptionSet<Target> set;
  set.add("Some", kRows).add("Help", kHelpRows);
  const std::string text = help({"prog", "[OPTION...] FILE", "Does it."}, set.rows(), set.sections());
  EXPECT_THAT(text, HasSubstr("Usage: prog [OPTION...] FILE\nDoes it.\n\nSome:\n  -N, --nodes=N"));
  EXPECT_THAT(text, HasSubstr("      --exclusive[=KIND]"));
  EXPECT_THAT(usage({"prog", "[OPTION...] FILE", ""}, set.rows()), HasSubstr("[--name=NAME]"));
  EXPECT_THAT(list_options(set.rows()), ::testing::Contains("--no-kill"));
}

}  // namespace
}  // namespace minislurm::options
