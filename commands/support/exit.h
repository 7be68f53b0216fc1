// Exit codes that Slurm's commands share.
#pragma once

namespace minislurm {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;
// sbatch, salloc and srun, for an option that is unknown or has a bad value.
inline constexpr int kExitBadOption = 255;

}  // namespace minislurm
