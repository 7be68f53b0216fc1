// What a submission must fulfil, and the values it gets where the user gave none.
#pragma once

#include <string>
#include <vector>

#include "slurmctld/requests/context.h"

namespace minislurm::requests {

// A job as it would stand in the queue, without an id; nothing is changed. `messages` are lines for the user.
Result<Job> make_job(const Context& context, const wire::SubmitRequest& request, std::vector<std::string>& messages);

}  // namespace minislurm::requests
