#include "libcommon/text/words.h"

#include <gmock/gmock.h>

#include "libcommon/text/environment.h"
#include "libcommon/text/key_value.h"

namespace minislurm::text {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Words, AreTrimmedComparedSplitAndJoined) {
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(trim("  "), "");
  EXPECT_TRUE(iequals("JobID", "jobid"));
  EXPECT_FALSE(iequals("job", "jobid"));
  EXPECT_TRUE(istarts_with("PENDING", "pend"));
  EXPECT_LT(icompare("alpha", "BETA"), 0);
  EXPECT_EQ(icompare("Beta", "bETA"), 0);
  EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split_list(" a, b,,c "), ElementsAre("a", "b", "c"));
  EXPECT_EQ(join(std::vector<std::string>{"a", "b"}, ", "), "a, b");
  EXPECT_EQ(join(std::vector<std::string_view>{}, ","), "");
}

TEST(DirectiveLines, SplitAsAShellWould) {
  EXPECT_THAT(*split_shell_words("--job-name=\"two words\""), ElementsAre("--job-name=two words"));
  EXPECT_THAT(*split_shell_words("--comment='single # quoted'"), ElementsAre("--comment=single # quoted"));
  EXPECT_THAT(*split_shell_words("-o out-%x-%j.txt   # trailing comment"), ElementsAre("-o", "out-%x-%j.txt"));
  EXPECT_THAT(*split_shell_words("\t--exclude=node1"), ElementsAre("--exclude=node1"));
  EXPECT_THAT(*split_shell_words("-J a#b 'it\\s' a\\ b \"q\\\"q\" ''"),
              ElementsAre("-J", "a#b", "it\\s", "a b", "q\"q", ""));
  EXPECT_THAT(*split_shell_words("   "), ElementsAre());
  EXPECT_FALSE(split_shell_words("-J 'open"));
}

TEST(KeyValues, AreSplitAtTheFirstEqualSign) {
  EXPECT_EQ(*parse_key_value("Comment=a=b c"), (KeyValue{"Comment", "a=b c", Assignment::Set}));
  EXPECT_EQ(*parse_key_value("Features+=x"), (KeyValue{"Features", "x", Assignment::Add}));
  EXPECT_EQ(*parse_key_value("Users-=x"), (KeyValue{"Users", "x", Assignment::Remove}));
  EXPECT_EQ(*parse_key_value("Name="), (KeyValue{"Name", "", Assignment::Set}));
  EXPECT_FALSE(parse_key_value("=x"));
  EXPECT_FALSE(parse_key_value("+=x"));
  EXPECT_FALSE(parse_key_value("word"));
}

TEST(KeyValues, OfALineMayBeQuotedAndCommented) {
  const auto pairs = parse_key_values("NodeName=n[1-2] Reason=\"bad disk\" Note='a # b' # rest=x");
  ASSERT_TRUE(pairs);
  EXPECT_THAT(*pairs, ElementsAre(KeyValue{"NodeName", "n[1-2]", Assignment::Set},
                                  KeyValue{"Reason", "bad disk", Assignment::Set},
                                  KeyValue{"Note", "a # b", Assignment::Set}));
  EXPECT_FALSE(parse_key_values("A=\"b"));
  EXPECT_FALSE(parse_key_values("A=b nonsense"));
}

TEST(Export, NamesWhatIsHandedOn) {
  EXPECT_EQ(*parse_export(""), ExportList{});
  EXPECT_EQ(*parse_export("all"), ExportList{});
  EXPECT_EQ(parse_export("NONE")->base, ExportBase::None);
  EXPECT_EQ(parse_export("NIL")->base, ExportBase::Nil);
  const auto mixed = parse_export("ALL,A=b,C,D='1,2',E=\"x=y\",F=");
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->base, ExportBase::All);
  EXPECT_THAT(mixed->names, ElementsAre("C"));
  EXPECT_THAT(mixed->values, ElementsAre(Pair("A", "b"), Pair("D", "1,2"), Pair("E", "x=y"), Pair("F", "")));
  const auto named = parse_export("A");
  EXPECT_EQ(named->base, ExportBase::None);
  EXPECT_THAT(named->names, ElementsAre("A"));
  EXPECT_FALSE(parse_export("=x"));
  EXPECT_FALSE(parse_export("A='x"));
}

}  // namespace
}  // namespace minislurm::text
