#include "libcommon/model/job.h"

namespace minislurm {

std::string job_id_text(const Job& job, const std::string& pending_tasks) {
  if (number(job.het_job) != 0) return to_string(job.het_job) + "+" + std::to_string(job.het_offset);
  if (number(job.array_job) == 0) return to_string(job.id);
  if (job.array_task) return to_string(job.array_job) + "_" + std::to_string(*job.array_task);
  return to_string(job.array_job) + "_[" + pending_tasks + "]";
}

Seconds run_time(const Job& job, Instant now) {
  if (job.started == kNever || job.state == JobState::Pending) return Seconds{0};
  const Instant until = job.state == JobState::Suspended ? job.suspended_at : is_finished(job.state) ? job.ended : now;
  const Seconds elapsed = until - job.started - job.suspended_for;
  return elapsed < Seconds{0} ? Seconds{0} : elapsed;
}

}  // namespace minislurm
