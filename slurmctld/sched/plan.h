// One scheduling pass: who starts now, where, and why the others wait. A pure function of what it is given.
// Two kinds of pass share the code. The main pass is quick: jobs start in order, and the first that cannot start keeps
// its partition's nodes from those behind it. The backfill pass goes on where that one stopped: a job that cannot start
// gets, where its start can be foreseen, a planned place in the future; a later job starts only where it leaves all
// planned places as they are (conservative backfill; Mu'alem and Feitelson, IEEE TPDS 12(6), 2001).
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
#include "slurmctld/sched/request.h"
#include "slurmctld/sched/resource_book.h"
#include "slurmctld/sched/start_gate.h"
#include "slurmctld/topology/tree.h"

namespace minislurm::sched {

struct Policy {
  bool backfill = true;                // the kind of this pass
  std::uint32_t looked_at = 500;       // jobs that do not start, at most, in one pass (bf_max_job_test)
  std::uint32_t main_depth = 100;      // of them without backfill (default_queue_depth)
  std::uint32_t planned = 100;         // future places, at most
  std::uint32_t look_ahead_tests = 2000;  // placements tried in the future, at most, in one pass
  Seconds window{86400};               // how far ahead a start is planned (bf_window)
};
Policy policy_of(const Settings& settings);
// SchedulerType=sched/backfill.
bool backfills(const Settings& settings);
// At least so long from one backfill pass to the next, with so many jobs waiting: bf_interval where it is given. Else a
// short queue is looked at after every event, and a long one once in a second.
Seconds backfill_interval(const Settings& settings, std::size_t waiting);

struct RunningJob {
  const Job* job = nullptr;
  Instant end{};                       // start + limit; in the past for one that overstays
};

struct PassInput {
  const Cluster& cluster;
  const ResourceBook& book;
  const topology::Topology& topology;  // of cluster.nodes, in that order
  std::span<const Job* const> pending; // eligible, not held; highest priority first
  std::span<const RunningJob> running;
  std::span<const Reservation> reservations;
  const std::unordered_map<std::string, std::uint32_t>& free_licenses;
  const std::unordered_map<std::uint32_t, std::uint32_t>& array_running;  // by array id: tasks that run now
  Instant now{};
  Policy policy;
  StartGate* gate = nullptr;           // may be missing: then nothing but the nodes counts
};

struct StartJob {
  JobId job{};
  std::optional<std::uint32_t> array_task;  // of an array's master: this task; several in one pass, ascending
  Allocation where;
  Hold hold;                                // to take it with
  std::string partition;
  bool backfilled = false;
  std::string qos;                          // of those it may use; empty: as it is
  std::string reservation{};                // the one that it starts in; empty: none
};

struct KeepWaiting {
  JobId job{};
  Reason why = Reason::None;
  std::optional<Instant> expected_start;
  std::string expected_nodes;               // "node[1-2]"; empty: not planned
};

using Decision = std::variant<StartJob, KeepWaiting>;

// Until when the job insists on its number of switches; kNever: it never did.
Instant switches_wait_until(const Job& job, const Settings& settings);

// In the order in which they were made; StartJobs may be applied one by one. Jobs that were not looked at have none.
std::vector<Decision> plan(const PassInput& input);

}  // namespace minislurm::sched
