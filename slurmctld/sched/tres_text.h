// Trackable resources as scontrol prints them: ReqTRES of a request and AllocTRES of an allocation.
#pragma once

#include <string>

#include "libcommon/model/allocation.h"
#include "slurmctld/sched/request.h"

namespace minislurm::sched {

// "cpu=4,mem=280M,node=1,billing=4,gres/gpu=2". `node_memory`: what --mem=0 stands for (the largest node will do).
std::string request_tres(const ResourceRequest& request, Mebibytes node_memory = {});
// "cpu=4,mem=400M,node=1,billing=4,gres/gpu=2"; empty for an empty allocation.
std::string allocation_tres(const Allocation& allocation);

}  // namespace minislurm::sched
