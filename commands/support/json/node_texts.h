// Internal to this room.
#pragma once

#include <string>

#include "libcommon/model/node.h"

namespace minislurm::documents {

// "gpu:1,fpga:0": of each kind that the node has, how many jobs hold.
std::string used_gres(const Node& node);

}  // namespace minislurm::documents
