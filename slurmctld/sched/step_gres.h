// The generic resources of a step: all of its job's on its nodes, or what srun asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libcommon/base/result.h"
#include "slurmctld/sched/step_layout.h"

namespace minislurm::sched {

// Errors: Code::InvalidGres for what the job does not have.
Status check_step_gres(const StepWish& wish, const Allocation& allocation);
// Are they free on that node of the job? One who asks for nothing in particular shares.
bool step_gres_fits(const StepWish& wish, const NodeAllocation& node, std::span<const Step> running);
std::vector<GresAllocation> step_gres(const StepWish& wish, const NodeAllocation& node, std::uint32_t tasks,
                                      std::span<const Step> running);

}  // namespace minislurm::sched
