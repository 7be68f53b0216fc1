// Jobs as the reference transcripts had them.
#pragma once

#include <string>
#include <vector>

#include "slurmctld/exec/job_environment.h"

namespace minislurm::exec {

inline NodeAllocation held(const std::string& node, std::vector<std::uint32_t> cpus, std::uint32_t tasks,
                           std::vector<std::uint32_t> gpus = {}) {
  NodeAllocation made;
  made.node = node;
  made.cpus = std::move(cpus);
  made.tasks = tasks;
  made.memory = Mebibytes{300};
  if (!gpus.empty()) made.gres.push_back({"gpu", "", gpus, gpus.size()});
  return made;
}

inline Cluster reference_cluster() {
  Cluster cluster;
  cluster.settings.cluster_name = "reference";
  cluster.settings.default_memory_per_cpu = Mebibytes{100};
  for (int i = 1; i <= 8; ++i) {
    Node node;
    node.name = "node" + std::to_string(i);
    node.cpus = 4;
    cluster.nodes.push_back(node);
  }
  TopologySpec tree;
  tree.kind = TopologyKind::Tree;
  SwitchSpec leaf;
  leaf.name = "leaf1";
  leaf.nodes = {"node1", "node2", "node3", "node4"};
  SwitchSpec spine;
  spine.name = "spine";
  spine.level = 1;
  spine.switches = {"leaf1"};
  spine.nodes = leaf.nodes;
  tree.switches = {leaf, spine};
  cluster.topologies = {tree};
  return cluster;
}

inline UserRecord root_user() {
  UserRecord user;
  user.name = "root";
  user.home = "/root";
  user.shell = "/bin/bash";
  user.groups = {0};
  return user;
}

inline Job reference_job(const std::string& name) {
  Job job;
  job.id = JobId{70001};
  job.user_name = job.group_name = "root";
  job.spec.name = name;
  job.spec.account = "acct";
  job.spec.work_dir = "/work";
  job.partition = "debug";
  job.started = Instant{Seconds{1000}};
  job.time_limit = Minutes{4};
  return job;
}

}  // namespace minislurm::exec
