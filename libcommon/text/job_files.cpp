#include "libcommon/text/job_files.h"

namespace minislurm::text {

FilePatternValues file_pattern_values(const Job& job) {
  FilePatternValues values;
  values.job_id = number(job.id);
  values.array_job_id = number(job.array_job);
  values.array_task_id = job.array_task;
  values.host = job.batch_host;
  values.restarts = job.restarts;
  values.user = job.user_name;
  values.job_name = job.spec.name;
  return values;
}

std::string output_pattern(const Job& job) {
  if (!job.spec.std_out.empty() || job.spec.kind != JobKind::Batch) return job.spec.std_out;
  return std::string(number(job.array_job) != 0 ? kArrayOutput : kBatchOutput);
}

std::string job_file_path(const Job& job, const std::string& pattern, std::optional<std::uint32_t> task) {
  if (pattern.empty()) return {};
  FilePatternValues values = file_pattern_values(job);
  if (task) values.array_task_id = task;
  return absolute_path(expand_file_pattern(pattern, values), job.spec.work_dir);
}

std::string absolute_path(const std::string& path, const std::string& work_dir) {
  return path.empty() || path.front() == '/' ? path : work_dir + "/" + path;
}

}  // namespace minislurm::text
