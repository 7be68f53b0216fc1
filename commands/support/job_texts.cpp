#include "commands/support/job_texts.h"

#include <algorithm>

#include "libcommon/text/hostlist.h"

namespace minislurm {

bool holds_nodes(const Job& job) { return !job.allocation.empty() && job.state != JobState::Pending; }

std::string node_list(const Job& job) {
  return holds_nodes(job) ? text::compress_hostlist(job.allocation.node_names()) : std::string{};
}

std::string reason_text(const Job& job) {
  const bool stands_alone = !job.reason_detail.empty() && job.reason_detail.front() != ':';
  return stands_alone ? job.reason_detail : std::string{name_of(job.reason)} + job.reason_detail;
}

std::string shown_reservation(const Job& job) {
  const bool drawn = job.spec.reservation.empty() && !is_finished(job.state);
  return drawn ? job.reservation : job.spec.reservation;
}

Instant end_of_run(const Job& job) {
  const bool limited = job.started != kNever && job.time_limit && *job.time_limit != kUnlimited;
  const Instant limit = limited ? job.started + *job.time_limit + job.suspended_for : kNever;
  if (job.grace_end == kNever) return limit;
  return limited ? std::min(limit, job.grace_end) : job.grace_end;
}

Seconds ran_before_suspension(const Job& job) {
  if (job.suspended_at == kNever || job.started == kNever) return Seconds{0};
  return std::max(Seconds{0}, job.suspended_at - job.started - job.suspended_for);
}

std::string tres_per_task(const JobSpec& spec) {
  return spec.tres_per_task.empty() ? spec.gres_per_task : spec.tres_per_task;
}

std::string all_tres_per_task(const JobSpec& spec) {
  std::string text = spec.cpus_per_task ? "cpu=" + std::to_string(*spec.cpus_per_task) : std::string{};
  const std::string more = tres_per_task(spec);
  if (!more.empty()) text += (text.empty() ? "" : ",") + more;
  return text;
}

}  // namespace minislurm
