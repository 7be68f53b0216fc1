// Could this request run on the cluster if nothing else did? Asked once, when a job is submitted or changed.
#pragma once

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/sched/request.h"

namespace minislurm::sched {

// Are there nodes, features, licenses and generic resources of these names at all? The part of can_ever_run() that
// holds for jobs that are held as well. Errors: as there, but for Code::RequestedNodeConfigUnavailable.
Status names_exist(const ResourceRequest& request, const Cluster& cluster);

// Refuses what no node can ever give. Sizes that are only too large for the partition (-n, -N, -t) are accepted: such
// jobs wait. Errors: Code::RequestedNodeConfigUnavailable (its detail a line to print before), InvalidFeature,
// InvalidNodeName, InvalidGres, InvalidLicenses.
Status can_ever_run(const ResourceRequest& request, const Partition& partition, const Cluster& cluster);

}  // namespace minislurm::sched
