#include "libcommon/text/file_pattern.h"

#include <gtest/gtest.h>

namespace minislurm::text {
namespace {

FilePatternValues job() {
  FilePatternValues values;
  values.job_id = 42;
  values.host = "node1.cluster.example";
  values.user = "root";
  values.job_name = "nm";
  return values;
}

TEST(FilePattern, LettersStandForTheJob) {
  EXPECT_EQ(expand_file_pattern("a-%j-%x-%u-%N-%n-%t-%%.out", job()), "a-42-nm-root-node1-0-0-%.out");
  EXPECT_EQ(expand_file_pattern(kBatchOutput, job()), "slurm-42.out");
  EXPECT_EQ(expand_file_pattern("o-%J-%s.out", job()), "o-42-batch.out");
  EXPECT_EQ(expand_file_pattern("%r/%A", job()), "0/42");
  EXPECT_EQ(expand_file_pattern("%a", job()), "4294967294");
}

TEST(FilePattern, ArrayTasksHaveTwoNumbers) {
  FilePatternValues values = job();
  values.array_job_id = 40;
  values.array_task_id = 27;
  EXPECT_EQ(expand_file_pattern(kArrayOutput, values), "slurm-40_27.out");
  EXPECT_EQ(expand_file_pattern("%j.%b.%3a", values), "42.7.027");
}

TEST(FilePattern, StepsAreNamedBehindTheJob) {
  FilePatternValues values = job();
  values.step = "3";
  values.task = 5;
  EXPECT_EQ(expand_file_pattern("%J.%s.%t", values), "42.3.3.5");
}

TEST(FilePattern, NumbersArePaddedToTenDigitsAtMost) {
  EXPECT_EQ(expand_file_pattern("pad-%4j.out", job()), "pad-0042.out");
  EXPECT_EQ(expand_file_pattern("%99999999999999999999j", job()), "0000000042");
  EXPECT_EQ(expand_file_pattern("%8x", job()), "nm");
}

TEST(FilePattern, ABackslashTurnsExpansionOff) {
  EXPECT_EQ(expand_file_pattern("\\a-%j", job()), "a-%j");
  EXPECT_EQ(expand_file_pattern("a\\\\b%j", job()), "a\\b%j");
  EXPECT_EQ(expand_file_pattern("%j\\", job()), "%j");
}

TEST(FilePattern, UnknownLettersStay) {
  EXPECT_EQ(expand_file_pattern("%q-%", job()), "%q-%");
  EXPECT_EQ(expand_file_pattern("%12", job()), "%12");
}

TEST(FilePattern, TellsWhetherTasksShareTheFile) {
  EXPECT_TRUE(differs_by_task("out-%t"));
  EXPECT_TRUE(differs_by_task("out-%4n"));
  EXPECT_FALSE(differs_by_task("out-%%t-%j"));
  EXPECT_FALSE(differs_by_task("out\\%t"));
}

}  // namespace
}  // namespace minislurm::text
