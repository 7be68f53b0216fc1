#include "libcommon/text/multi_prog.h"

#include <gmock/gmock.h>

namespace minislurm::text {
namespace {

using ::testing::ElementsAre;

std::string problem(std::string_view config, std::uint32_t tasks) {
  const auto parsed = parse_multi_prog(config, tasks, "mp");
  return parsed ? "none" : parsed.error().detail;
}

TEST(MultiProg, GivesEachTaskItsLineWithItsRankAndPosition) {
  const auto programs = parse_multi_prog(
      "# which task runs what\n0 echo zero %t %o\n1-2 echo many %t %o\n* echo 'the rest' %o\n", 4, "mp");
  ASSERT_TRUE(programs);
  EXPECT_THAT((*programs)[0], ElementsAre("echo", "zero", "0", "0"));
  EXPECT_THAT((*programs)[2], ElementsAre("echo", "many", "2", "1"));
  EXPECT_THAT((*programs)[3], ElementsAre("echo", "the rest", "3"));
}

TEST(MultiProg, KnowsNeitherDoubleQuotesNorCommentsInsideALine) {
  const auto programs = parse_multi_prog("0 sh -c \"a b\" # tail\n", 1, "mp");
  ASSERT_TRUE(programs);
  EXPECT_THAT((*programs)[0], ElementsAre("sh", "-c", "\"a", "b\"", "#", "tail"));
}

TEST(MultiProg, JoinsALineThatEndsWithABackslash) {
  const auto programs = parse_multi_prog("0 echo a \\\nb\n", 1, "mp");
  ASSERT_TRUE(programs);
  EXPECT_THAT((*programs)[0], ElementsAre("echo", "a", "b"));
}

TEST(MultiProg, SaysWhichLineIsWrongAndWhy) {
  EXPECT_EQ(problem("0 true\n", 2), "Configuration file mp invalid, no record for task id 1");
  EXPECT_EQ(problem("\nx true\n", 1),
            "Invalid task range specification (x)\nLine 2 of configuration file mp invalid");
  EXPECT_EQ(problem("0\n", 1), "Line 1 of configuration file mp invalid");
  EXPECT_EQ(problem("0 a\n0 b\n", 1), "Duplicate record for task 0\nLine 2 of configuration file mp invalid");
  EXPECT_EQ(problem("0-9 a\n", 2), "Invalid task id, 9 >= ntasks\nLine 1 of configuration file mp invalid");
  EXPECT_EQ(problem("3-0 a\n", 4), "Invalid task range, 3-0\nLine 1 of configuration file mp invalid");
}

}  // namespace
}  // namespace minislurm::text
