// A heterogeneous job is taken in as a whole: all its components or none.
#pragma once

#include "slurmctld/requests/context.h"

namespace minislurm::requests {

// REQUIRES: the request has components.
Outcome submit_het(Context context, wire::SubmitRequest request);

}  // namespace minislurm::requests
