// What a user asks for: the options of sbatch, salloc and srun as values. Unset is nullopt or an empty string, so that
// the controller, not the command, fills defaults. Plain data; strings are kept as the user wrote them where Slurm
// shows them that way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/elastic.h"

namespace minislurm {

enum class JobKind : std::uint32_t { Batch = 0, Allocation = 1, Srun = 2 };  // who asked: sbatch, salloc, srun
enum class Exclusive : std::uint32_t { Unset = 0, Node = 1, User = 2, Mcs = 3, Topology = 4 };
enum class OpenMode : std::uint32_t { Default = 0, Append = 1, Truncate = 2 };
enum class Tristate : std::uint32_t { Unset = 0, No = 1, Yes = 2 };

// --signal=[{R}{B}:]SIG[@SECONDS]
struct WarnSignal {
  std::uint32_t signal = 0;  // 0: none
  Seconds before{60};
  bool batch_shell_only = false;
  bool for_reservation = false;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.signal);
    visit(2, self.before);
    visit(3, self.batch_shell_only);
    visit(4, self.for_reservation);
  }
};

struct JobSpec {
  JobKind kind = JobKind::Batch;
  std::string name, account, partition, qos, comment, constraint, prefer, reservation, licenses, wckey, dependency;
  std::string work_dir, std_in, std_out, std_err;  // file name patterns, unexpanded; empty: default
  std::string submit_line, command, mail_user, mail_type, mcs_label, extra, network, container, admin_comment;
  std::string alloc_node;                        // host of the submitting command
  std::uint32_t alloc_sid = 0;                   // its session
  OpenMode open_mode = OpenMode::Default;

  // Size.
  std::string node_count;                        // as written where it is a list ("2,4,8", "1-15:4"), else empty
  std::optional<std::uint32_t> min_nodes, max_nodes;
  std::optional<std::uint32_t> ntasks, cpus_per_task;
  std::optional<std::uint32_t> ntasks_per_node, ntasks_per_socket, ntasks_per_core, ntasks_per_gpu;
  std::optional<std::uint32_t> sockets_per_node, cores_per_socket, threads_per_core, min_cpus_per_node, core_spec;
  std::optional<Mebibytes> memory_per_node, memory_per_cpu, memory_per_gpu, tmp_disk;  // memory 0: all of the node
  std::string required_nodes, excluded_nodes;    // node lists as written
  std::string gres_per_job, gres_per_node, gres_per_socket, gres_per_task;  // "gres/gpu:2,gres/fpga:1" (TresPer...)
  std::optional<std::uint32_t> cpus_per_gpu;
  std::string tres_bind, gres_flags, tres_per_task;  // --tres-per-task as written
  bool contiguous = false, overcommit = false, spread_job = false, use_min_nodes = false;
  Exclusive exclusive = Exclusive::Unset;
  bool oversubscribe = false;
  std::optional<std::uint32_t> switches;
  Seconds switch_wait{0};                        // 0: the cluster's max_switch_wait
  std::string distribution;

  // Time and order.
  std::optional<Minutes> time_limit, time_min;
  Instant begin{}, deadline{};
  bool hold = false;
  std::int32_t nice = 0;
  std::optional<std::uint32_t> priority;
  Tristate requeue = Tristate::Unset, kill_on_invalid_dependency = Tristate::Unset;
  bool no_kill = false;
  bool immediate = false;                        // -I: fail instead of waiting
  WarnSignal warn_signal;
  std::string array;                             // --array as written; empty: no array

  // Kept and shown, without effect on placement.
  std::vector<std::pair<std::string, std::string>> kept;  // options that mean nothing here: name, value
  std::string export_list;                       // --export as written
  std::string x11, burst_buffer, spank;
  std::optional<std::uint32_t> segment_size;
  std::optional<bool> oom_kill_step;
  std::optional<std::uint32_t> run_as_user, run_as_group;  // sbatch --uid / --gid
  std::vector<std::string> script_arguments;
  ElasticSpec elastic;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.kind); visit(2, self.name); visit(3, self.account); visit(4, self.partition); visit(5, self.qos);
    visit(6, self.comment); visit(7, self.constraint); visit(8, self.prefer); visit(9, self.reservation);
    visit(10, self.licenses); visit(11, self.wckey); visit(12, self.dependency); visit(13, self.work_dir);
    visit(14, self.std_in); visit(15, self.std_out); visit(16, self.std_err); visit(17, self.submit_line);
    visit(18, self.command); visit(19, self.mail_user); visit(20, self.mail_type); visit(21, self.mcs_label);
    visit(22, self.extra); visit(23, self.network); visit(24, self.container); visit(25, self.admin_comment);
    visit(26, self.alloc_node); visit(27, self.alloc_sid); visit(28, self.open_mode); visit(29, self.node_count);
    visit(30, self.min_nodes); visit(31, self.max_nodes); visit(32, self.ntasks); visit(33, self.cpus_per_task);
    visit(34, self.ntasks_per_node); visit(35, self.ntasks_per_socket); visit(36, self.ntasks_per_core);
    visit(37, self.ntasks_per_gpu); visit(38, self.sockets_per_node); visit(39, self.cores_per_socket);
    visit(40, self.threads_per_core); visit(41, self.min_cpus_per_node); visit(42, self.core_spec);
    visit(43, self.memory_per_node); visit(44, self.memory_per_cpu); visit(45, self.memory_per_gpu);
    visit(46, self.tmp_disk); visit(47, self.required_nodes); visit(48, self.excluded_nodes);
    visit(49, self.gres_per_job); visit(50, self.gres_per_node); visit(51, self.gres_per_socket);
    visit(52, self.gres_per_task); visit(53, self.cpus_per_gpu); visit(54, self.tres_bind); visit(55, self.gres_flags);
    visit(56, self.tres_per_task); visit(57, self.contiguous); visit(58, self.overcommit); visit(59, self.spread_job);
    visit(60, self.use_min_nodes); visit(61, self.exclusive); visit(62, self.oversubscribe); visit(63, self.switches);
    visit(64, self.switch_wait); visit(65, self.distribution); visit(66, self.time_limit); visit(67, self.time_min);
    visit(68, self.begin); visit(69, self.deadline); visit(70, self.hold); visit(71, self.nice);
    visit(72, self.priority); visit(73, self.requeue); visit(74, self.kill_on_invalid_dependency);
    visit(75, self.no_kill); visit(76, self.immediate); visit(77, self.warn_signal); visit(78, self.array);
    visit(79, self.kept); visit(80, self.export_list); visit(81, self.x11); visit(82, self.burst_buffer);
    visit(83, self.spank); visit(84, self.segment_size); visit(85, self.oom_kill_step);
    visit(86, self.run_as_user); visit(87, self.run_as_group); visit(88, self.script_arguments);
    visit(89, self.elastic);
  }
};

}  // namespace minislurm
