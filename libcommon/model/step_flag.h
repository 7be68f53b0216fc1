// What Step::flags says besides the flags of its job.
#pragma once

#include <cstdint>

namespace minislurm {

// Killed because somebody wanted it, Step::cancelled_by: scancel, or its own srun. A step that ends with its job, by a
// signal that was sent to it, or for a failed task is not.
inline constexpr std::uint32_t kStepKilledOnRequest = 1U << 31;

}  // namespace minislurm
