// Whether the nodes that a request leaves to choose from could hold it, were they empty. Pure.
#pragma once

#include <vector>

#include "libcommon/model/node.h"
#include "slurmctld/sched/request.h"

namespace minislurm::sched {

// `nodes`: those of the partition. A request that is larger than all of them together is no business of this function:
// such a job waits for a larger partition.
bool could_hold(const ResourceRequest& request, const std::vector<const Node*>& nodes);

}  // namespace minislurm::sched
