#include "commands/support/job_choices.h"

#include <gmock/gmock.h>

namespace minislurm {
namespace {

std::string complaint(std::string_view list) {
  const auto read = parse_job_choices(list);
  return read ? std::string{} : std::string{read.error().detail};
}

TEST(JobChoices, NamesJobsTasksComponentsAndSteps) {
  const auto read = parse_job_choices("12,12_3,,12+1,12.0,12_3.batch,12.extern");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 6U);
  EXPECT_EQ((*read)[0].job, JobId{12});
  EXPECT_EQ((*read)[1].array_task, 3U);
  EXPECT_EQ((*read)[2].het_offset, 1U);
  EXPECT_EQ((*read)[3].step, StepNumber{0});
  EXPECT_EQ((*read)[4].step, StepNumber::Batch);
  EXPECT_EQ((*read)[5].step, StepNumber::Extern);
}

TEST(JobChoices, SaysWhatIsWrongWithANumber) {
  EXPECT_EQ(complaint("abc"), "Bad job/step specified: abc");
  EXPECT_EQ(complaint("12, 13"), "Bad job/step specified:  13");
  EXPECT_EQ(complaint("0"), "Bad job/step specified: 0: JobID can not be zero");
  EXPECT_EQ(complaint("12_[1-3]"),
            "Bad job/step specified: 12_[1-3]: JobID includes unexpected non-numeric characters");
  EXPECT_EQ(complaint("12-13"), "Bad job/step specified: 12-13: JobID includes unexpected non-numeric characters");
  EXPECT_EQ(complaint("12.foo"), "Bad job/step specified: 12.foo: StepID includes unexpected non-numeric characters");
}

TEST(JobChoices, AnArraysJobStandsForItsTasks) {
  Job task;
  task.id = JobId{15};
  task.array_job = JobId{12};
  task.array_task = 3;
  EXPECT_TRUE(chooses(parse_job_choices("12")->front(), task));
  EXPECT_TRUE(chooses(parse_job_choices("15")->front(), task));
  EXPECT_TRUE(chooses(parse_job_choices("12_3")->front(), task));
  EXPECT_FALSE(chooses(parse_job_choices("12_4")->front(), task));
  EXPECT_FALSE(chooses(parse_job_choices("12+0")->front(), task));
}

}  // namespace
}  // namespace minislurm
