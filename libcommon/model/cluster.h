// What a cluster is made of: the result of reading slurm.conf and its neighbours, or of looking at the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/node.h"
#include "libcommon/model/partition.h"
#include "libcommon/model/preempt_settings.h"
#include "libcommon/model/priority_settings.h"

namespace minislurm {

struct License {
  std::string name;
  std::uint32_t total = 0, used = 0, reserved = 0;  // used, reserved: shown only
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.total); visit(3, self.used); visit(4, self.reserved);
  }
};

// Advanced reservation.
struct Reservation {
  std::string name, node_list, features, partition, comment, licenses, burst_buffer;
  std::vector<std::string> nodes, users, accounts, groups, flags, allowed_partitions, qos;  // flags in Slurm's words
  std::uint32_t node_count = 0, core_count = 0;
  Instant start{}, end{};
  Seconds max_start_delay{0};
  std::string tres;
  bool active = false;                              // shown only: start <= now < end
  std::uint32_t id = 0;
  std::string tres_per_node;
  std::vector<NodeAllocation> parts;                // where it holds some cores of its nodes only: their CPU ids
  Seconds purge_after{0};                           // PURGE_COMP=
  Seconds float_start{0};                           // TIME_FLOAT: `start` is always so far ahead
  Instant idle_since{};                             // with PURGE_COMP: when its last job ended, or it began; kNever: busy
  std::uint32_t wanted_nodes = 0;                   // with REPLACE: so many idle nodes are kept in it
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.node_list); visit(3, self.features); visit(4, self.partition);
    visit(5, self.comment); visit(6, self.licenses); visit(7, self.burst_buffer); visit(8, self.nodes);
    visit(9, self.users); visit(10, self.accounts); visit(11, self.groups); visit(12, self.flags);
    visit(13, self.allowed_partitions); visit(14, self.qos); visit(15, self.node_count); visit(16, self.core_count);
    visit(17, self.start); visit(18, self.end); visit(19, self.max_start_delay); visit(20, self.tres);
    visit(21, self.active); visit(22, self.id); visit(23, self.tres_per_node); visit(24, self.parts);
    visit(25, self.purge_after); visit(26, self.float_start); visit(27, self.idle_since);
    visit(28, self.wanted_nodes);
  }
};

// One switch of a tree, or one block. Leaf switches name nodes, higher ones name switches.
struct SwitchSpec {
  std::string name;
  std::vector<std::string> nodes, switches;
  std::uint32_t level = 0, link_speed = 1;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.nodes); visit(3, self.switches); visit(4, self.level); visit(5, self.link_speed);
  }
};

enum class TopologyKind : std::uint32_t { Flat = 0, Tree = 1, Block = 2 };

struct TopologySpec {
  std::string name = "default";
  bool cluster_default = false;
  TopologyKind kind = TopologyKind::Flat;
  std::vector<SwitchSpec> switches;                 // tree: as declared, `nodes` of higher ones resolved; block: blocks
  std::vector<std::uint32_t> block_sizes;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.cluster_default); visit(3, self.kind); visit(4, self.switches);
    visit(5, self.block_sizes);
  }
};

// AccountingStorageEnforce: any of these bits.
enum AccountingEnforce : std::uint32_t {
  kEnforceAssociations = 1, kEnforceLimits = 2, kEnforceWcKeys = 4, kEnforceQos = 8, kEnforceSafe = 16,
  kEnforceNoJobs = 32, kEnforceNoSteps = 64,
};

// SelectTypeParameters: what is given to one job alone, and how nodes are filled.
enum class SelectFlag : std::uint32_t {
  Core = 1, Socket = 2,                             // whole cores, whole sockets; neither: single CPUs
  OneTaskPerCore = 4, PackNodes = 8, LeastLoaded = 16, BlockDistribution = 32,
};

