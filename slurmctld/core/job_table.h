// Every job the controller knows, with the indexes that make each question cheap with 100,000 of them: by id, by array
// and task, the queue in order of start, the jobs that hold resources, unfinished jobs by user and name, counts by state.
// After a change to a job, index() brings all of them in line.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/model/job.h"

namespace minislurm::core {

// Who is considered first: higher tier, higher priority, earlier submission.
struct QueueKey {
  std::uint32_t tier = 0, priority = 0;
  JobId order{};  // the array's id for its tasks, the leader's for components: they keep its place
  JobId id{};
  bool operator<(const QueueKey& other) const {
    if (tier != other.tier) return tier > other.tier;
    if (priority != other.priority) return priority > other.priority;
    if (order != other.order) return order < other.order;
    return id < other.id;
  }
};

struct ArrayRecord {
  std::map<std::uint32_t, JobId> tasks;  // those with a job of their own
  std::uint32_t running = 0;             // that hold resources, for the throttle
  bool lost_failed = false;              // a task that is no longer known did not end well
};

class JobTable {
 public:
  Job* find(JobId id);
  const Job* find(JobId id) const;
  Job& add(Job job);
  void remove(JobId id);
  // `queued`: a pass may start it; then `tier` orders it.
  void index(const Job& job, bool queued, std::uint32_t tier);

  const std::map<JobId, Job>& all() const { return jobs_; }
  const std::set<QueueKey>& queue() const { return queue_; }
  // Running, suspended, and those whose steps are still ending.
  const std::set<JobId>& active() const { return active_; }
  const ArrayRecord* array(JobId id) const;
  ArrayRecord* array(JobId id);
  // The jobs of an array (tasks of their own in order of task, then the job that stands for the waiting rest); of the
  // leader of a heterogeneous job: all components; another job: itself; unknown: none.
  std::vector<JobId> members(JobId id) const;
  // Unfinished jobs of that user and name, for singleton.
  const std::set<JobId>* same_name(UserId user, const std::string& name) const;
  std::size_t count(JobState state) const { return counts_[static_cast<std::size_t>(state)]; }
  std::size_t size() const { return jobs_.size(); }

 private:
  struct Indexed {
    bool counted = false, queued = false, active = false, named = false, in_array = false;
    JobState state{};
    QueueKey key;
    std::uint32_t task = 0;
    std::string name_key;
  };
  void forget(JobId id, Indexed& seen);
  void take_out_of_array(const Job& job, Indexed& seen);

  std::map<JobId, Job> jobs_;
  std::unordered_map<JobId, Indexed> seen_;
  std::set<QueueKey> queue_;
  std::set<JobId> active_;
  std::unordered_map<JobId, ArrayRecord> arrays_;
  std::unordered_map<std::string, std::set<JobId>> named_;
  std::array<std::size_t, 12> counts_{};
};

// It holds resources: it runs, is suspended, or its steps are still ending.
bool is_active(const Job& job);

}  // namespace minislurm::core
