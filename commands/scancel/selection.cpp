#include "commands/scancel/selection.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/words.h"

namespace minislurm::scancel {
namespace {

bool fits(const std::string& wanted, const std::string& actual) { return wanted.empty() || wanted == actual; }

bool in_partition(const std::string& wanted, const Job& job) {
  if (wanted.empty()) return true;
  const auto names = text::split_list(job.partition);
  return std::find(names.begin(), names.end(), wanted) != names.end();
}

bool on_nodes(const std::set<std::string>& wanted, const Job& job) {
  if (wanted.empty()) return true;
  return std::any_of(job.allocation.nodes.begin(), job.allocation.nodes.end(),
                     [&wanted](const NodeAllocation& node) { return wanted.count(node.node) > 0; });
}

// The part of the job that the selector names; nullopt: none of it.
std::optional<wire::JobSelector> part_of(const Job& job, const wire::JobSelector& wanted) {
  wire::JobSelector part;
  part.step = wanted.step;
  part.job = number(job.array_job) != 0 && job.array_task ? job.array_job : job.id;
  if (job.array_task) part.tasks = {*job.array_task};
  if (wanted.het_offset)
    return job.het_job == wanted.job && job.het_offset == *wanted.het_offset ? std::optional(part) : std::nullopt;
  if (number(job.het_job) != 0 && wanted.job == job.het_job) return part;
  const bool same_array = number(job.array_job) != 0 && wanted.job == job.array_job;
  if (wanted.job != job.id && !same_array) return std::nullopt;
  if (wanted.tasks.empty()) {
    // A task's own id names that task; the array's id names all of it.
    return part;
  }
  if (job.array_task) {
    const bool named = std::find(wanted.tasks.begin(), wanted.tasks.end(), *job.array_task) != wanted.tasks.end();
    return named ? std::optional(part) : std::nullopt;
  }
  std::set_intersection(job.array_pending.begin(), job.array_pending.end(), wanted.tasks.begin(), wanted.tasks.end(),
                        std::back_inserter(part.tasks));
  return part.tasks.empty() ? std::nullopt : std::optional(part);
}

}  // namespace

bool matches(const Filter& filter, const Job& job) {
  return fits(filter.account, job.spec.account) && fits(filter.name, job.spec.name) &&
         in_partition(filter.partition, job) && fits(filter.qos, job.spec.qos) &&
         fits(filter.reservation, job.spec.reservation) && fits(filter.wckey, job.spec.wckey) &&
         (!filter.user || *filter.user == job.user) && (!filter.state || *filter.state == job.state) &&
         on_nodes(filter.nodes, job);
}

std::vector<wire::JobSelector> select(const std::vector<Job>& jobs, const std::vector<wire::JobSelector>& ids,
                                      const Filter& filter) {
  std::vector<wire::JobSelector> chosen;
  for (const Job& job : jobs) {
    if (is_finished(job.state) || !matches(filter, job)) continue;
    // While it waits, the leader takes the other components along.
    if (number(job.het_job) != 0 && job.het_job != job.id && job.state == JobState::Pending) continue;
    if (ids.empty()) {
      wire::JobSelector all;
      all.job = number(job.array_job) != 0 && job.array_task ? job.array_job : job.id;
      if (job.array_task) all.tasks = {*job.array_task};
      else all.tasks = job.array_pending;
      chosen.push_back(std::move(all));
      continue;
    }
    for (const wire::JobSelector& wanted : ids)
      if (auto part = part_of(job, wanted)) {
        chosen.push_back(std::move(*part));
        break;
      }
  }
  return chosen;
}

std::string to_text(const wire::JobSelector& selector) {
  std::string text = to_string(selector.job);
  if (selector.het_offset) text += "+" + std::to_string(*selector.het_offset);
  if (selector.tasks.size() == 1) text += "_" + std::to_string(selector.tasks.front());
  if (selector.tasks.size() > 1) text += "_[" + text::compress_array_ids(selector.tasks) + "]";
  if (selector.step) text += "." + to_string(*selector.step);
  return text;
}

}  // namespace minislurm::scancel
