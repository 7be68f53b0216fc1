#include "libcommon/text/job_files.h"

#include <gtest/gtest.h>

namespace minislurm::text {
namespace {

Job array_job() {
  Job job;
  job.id = JobId{12};
  job.array_job = JobId{12};
  job.batch_host = "node1";
  job.spec.kind = JobKind::Batch;
  job.spec.work_dir = "/home/ann";
  return job;
}

TEST(JobFiles, AreInTheJobsFolderUnlessAbsolute) {
  EXPECT_EQ(job_file_path(array_job(), "%j.%N"), "/home/ann/12.node1");
  EXPECT_EQ(job_file_path(array_job(), "/tmp/%j"), "/tmp/12");
  EXPECT_EQ(job_file_path(array_job(), ""), "");
}

TEST(JobFiles, OfAWaitingArrayCanBeThoseOfATask) {
  EXPECT_EQ(job_file_path(array_job(), output_pattern(array_job()), 3), "/home/ann/slurm-12_3.out");
}

TEST(JobFiles, HaveAUsualNameForOutputOfBatchJobsOnly) {
  Job job = array_job();
  job.array_job = JobId{};
  EXPECT_EQ(output_pattern(job), kBatchOutput);
  job.spec.kind = JobKind::Srun;
  EXPECT_EQ(output_pattern(job), "");
  job.spec.std_out = "mine";
  EXPECT_EQ(output_pattern(job), "mine");
}

}  // namespace
}  // namespace minislurm::text
