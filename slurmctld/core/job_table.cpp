#include "slurmctld/core/job_table.h"

#include <utility>

namespace minislurm::core {
namespace {

std::string name_key(UserId user, const std::string& name) { return std::to_string(number(user)) + '/' + name; }

}  // namespace

bool is_active(const Job& job) {
  return job.state == JobState::Running || job.state == JobState::Suspended || has(job.flags, JobFlag::Completing);
}

Job* JobTable::find(JobId id) {
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? nullptr : &found->second;
}

const Job* JobTable::find(JobId id) const {
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? nullptr : &found->second;
}

Job& JobTable::add(Job job) {
  const JobId id = job.id;
  Job& kept = jobs_.insert_or_assign(id, std::move(job)).first->second;
  if (number(kept.array_job) != 0) arrays_[kept.array_job];
  return kept;
}

const ArrayRecord* JobTable::array(JobId id) const {
  const auto found = arrays_.find(id);
  return found == arrays_.end() ? nullptr : &found->second;
}

ArrayRecord* JobTable::array(JobId id) {
  const auto found = arrays_.find(id);
  return found == arrays_.end() ? nullptr : &found->second;
}

void JobTable::take_out_of_array(const Job& job, Indexed& seen) {
  const auto found = arrays_.find(job.array_job);
  if (found == arrays_.end()) return;
  if (seen.in_array) found->second.tasks.erase(seen.task);
  const Job* rest = find(job.array_job);
  const bool rest_is_known = rest && rest->id != job.id;
  if (found->second.tasks.empty() && !rest_is_known) arrays_.erase(found);
}

void JobTable::forget(JobId id, Indexed& seen) {
  if (seen.counted) --counts_[static_cast<std::size_t>(seen.state)];
  if (seen.queued) queue_.erase(seen.key);
  if (seen.active) {
    active_.erase(id);
    if (seen.in_array)
      if (ArrayRecord* record = array(seen.key.order)) --record->running;
  }
  if (seen.named) {
    const auto found = named_.find(seen.name_key);
    found->second.erase(id);
    if (found->second.empty()) named_.erase(found);
  }
  seen.counted = seen.queued = seen.active = seen.named = false;
}

void JobTable::remove(JobId id) {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return;
  Indexed& seen = seen_[id];
  forget(id, seen);
  if (ArrayRecord* record = array(found->second.array_job)) {
    if (is_finished(found->second.state) && found->second.state != JobState::Completed) record->lost_failed = true;
    take_out_of_array(found->second, seen);
  }
  seen_.erase(id);
  jobs_.erase(found);
}

void JobTable::index(const Job& job, bool queued, std::uint32_t tier) {
  Indexed& seen = seen_[job.id];
  forget(job.id, seen);
  seen.counted = true;
  seen.state = job.state;
  ++counts_[static_cast<std::size_t>(job.state)];
  const bool of_array = number(job.array_job) != 0;
  const bool of_het = number(job.het_job) != 0;
  seen.key = QueueKey{tier, job.priority, of_array ? job.array_job : of_het ? job.het_job : job.id, job.id};
  if (of_array && job.array_task) {
    seen.in_array = true;
    seen.task = *job.array_task;
    arrays_[job.array_job].tasks[seen.task] = job.id;
  }
  if (queued) {
    seen.queued = true;
    queue_.insert(seen.key);
  }
  if (is_active(job)) {
    seen.active = true;
    active_.insert(job.id);
    if (seen.in_array) ++arrays_[job.array_job].running;
  }
  if (!is_finished(job.state) || has(job.flags, JobFlag::Completing)) {
    seen.named = true;
    seen.name_key = name_key(job.user, job.spec.name);
    named_[seen.name_key].insert(job.id);
  }
}

std::vector<JobId> JobTable::members(JobId id) const {
  std::vector<JobId> ids;
  const ArrayRecord* record = array(id);
  if (!record) {
    const Job* job = find(id);
    if (!job) return ids;
    if (job->het_job != id) return {id};
    for (const std::uint32_t one : job->het_set)
      if (const Job* component = find(JobId{one}); component && component->het_job == id) ids.push_back(component->id);
    return ids;
  }
  for (const auto& [task, job] : record->tasks) ids.push_back(job);
  if (const Job* rest = find(id); rest && !rest->array_task) ids.push_back(id);
  return ids;
}

const std::set<JobId>* JobTable::same_name(UserId user, const std::string& name) const {
  const auto found = named_.find(name_key(user, name));
  return found == named_.end() ? nullptr : &found->second;
}

}  // namespace minislurm::core
