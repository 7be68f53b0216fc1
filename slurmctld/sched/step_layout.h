// Where a step's tasks run inside its job's allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"

namespace minislurm::sched {

// What srun asked for; unset is nullopt. (wire::StepSpec has the same names.)
struct StepWish {
  std::optional<std::uint32_t> ntasks, cpus_per_task, min_nodes, max_nodes, ntasks_per_node, relative;
  std::optional<Mebibytes> memory_per_node, memory_per_cpu;
  std::string node_list, excluded_nodes, distribution;
  std::string gres_per_job, gres_per_node, gres_per_task;
  bool overlap = false, exact = false, exclusive = false, whole = false, overcommit = false;
  bool interactive = false;  // salloc's shell: takes nothing from other steps
};

struct StepPlace {
  Allocation allocation;     // the step's part of the job's
  std::vector<TaskPlace> tasks;
  std::uint32_t num_tasks = 1, cpus_per_task = 1;
  bool whole = false;        // for Step::whole
};

struct StepBusy {};          // other steps hold what it needs; try again when one ends

// `running`: the job's other steps that have not ended; the batch script and interactive ones hold nothing.
// Without --exact (which -c implies) a step keeps others off its nodes; with --overlap it neither waits nor holds.
// Errors: Code::TooManyRequestedCpus, InvalidNodeName, RequestedNodeConfigUnavailable, BadTaskCount, InvalidGres,
// InvalidTaskMemory.
Result<std::variant<StepPlace, StepBusy>> lay_out(const Job& job, const StepWish& wish, std::span<const Step> running);

// "cpu=2,mem=200M,node=1,gres/gpu=1": sacct's AllocTRES of a step has no billing.
std::string step_tres(const Allocation& allocation);

// The batch script: one task on the first node with all that the job has there.
StepPlace batch_place(const Job& job);

}  // namespace minislurm::sched
