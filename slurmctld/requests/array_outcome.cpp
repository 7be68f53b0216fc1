#include "slurmctld/requests/array_outcome.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"

namespace minislurm::requests {

bool ArrayOutcome::applies(const core::ClusterState::Inside& state, const wire::JobSelector& selector) {
  if (!selector.tasks.empty()) return true;
  const auto members = state.jobs.members(selector.job);
  if (members.empty()) return false;
  const Job* job = state.jobs.find(members.front());
  return job != nullptr && job->array_job == selector.job;
}

void ArrayOutcome::add(const Job& job, const Target& target, Code code) {
  std::vector<std::uint32_t> tasks = target.tasks;
  if (tasks.empty() && job.array_task) tasks = {*job.array_task};
  if (tasks.empty()) tasks = job.array_pending;
  for (const std::uint32_t task : tasks) {
    known_.push_back(task);
    add(task, code);
  }
}

void ArrayOutcome::add_unknown(const wire::JobSelector& selector) {
  for (const std::uint32_t task : selector.tasks)
    if (std::find(known_.begin(), known_.end(), task) == known_.end()) add(task, Code::InvalidJobId);
}

std::vector<wire::NamedCode> ArrayOutcome::lines(JobId array) const {
  std::vector<std::pair<Code, std::vector<std::uint32_t>>> groups;
  std::vector<std::pair<std::uint32_t, Code>> sorted = tasks_;
  std::sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
  for (const auto& [task, code] : sorted) {
    const Code wanted = code;
    auto group = std::find_if(groups.begin(), groups.end(), [wanted](const auto& one) { return one.first == wanted; });
    if (group == groups.end()) group = groups.insert(groups.end(), {code, {}});
    group->second.push_back(task);
  }
  std::vector<wire::NamedCode> lines;
  const bool all_well =
      std::all_of(groups.begin(), groups.end(), [](const auto& one) { return one.first == Code::Success; });
  if (all_well) return lines;
  for (const auto& [code, tasks] : groups)
    lines.push_back({to_string(array) + "_[" + text::compress_array_ids(tasks) + "]", code});
  return lines;
}

}  // namespace minislurm::requests
