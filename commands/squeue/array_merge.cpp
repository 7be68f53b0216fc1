#include "commands/squeue/array_merge.h"

#include <algorithm>
#include <unordered_map>

#include "commands/support/job_texts.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

void add_reason(Job& rest, const std::string& reason) {
  const std::string known = reason_text(rest);
  const auto all = text::split_list(known);
  if (std::find(all.begin(), all.end(), reason) == all.end()) rest.reason_detail = known + "," + reason;
}

}  // namespace

void merge_waiting_tasks(std::vector<Job>& jobs) {
  std::unordered_map<std::uint32_t, Job*> rests;
  for (Job& job : jobs)
    if (job.is_array_master() && job.state == JobState::Pending) rests.emplace(number(job.array_job), &job);
  if (rests.empty()) return;
  std::vector<JobId> merged;
  for (const Job& job : jobs) {
    if (!job.array_task || job.state != JobState::Pending || has(job.flags, JobFlag::Completing)) continue;
    const auto found = rests.find(number(job.array_job));
    if (found == rests.end() || found->second->spec.name != job.spec.name) continue;
    Job& rest = *found->second;
    rest.array_pending.insert(std::lower_bound(rest.array_pending.begin(), rest.array_pending.end(), *job.array_task),
                              *job.array_task);
    add_reason(rest, reason_text(job));
    merged.push_back(job.id);
  }
  std::erase_if(jobs, [&](const Job& job) { return std::find(merged.begin(), merged.end(), job.id) != merged.end(); });
}

}  // namespace minislurm::squeue
