// GPUs as CUDA, OpenCL and Slurm name them to programs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libcommon/model/allocation.h"
#include "slurmctld/exec/environment_block.h"

namespace minislurm::exec {

// Of those with numbers, ascending.
std::vector<std::uint32_t> gpu_indexes(const NodeAllocation& held);
// `indexes_name`: SLURM_JOB_GPUS or SLURM_STEP_GPUS. `seen`: those that the process is to see. Nothing is set where no
// GPU is held.
void set_gpu_variables(Environment& environment, const NodeAllocation& held, const std::vector<std::uint32_t>& seen,
                       const std::string& indexes_name);

}  // namespace minislurm::exec
