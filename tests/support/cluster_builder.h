// A cluster and its queue in memory, for tests of the scheduler: submit jobs, run passes, end jobs. The clock is a
// number that the test moves.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "slurmctld/sched/plan.h"
#include "slurmctld/sched/request.h"
#include "slurmctld/sched/resource_book.h"
#include "slurmctld/topology/topology_set.h"

namespace minislurm::test {

// The cluster of the reference transcripts: node[1-8] of 4 CPUs and 4000 MB, gpu:2 and "fast" on the first four, "big"
// on the others, two leaves under a spine; partitions debug, short, closed, tiny.
Cluster reference_cluster();
// `count` like nodes n1... on leaves of `per_leaf` (0: flat), in one partition "debug" without limits.
Cluster plain_cluster(std::uint32_t count, std::uint32_t cpus, std::uint64_t memory, std::uint32_t per_leaf = 0,
                      std::uint64_t gpus = 0);

class World {
 public:
  explicit World(Cluster cluster);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Appends to the queue; the priority falls with each. `minutes` 0: no limit of its own.
  JobId submit(JobSpec spec, std::uint32_t minutes = 60);
  // A heterogeneous job; the ids of its components, the first one first.
  std::vector<JobId> submit_het(const std::vector<JobSpec>& specs, std::uint32_t minutes = 60);
  // One pass; what starts is taken into the book, who is preempted is told to go, or stands still.
  std::vector<sched::Decision> pass();
  // Submits, runs a pass and answers where the job runs: "node[1-2]"; "" where it waits.
  std::string nodes_of_new(JobSpec spec, std::uint32_t minutes = 60);
  void end(JobId job);
  void end_all();
  void end_all_running();
  void later(Seconds seconds) { now += seconds; }

  Job& job(JobId id);
  bool knows(JobId id) const;
  bool runs(JobId id) { return job(id).state == JobState::Running; }
  std::string where(JobId id);
  // The job's reason of the last pass.
  Reason reason(JobId id) { return job(id).reason; }
  std::vector<const Job*> running_jobs() const;

  Cluster cluster;
  topology::TopologySet topology;
  sched::ResourceBook book;
  std::vector<Reservation> reservations;
  std::unordered_map<std::string, std::uint32_t> free_licenses;
  std::unordered_map<std::uint32_t, std::vector<sched::LicenseNeed>> held_licenses;  // by job
  std::vector<Qos> qos;
  sched::Policy policy;
  Instant now{Seconds{1'000'000}};
  std::vector<JobId> start_order;

 private:
  void adopt(const sched::StartJob& start);
  void tell(const sched::PreemptJobs& preempted);

  std::deque<Job> jobs_;
  std::uint32_t next_id_ = 1;
};

}  // namespace minislurm::test
