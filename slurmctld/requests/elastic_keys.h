// The keys of scontrol update that resize a running elastic job.
#pragma once

#include <optional>
#include <string_view>

#include "slurmctld/requests/job_keys.h"

namespace minislurm::requests {

// nullopt: the job is not one, or the key means for it what it means for any job. Else change.size holds the wish.
std::optional<Status> take_elastic_key(JobChange& change, std::string_view name);

}  // namespace minislurm::requests
