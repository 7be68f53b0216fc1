// The cluster as the controller knows it: events in, effects out. One thread owns it. No clock: `now` is an argument of
// every event. The only way a job changes its base state is model/job_state.h's table.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/core/effects.h"

namespace minislurm::core {

// Who asks: the peer of the socket, as the kernel says.
struct Caller {
  UserId user{};
  GroupId group{};
  std::string user_name, group_name;
  std::uint32_t pid = 0;
  bool is_operator = false;  // root, SlurmUser, the user who runs a one-user controller, whom the accounting says is one
  std::vector<std::string> groups{};  // the others that the user is in
  bool only_operator = false;  // by the accounting's word: jobs and reservations are theirs, nodes and partitions not
  bool is_administrator() const { return is_operator && !only_operator; }
};

// What the store gave back at start.
struct Restored {
  std::vector<Job> jobs;       // live ones and those ended less than MinJobAge ago
  std::vector<Step> steps;     // running ones
  std::string cluster_record;  // of SaveCluster; empty: none
  std::string accounting_record;  // of SaveAccounting; empty: none
  std::string usage_record, new_usage_record;  // of SaveUsage and SaveNewUsage; empty: none
  JobId next_job{};
};

// A submission that could not be saved (a full disk): it never was. Answered with Code::NoSpace by the loop.
class ClusterState {
 public:
  ClusterState(Cluster cluster, Instant now);
  ~ClusterState();
  ClusterState(const ClusterState&) = delete;
  ClusterState& operator=(const ClusterState&) = delete;

  // Events. Each returns what is to be done; none blocks.
  Effects restore(Restored restored, Instant now);  // then, for every running step, one step_* event below
  Effects step_started(StepId step, std::uint32_t launch, Instant now);  // its process exists, or was found alive
  Effects step_ended(const wire::StepResult& result, Instant now);
  Effects step_lost(StepId step, std::uint32_t launch, Instant now);     // no process and no record: it never ran, or is lost
  Effects tick(Instant now);                                             // timers that are due
  Effects schedule(Instant now);                                         // one main scheduling pass
  Effects backfill(Instant now);                                         // one backfill pass
  Effects reconfigure(Cluster cluster, Instant now);
  Effects abandoned(Ticket ticket, Instant now);                         // the peer has gone
  Effects forget_submission(JobId job, Instant now);
  // When tick() wants to be called; nullopt: not before the next event.
  std::optional<Instant> next_wakeup() const;

  // The steps that were running when the state was restored: the loop finds out what became of each.
  std::vector<std::pair<StepId, std::uint32_t>> steps_to_adopt() const;

  // For requests/, the only other room that reaches inside. See core/state.h.
  struct Inside;
  Inside& inside() { return *inside_; }
  const Inside& inside() const { return *inside_; }

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace minislurm::core
