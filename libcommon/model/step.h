// A step of a job: the batch script (number Batch), or what one srun started.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/exit_code.h"
#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/allocation.h"
#include "libcommon/model/job_state.h"

namespace minislurm {

// An extreme over a step's tasks, and the task that it is of.
struct TaskExtreme {
  std::uint64_t value = 0;
  std::uint32_t task = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.value); visit(2, self.task); }
};

// What a step's processes used, as far as known.
struct Usage {
  std::uint64_t user_usec = 0, system_usec = 0;
  std::uint64_t max_rss_kib = 0, max_vm_kib = 0;
  std::uint64_t read_bytes = 0, written_bytes = 0;
  std::uint32_t max_rss_task = 0;
  // Where a step has several tasks: sums over tasks for the averages, the task and node of each extreme.
  std::uint64_t sum_rss_kib = 0, sum_vm_kib = 0, min_cpu_usec = 0, max_pages = 0, sum_pages = 0;
  std::uint64_t max_read_bytes = 0, max_written_bytes = 0;
  std::uint32_t max_vm_task = 0, min_cpu_task = 0, max_pages_task = 0, max_read_task = 0, max_written_task = 0;
  std::uint32_t tasks = 0;                       // that the sums run over; 0: the step was never measured
  std::uint64_t sum_cpu_usec = 0;                // of the tasks at their last sample
  TaskExtreme max_cpu_usec, min_rss_kib, min_vm_kib, min_pages, min_read_bytes, min_written_bytes;
  std::uint64_t cpu_khz = 0;                     // frequencies of the tasks' CPUs, weighted by their use
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.user_usec); visit(2, self.system_usec); visit(3, self.max_rss_kib); visit(4, self.max_vm_kib);
    visit(5, self.read_bytes); visit(6, self.written_bytes); visit(7, self.max_rss_task);
    visit(8, self.sum_rss_kib); visit(9, self.sum_vm_kib); visit(10, self.min_cpu_usec); visit(11, self.max_pages);
    visit(12, self.sum_pages); visit(13, self.max_read_bytes); visit(14, self.max_written_bytes);
    visit(15, self.max_vm_task); visit(16, self.min_cpu_task); visit(17, self.max_pages_task);
    visit(18, self.max_read_task); visit(19, self.max_written_task); visit(20, self.tasks);
    visit(21, self.sum_cpu_usec); visit(22, self.max_cpu_usec); visit(23, self.min_rss_kib);
    visit(24, self.min_vm_kib); visit(25, self.min_pages); visit(26, self.min_read_bytes);
    visit(27, self.min_written_bytes); visit(28, self.cpu_khz);
  }
};

// Where one task runs.
struct TaskPlace {
  std::uint32_t rank = 0, local_rank = 0, node_rank = 0;  // global, on its node, its node among the step's nodes
  std::string node;
  std::vector<std::uint32_t> cpus;                        // node's CPU ids for this task
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.rank); visit(2, self.local_rank); visit(3, self.node_rank); visit(4, self.node); visit(5, self.cpus);
  }
};

struct Step {
  StepId id;
  std::string name;
  JobState state = JobState::Running;   // Pending while it waits for the job's resources
  std::uint32_t flags = 0;
  Instant started{}, ended{};
  ExitCode exit_code;
  std::uint32_t num_tasks = 1, cpus_per_task = 1;
  Allocation allocation;                // its part of the job's allocation
  bool overlap = false;                 // shares CPUs with other steps
  std::string submit_line, std_in, std_out, std_err, work_dir, distribution, tres_allocated;
  std::optional<Minutes> time_limit;
  Usage usage;
  UserId cancelled_by{};
  std::uint32_t srun_pid = 0;
  std::string srun_host;
  bool whole = false;                   // holds all of the job's CPUs on its nodes; `allocation` counts its tasks' only
  std::uint64_t sluid = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.name); visit(3, self.state); visit(4, self.flags); visit(5, self.started);
    visit(6, self.ended); visit(7, self.exit_code); visit(8, self.num_tasks); visit(9, self.cpus_per_task);
    visit(10, self.allocation); visit(11, self.overlap); visit(12, self.submit_line); visit(13, self.std_in);
    visit(14, self.std_out); visit(15, self.std_err); visit(16, self.work_dir); visit(17, self.distribution);
    visit(18, self.tres_allocated); visit(19, self.time_limit); visit(20, self.usage); visit(21, self.cancelled_by);
    visit(22, self.srun_pid); visit(23, self.srun_host); visit(24, self.whole); visit(25, self.sluid);
  }
};

}  // namespace minislurm
