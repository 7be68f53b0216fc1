// A job as the controller keeps it, the database stores it and a query returns it.
// A pending array is one Job with `array_pending` set; a task that starts becomes a Job of its own, and the last one
// keeps the array's own id, as in Slurm.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/exit_code.h"
#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/allocation.h"
#include "libcommon/model/elastic.h"
#include "libcommon/model/job_spec.h"
#include "libcommon/model/job_state.h"
#include "libcommon/model/reason.h"

namespace minislurm {

struct Job {
  JobId id{};
  JobSpec spec;
  UserId user{};
  GroupId group{};
  std::string user_name, group_name;

  // Array membership. array_job 0: not of an array.
  JobId array_job{};
  std::optional<std::uint32_t> array_task;       // this job is that one task
  std::vector<std::uint32_t> array_pending;      // this job stands for these tasks, ascending
  std::uint32_t array_throttle = 0;              // at most so many at once; 0: no limit
  std::uint32_t array_count = 0, array_min = 0, array_max = 0, array_step = 0;  // of the whole array as submitted

  JobState state = JobState::Pending;
  std::uint32_t flags = 0;                       // JobFlag bits
  Reason reason = Reason::None;
  std::string reason_detail;                     // appended where Slurm appends something ("RaisedSignal:9(Killed)")
  std::uint32_t priority = 0;                    // 0: held
  bool held_by_admin = false;
  std::uint32_t restarts = 0;
  std::uint32_t launch = 0;                      // counts starts; saved before the process exists, so none runs twice
  std::uint32_t qos_id = 0, association = 0;

  Instant submitted{}, eligible{}, accrue{}, started{}, ended{}, suspended_at{}, last_sched_eval{}, expected_start{};
  Seconds suspended_for{0};                      // before suspended_at
  std::optional<Minutes> time_limit;             // in force: asked for, or the partition's default; kUnlimited
  std::string partition;                         // the one it runs in; before: the list asked for

  // Request after defaults, for ReqTRES and squeue's columns.
  std::uint32_t num_tasks = 1, num_cpus = 1, min_nodes = 1, max_nodes = 0;  // max_nodes 0: no limit
  std::string tres_request, tres_allocated;      // scontrol's order: "cpu=2,mem=200M,node=1,billing=2"; empty: none

  Allocation allocation;                         // kept after the end, for sacct; `state` says whether it is held
  std::string expected_nodes;                    // SchedNodeList
  ExitCode exit_code, derived_exit_code;
  std::uint32_t next_step = 0;
  UserId cancelled_by{};                         // meaningful in state Cancelled
  std::string batch_host;
  std::string dependency_left;                   // Slurm's rendering: "afterok:12(unfulfilled)"; empty: none
  std::uint64_t sluid = 0;                       // time of submission and a counter; text/sluid.h writes it
  bool started_by_backfill = false;              // Scheduler=Backfill
  Instant preempted{}, preempt_eligible{}, resized{};
  std::string failed_node, system_comment, licenses_allocated;
  std::int32_t site_factor = 0;
  JobId het_job{};                               // 0: not of a heterogeneous job
  std::uint32_t het_offset = 0;
  std::vector<std::uint32_t> het_set;            // ids of all components
  // Preemption. `preempted` is when it was chosen.
  JobId preemptor{};                             // for whom it makes room; 0: nobody
  Instant grace_end{};                           // until then it may end by itself
  bool gang_suspended = false;                   // Suspended: until its CPUs are its turn again, not by an operator
  std::string reservation;                       // the one it runs in, of those it asked for or one that drew it
  std::vector<std::string> groups;               // its owner's other groups, by name, at submission
  ElasticState elastic;

  bool is_array_master() const { return !array_pending.empty(); }

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.spec); visit(3, self.user); visit(4, self.group); visit(5, self.user_name);
    visit(6, self.group_name); visit(7, self.array_job); visit(8, self.array_task); visit(9, self.array_pending);
    visit(10, self.array_throttle); visit(11, self.array_count); visit(12, self.array_min); visit(13, self.array_max);
    visit(14, self.array_step); visit(15, self.state); visit(16, self.flags); visit(17, self.reason);
    visit(18, self.reason_detail); visit(19, self.priority); visit(20, self.held_by_admin); visit(21, self.restarts);
    visit(22, self.launch); visit(23, self.qos_id); visit(24, self.association); visit(25, self.submitted);
    visit(26, self.eligible); visit(27, self.accrue); visit(28, self.started); visit(29, self.ended);
    visit(30, self.suspended_at); visit(31, self.last_sched_eval); visit(32, self.expected_start);
    visit(33, self.suspended_for); visit(34, self.time_limit); visit(35, self.partition); visit(36, self.num_tasks);
    visit(37, self.num_cpus); visit(38, self.min_nodes); visit(39, self.max_nodes); visit(40, self.tres_request);
    visit(41, self.tres_allocated); visit(42, self.allocation); visit(43, self.expected_nodes);
    visit(44, self.exit_code); visit(45, self.derived_exit_code); visit(46, self.next_step);
    visit(47, self.cancelled_by); visit(48, self.batch_host); visit(49, self.dependency_left);
    visit(50, self.sluid); visit(51, self.started_by_backfill); visit(52, self.preempted);
    visit(53, self.preempt_eligible); visit(54, self.resized); visit(55, self.failed_node);
    visit(56, self.system_comment); visit(57, self.licenses_allocated); visit(58, self.site_factor);
    visit(59, self.het_job); visit(60, self.het_offset); visit(61, self.het_set);
    visit(70, self.preemptor); visit(71, self.grace_end); visit(72, self.gang_suspended);
    visit(62, self.reservation); visit(63, self.groups); visit(64, self.elastic);
  }
};

// "12", "12_3" for a task, "12_[3-4%2]" for the waiting rest of an array: what squeue -o %i prints.
// The rendering of the bracket is text/array_ids.h's; pass it in.
std::string job_id_text(const Job& job, const std::string& pending_tasks);

// Wall-clock time that counts against the limit: without the time suspended.
Seconds run_time(const Job& job, Instant now);

}  // namespace minislurm
