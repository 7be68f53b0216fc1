// What an elastic job's processes see of its size: as it was when they were started. Pure.
#pragma once

#include "slurmctld/exec/job_environment.h"

namespace minislurm::exec {

// MINI_SLURM_ELASTIC and its like; nothing where the job is not elastic.
void set_elastic_variables(Environment& environment, const Job& job, const JobSetting& setting);

}  // namespace minislurm::exec