// The keys of slurm.conf that change what the controller does. Times are seconds unless the type says otherwise.
struct Settings {
  std::string cluster_name = "minislurm";
  std::string state_dir, spool_dir, socket_path, pid_file, log_file;
  std::string job_submit_default_account;           // account of a user who names none
  JobId first_job{1}, max_job{0x03ff0000};
  std::uint32_t max_array_size = 1001, max_job_count = 10000, max_step_count = 40000;
  Seconds kill_wait{30}, min_job_age{300}, inactive_limit{0}, max_switch_wait{300};
  std::optional<Minutes> over_time_limit;
  std::optional<Mebibytes> default_memory_per_cpu, default_memory_per_node, max_memory_per_cpu, max_memory_per_node;
  bool requeue = true;                              // JobRequeue
  bool kill_on_bad_exit = false;
  bool counts_memory = true;                        // CR_*_Memory, or zero configuration
  bool multifactor = true;                          // priority/multifactor, else priority/basic
  bool enforce_part_limits = false;
  bool multi_user = false;                          // started as root with a configuration file
  std::uint32_t weight_age = 0, weight_partition = 0, weight_size = 0, weight_qos = 0, weight_fair_share = 0;
  std::string slurm_user = "root";
  std::string default_open_mode, prolog, epilog, task_prolog, task_epilog, mail_prog;
  std::string scheduler_parameters, debug_level = "info";
  std::uint32_t elastic_threshold = 50;
  bool elastic = true;
  PrioritySettings priority;
  std::uint32_t accounting_enforce = 0;             // AccountingEnforce bits
  bool track_wckey = false;
  bool backfill = true;                             // SchedulerType=sched/backfill, else sched/builtin
  std::string topology_parameters;                  // TopologyParam
  PreemptSettings preempt;
  std::uint32_t select_flags = 0;                   // SelectFlag bits
  std::string job_defaults;                         // JobDefaults: "DefCpuPerGPU=2,DefMemPerGPU=100"
  bool part_limits_of_all = false;                  // EnforcePartLimits=ALL: in each partition, not in one of them
  Seconds reservation_over_run{0};                  // ResvOverRun: jobs may outstay a reservation so long
  bool disable_root_jobs = false;
  Seconds elastic_cooldown{10}, elastic_grace{5};

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.cluster_name); visit(2, self.state_dir); visit(3, self.spool_dir); visit(4, self.socket_path);
    visit(5, self.pid_file); visit(6, self.log_file); visit(7, self.job_submit_default_account);
    visit(8, self.first_job); visit(9, self.max_job); visit(10, self.max_array_size); visit(11, self.max_job_count);
    visit(12, self.max_step_count); visit(13, self.kill_wait); visit(14, self.min_job_age);
    visit(15, self.inactive_limit); visit(16, self.max_switch_wait); visit(17, self.over_time_limit);
    visit(18, self.default_memory_per_cpu); visit(19, self.default_memory_per_node);
    visit(20, self.max_memory_per_cpu); visit(21, self.max_memory_per_node); visit(22, self.requeue);
    visit(23, self.kill_on_bad_exit); visit(24, self.counts_memory); visit(25, self.multifactor);
    visit(26, self.enforce_part_limits); visit(27, self.multi_user); visit(28, self.weight_age);
    visit(29, self.weight_partition); visit(30, self.weight_size); visit(31, self.weight_qos);
    visit(32, self.weight_fair_share); visit(33, self.slurm_user); visit(34, self.default_open_mode);
    visit(35, self.prolog); visit(36, self.epilog); visit(37, self.task_prolog); visit(38, self.task_epilog);
    visit(39, self.mail_prog); visit(40, self.scheduler_parameters); visit(41, self.debug_level);
    visit(42, self.elastic_threshold); visit(43, self.elastic); visit(44, self.priority);
    visit(45, self.accounting_enforce); visit(46, self.track_wckey); visit(47, self.backfill);
    visit(48, self.topology_parameters);
    visit(60, self.preempt);
    visit(51, self.select_flags); visit(52, self.job_defaults);
    visit(61, self.part_limits_of_all); visit(49, self.reservation_over_run);
    visit(50, self.disable_root_jobs); visit(53, self.elastic_cooldown); visit(54, self.elastic_grace);
  }
};

struct Cluster {
  Settings settings;
  std::vector<Node> nodes;                          // in the file's order
  std::vector<Partition> partitions;                // likewise
  std::vector<TopologySpec> topologies;             // at least one
  std::vector<License> licenses;
  // Every key with the value in force, sorted by key: scontrol show config.
  std::vector<std::pair<std::string, std::string>> shown_config;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.settings); visit(2, self.nodes); visit(3, self.partitions); visit(4, self.topologies);
    visit(5, self.licenses); visit(6, self.shown_config);
  }
};

}  // namespace minislurm
