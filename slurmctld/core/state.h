// What is inside of a ClusterState. Only this room and requests/ see it. All changes to a job end in commit() (turn.h),
// which keeps the indexes right and emits the job's row.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcommon/model/accounting.h"
#include "slurmctld/core/cluster_facts.h"
#include "slurmctld/core/cluster_state.h"
#include "slurmctld/core/job_table.h"
#include "slurmctld/core/saved_cluster.h"
#include "slurmctld/core/timers.h"
#include "slurmctld/fairshare/share_tree.h"
#include "slurmctld/sched/priority.h"
#include "slurmctld/sched/resource_book.h"
#include "slurmctld/topology/topology_set.h"

namespace minislurm::core {

// A step whose process runs, or is about to.
struct LiveStep {
  Step step;
  std::uint32_t launch = 0;                 // the job's, when it was started
  bool process_seen = false;
  std::optional<wire::EndCause> ending;     // it has been told to end
};

// An srun that waits for other steps of its job.
struct WaitingStep {
  Ticket ticket{};
  wire::StepSpec spec;
  Instant since{};
  Caller caller;
  std::vector<wire::StepSpec> parts;        // of one over several components; `spec` is the first then
};

struct JobWaiter {
  Ticket ticket{};
  wire::Until until = wire::Until::Started;
};

struct Statistics {
  Instant since{};
  std::uint64_t submitted = 0, started = 0, completed = 0, cancelled = 0, failed = 0, backfilled = 0;
  std::uint64_t backfilled_het = 0;         // components of heterogeneous jobs
  struct Passes {
    std::uint64_t count = 0, last_depth = 0, total_depth = 0;
    Instant last{};
  };
  Passes main, backfill;
  std::uint64_t wait_seconds = 0, run_seconds = 0, ran = 0;
};

struct ClusterState::Inside {
  Inside(Cluster configured, Instant now);

  Cluster cluster;                          // as configured, with what operators changed since
  topology::TopologySet topology;
  mutable ClusterFacts facts;               // about `cluster`; forgotten by rebuild_indexes() and save_cluster()
  Accounting accounting;
  fairshare::Usage usage;                   // of associations and QOS: charged as periods end, see core/priorities.h
  std::optional<sched::PriorityRules> priority_rules;  // none: to be made from what has changed
  bool priority_period_armed = false;
  bool used_up_armed = false;
  JobTable jobs;
  sched::ResourceBook book;
  std::map<StepId, LiveStep> steps;
  std::map<JobId, std::deque<WaitingStep>> waiting_steps;
  std::map<JobId, std::vector<JobWaiter>> waiters;          // by the id that was asked for: a job's or an array's
  std::map<JobId, std::set<JobId>> dependents;              // who waits for that job or array
  std::unordered_map<std::string, std::set<JobId>> singletons;  // by user and name
  std::unordered_map<std::string, std::uint32_t> used_licenses;
  std::unordered_map<JobId, std::vector<std::pair<std::string, std::uint32_t>>> job_licenses;  // taken at the start
  std::vector<Reservation> reservations;
  std::uint32_t next_reservation = 1;       // ids are not given twice
  std::set<std::string> changed_partitions, deleted_partitions;
  Timers timers;
  Statistics statistics;
  JobId next_job{1};
  std::uint64_t last_sluid = 0;             // the largest that was given
  std::optional<std::uint32_t> last_basic_priority;
  std::optional<Instant> backfill_at;       // the next backfill pass, where one is due later
  bool full_pass_due = false;               // the next main pass looks at all jobs
  Instant last_full_pass{};
  std::optional<Instant> slice_end;         // of gang scheduling, while somebody waits for a turn
  Instant booted{}, last_priority_update{};

  Node* find_node(std::string_view name);
  const Node* find_node(std::string_view name) const;
  Partition* find_partition(std::string_view name);
  const Partition* find_partition(std::string_view name) const;
  Reservation* find_reservation(std::string_view name);
  const Reservation* find_reservation(std::string_view name) const;
  const Partition* default_partition() const;
  // The first of the job's list; nullptr: it has gone.
  const Partition* partition_of(const Job& job) const;

  void rebuild_indexes();                   // after the cluster's lists of nodes or partitions changed
  bool has_steps(JobId job) const;
  std::vector<StepId> steps_of(JobId job) const;

 private:
  std::unordered_map<std::string, std::size_t> node_index_, partition_index_;
};

}  // namespace minislurm::core
