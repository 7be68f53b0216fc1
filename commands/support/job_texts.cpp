#include "commands/support/job_texts.h"

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
