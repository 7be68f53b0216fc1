// The generic resources of a step: all of its job's on its nodes, or what srun asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/text/tres.h"
#include "slurmctld/sched/step_layout.h"

namespace minislurm::sched {

// Errors: Code::InvalidGres for what the job does not have.
Status check_step_gres(const StepWish& wish, const Allocation& allocation);
// How many tasks of the step the resources left on that node of the job allow, at most `tasks`; 0: not one. A step that
// asks for nothing in particular shares the job's.
std::uint64_t tasks_by_step_gres(const StepWish& wish, const NodeAllocation& node, std::uint64_t tasks,
                                 std::span<const Step> running);
// `of_job`: what is still to be given of gres_per_job; reduced.
std::vector<GresAllocation> step_gres(const StepWish& wish, const NodeAllocation& node, std::uint32_t tasks,
                                      std::span<const Step> running, std::vector<text::GresRequest>& of_job);

}  // namespace minislurm::sched
