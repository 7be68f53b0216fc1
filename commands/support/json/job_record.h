// Internal to this room: a queued or running job as Slurm's JOB_INFO, in the order of its keys.
#pragma once

#include <string>
#include <vector>

#include "commands/support/json/value.h"
#include "libcommon/model/job.h"
#include "libcommon/model/node.h"

namespace minislurm::documents {

struct JobView {
  const Job& job;
  const Numbers& numbers;
  const std::string& cluster;
  const std::vector<Node>& nodes;  // of the cluster; may be empty
  unsigned parser;                 // 42 to 44
};

Value job_record(const JobView& view);

// The parts that are more than one value.
Value job_flags(const Job& job);
Value job_sharing(const Job& job);
Value job_resources(const JobView& view);
Value gres_detail(const Job& job);

}  // namespace minislurm::documents
