// GPUs as CUDA, OpenCL and Slurm name them to programs. Pure.
#pragma once

#include <string>

#include "libcommon/model/allocation.h"
#include "slurmctld/exec/environment_block.h"

namespace minislurm::exec {

// `indexes_name`: SLURM_JOB_GPUS or SLURM_STEP_GPUS. Nothing is set where no GPU is held.
void set_gpu_variables(Environment& environment, const NodeAllocation& held, const std::string& indexes_name);

}  // namespace minislurm::exec
