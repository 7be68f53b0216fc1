// What a step's slurmstepd is told when its job has another size. Pure.
#pragma once

#include <string>

#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::exec {

wire::ResizeRequest resize_order(const Job& job, const Step& step, const Cluster& cluster);

}  // namespace minislurm::exec
