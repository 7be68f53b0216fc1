// A partition: a queue over a set of nodes, with its limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/units.h"

namespace minislurm {

enum class PartitionState : std::uint32_t { Up = 0, Down = 1, Drain = 2, Inactive = 3 };
enum class OverSubscribe : std::uint32_t { No = 0, Yes = 1, Force = 2, Exclusive = 3 };

struct Partition {
  std::string name;
  std::string node_list;                         // as configured; "ALL" is resolved at load
  std::vector<std::string> nodes;                // resolved, in cluster order
  bool is_default = false, hidden = false, root_only = false, lln = false, exclusive_user = false,
       exclusive_topo = false, requires_reservation = false, disable_root_jobs = false, power_down_on_idle = false;
  PartitionState state = PartitionState::Up;
  OverSubscribe over_subscribe = OverSubscribe::No;
  std::uint32_t over_subscribe_count = 4;        // jobs per resource, with Yes and Force
  Minutes max_time = kUnlimited;
  std::optional<Minutes> default_time;           // unset: max_time is the default
  std::uint32_t min_nodes = 0, max_nodes = 0;    // max 0: UNLIMITED
  std::uint32_t max_cpus_per_node = 0, max_cpus_per_socket = 0;  // 0: UNLIMITED
  std::uint32_t priority_job_factor = 1, priority_tier = 1;
  std::optional<Mebibytes> default_memory_per_cpu, default_memory_per_node, max_memory_per_cpu, max_memory_per_node;
  Seconds grace_time{0};
  std::optional<std::uint32_t> over_time_limit;  // minutes
  std::string preempt_mode, qos, alternate, topology, tres_billing_weights, job_defaults;
  std::vector<std::string> allow_groups, allow_accounts, deny_accounts, allow_qos, deny_qos, allow_nodes;
  std::vector<std::pair<std::string, std::string>> kept;  // keys without effect here
  std::optional<std::uint32_t> elastic_threshold;  // percent; unset: the cluster's
  std::uint32_t total_cpus = 0;                  // of its nodes; computed
  std::string tres;                              // "cpu=16,mem=16000M,node=4,billing=16,gres/gpu=8"; computed

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.node_list); visit(3, self.nodes); visit(4, self.is_default);
    visit(5, self.hidden); visit(6, self.root_only); visit(7, self.lln); visit(8, self.exclusive_user);
    visit(9, self.exclusive_topo); visit(10, self.requires_reservation); visit(11, self.disable_root_jobs);
    visit(12, self.power_down_on_idle); visit(13, self.state); visit(14, self.over_subscribe);
    visit(15, self.over_subscribe_count); visit(16, self.max_time); visit(17, self.default_time);
    visit(18, self.min_nodes); visit(19, self.max_nodes); visit(20, self.max_cpus_per_node);
    visit(21, self.max_cpus_per_socket); visit(22, self.priority_job_factor); visit(23, self.priority_tier);
    visit(24, self.default_memory_per_cpu); visit(25, self.default_memory_per_node);
    visit(26, self.max_memory_per_cpu); visit(27, self.max_memory_per_node); visit(28, self.grace_time);
    visit(29, self.over_time_limit); visit(30, self.preempt_mode); visit(31, self.qos); visit(32, self.alternate);
    visit(33, self.topology); visit(34, self.tres_billing_weights); visit(35, self.job_defaults);
    visit(36, self.allow_groups); visit(37, self.allow_accounts); visit(38, self.deny_accounts);
    visit(39, self.allow_qos); visit(40, self.deny_qos); visit(41, self.allow_nodes); visit(42, self.kept);
    visit(43, self.total_cpus); visit(44, self.tres); visit(45, self.elastic_threshold);
  }
};

}  // namespace minislurm
