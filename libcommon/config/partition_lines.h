// PartitionName= lines.
#pragma once

#include <functional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libcommon/config/conf_lines.h"
#include "libcommon/model/cluster.h"

namespace minislurm::config {

class PartitionReader {
 public:
  // DEFAULT changes what lines after it start from.
  Status take(const ConfLine& line);
  // Puts the partitions into the cluster and resolves them. `plain` turns node sets into nodes.
  Status finish(Cluster& cluster, const std::function<std::string(const std::string&)>& plain);

 private:
  Error culprit(const Cluster& cluster) const;

  Partition defaults_;
  std::vector<std::pair<Partition, ConfLine>> partitions_;
  std::unordered_set<std::string> names_;
};

}  // namespace minislurm::config
