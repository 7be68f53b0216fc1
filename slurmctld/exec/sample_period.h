// How often slurmstepd samples what a step uses. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job_spec.h"

namespace minislurm::exec {

// Reads "30" or "task=30,energy=60", the value of --acctg-freq and of JobAcctGatherFrequency. 0: never; `otherwise`
// where it says nothing of tasks.
std::uint32_t parse_task_period(std::string_view text, std::uint32_t otherwise);

// In seconds, for a job's steps: as the job asks, else as the configuration says.
std::uint32_t sample_period(const JobSpec& spec, const Cluster& cluster);

}  // namespace minislurm::exec
