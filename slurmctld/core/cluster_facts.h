// What follows from the lists of nodes and partitions alone, and takes a walk over all nodes to find out: remembered, so
// that a submission costs the same on ten nodes as on thousands. Who changes a node or a partition forgets it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "slurmctld/sched/request.h"

namespace minislurm::core {

class ClusterFacts {
 public:
  struct Largest {
    Mebibytes memory;
    std::uint32_t cpus = 0;
  };
  // Over the partition's nodes.
  const Largest& largest(const Partition& partition, const Cluster& cluster);
  // sched::can_ever_run(), which is the same for all jobs of one shape. `request`: the job's, resolved for the partition.
  const Status& can_ever_run(const Job& job, const sched::ResourceRequest& request, const Partition& partition,
                             const Cluster& cluster);
  void forget();

 private:
  std::unordered_map<std::string, Largest> largest_;    // by partition
  std::unordered_map<std::string, Status> can_run_;     // by sched::request_key
};

}  // namespace minislurm::core
