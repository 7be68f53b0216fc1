// slurm.conf with its neighbours gres.conf and topology.yaml or topology.conf, as one model of the cluster.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "libcommon/os/machine.h"

namespace minislurm::config {

// Errors: Code::Generic with 'PATH: line N: what is wrong (what would be right)'.
// Nodes of this machine whose CPUs fit on it side by side are pinned to them; all others are only counted.
Result<Cluster> load_cluster(const std::string& slurm_conf_path);
Result<Cluster> load_cluster(const std::string& slurm_conf_path, const os::Machine& machine);

}  // namespace minislurm::config
