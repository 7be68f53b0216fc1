// gres.conf: which device files stand behind the generic resources of the nodes.
#pragma once

#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/node.h"

namespace minislurm::config {

// Puts the files of `path` into the nodes' gres; what no line speaks of stays without files. A resource that slurm.conf
Status read_gres_conf(const std::string& path, std::vector<Node>& nodes);

}  // namespace minislurm::config
