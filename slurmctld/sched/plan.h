// One scheduling pass: who starts now, where, and why the others wait. A pure function of what it is given.
// Two kinds of pass share the code. The main pass is quick: jobs start in order, and the first that cannot start keeps
// its partition's nodes from those behind it. The backfill pass goes on where that one stopped: a job that cannot start
// gets, where its start can be foreseen, a planned place in the future; a later job starts only where it leaves all
// planned places as they are. How many get one is the policy's: see policy.h for EASY and conservative backfilling.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "slurmctld/sched/policy.h"
#include "slurmctld/sched/preempt_rules.h"
#include "slurmctld/sched/request.h"
#include "slurmctld/sched/resource_book.h"
#include "slurmctld/sched/start_gate.h"
#include "slurmctld/topology/topology_set.h"

namespace minislurm::sched {

struct RunningJob {
  const Job* job = nullptr;
  Instant end{};                       // start + limit; in the past for one that overstays
  std::span<const LicenseNeed> licenses{};
};

struct PassInput {
  const Cluster& cluster;
  const ResourceBook& book;
  const topology::TopologySet& topology;  // of cluster.nodes, in that order
  std::span<const Job* const> pending; // eligible, not held; highest priority first
  std::span<const RunningJob> running;
  std::span<const Reservation> reservations;
  const std::unordered_map<std::string, std::uint32_t>& free_licenses;
  const std::unordered_map<std::uint32_t, std::uint32_t>& array_running;  // by array id: tasks that run now
  Instant now{};
  Policy policy;
  StartGate* gate = nullptr;           // may be missing: then nothing but the nodes counts
  const Job* asked = nullptr;          // the job of a forecast: told, whatever the state of its partition or its age
  const PreemptRules* preempt = nullptr;  // may be missing: then nobody is preempted
  std::span<const Victim> holders = {};   // who holds resources, where there are such rules
};

struct StartJob {
  JobId job{};
  std::optional<std::uint32_t> array_task;  // of an array's master: this task; several in one pass, ascending
  Allocation where;
  Hold hold;                                // to take it with
  std::string partition;
  bool backfilled = false;
  std::string qos;                          // of those it may use; empty: as it is
  std::string reservation;                  // the one that it starts in; empty: none
  std::vector<LicenseNeed> licenses;        // of alternatives the one that it gets
  std::optional<Minutes> limit;             // where it differs from what was asked for (--time-min, --deadline)
  std::vector<JobId> suspends;              // these stand still from now on: some of its CPUs are theirs
};

// They have to go, so that the job can have their place when they have gone. A KeepWaiting of the job follows.
struct PreemptJobs {
  JobId job{};
  std::vector<JobId> victims;
};

struct KeepWaiting {
  JobId job{};
  Reason why = Reason::None;
  std::optional<Instant> expected_start;
  std::string expected_nodes;               // "node[1-2]"; empty: not planned
};

using Decision = std::variant<StartJob, KeepWaiting, PreemptJobs>;

// Until when the job insists on its number of switches; kNever: it never did.
Instant switches_wait_until(const Job& job, const Settings& settings);

// In the order in which they were made; StartJobs may be applied one by one. Jobs that were not looked at have none.
std::vector<Decision> plan(const PassInput& input);

}  // namespace minislurm::sched
