// A node: what its configuration says, and the state an operator or the machine gave it. What jobs hold of it is the
// core's bookkeeping and is filled into `allocated_*` where a node is shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/allocation.h"

namespace minislurm {

enum class NodeState : std::uint32_t { Up = 0, Down = 1, Unknown = 2, Future = 3 };  // idle/mixed/allocated is computed

// So many devices of one kind that are near some of the node's cores: a line of gres.conf with Cores=.
struct GresPlace {
  std::uint64_t count = 0;
  std::vector<std::uint32_t> cores;              // numbered through the node; empty: near all of them
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.count); visit(2, self.cores); }
};

// One kind of generic resource on a node: Gres=gpu:tesla:2.
struct NodeGres {
  std::string name, type;
  std::uint64_t count = 0;
  std::vector<std::string> files;                // device files, where gres.conf names them
  bool countable_only = false;                   // no_consume or no indexes (huge counts)
  std::vector<GresPlace> places = {};                // its devices in order; empty: all are near every core
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.type); visit(3, self.count); visit(4, self.files); visit(5, self.countable_only);
    visit(6, self.places);
  }
};

// Bits beside a node's state. The numbers are stored.
enum class NodeFlag : std::uint32_t {
  RebootRequested = 1, RebootIssued = 2, PowerDown = 4, PoweredDown = 8, PoweringDown = 16, PoweringUp = 32,
  NotResponding = 64, Cloud = 128, Dynamic = 256,
};

struct Node {
  std::string name, hostname, address;
  std::uint32_t port = 0;
  std::uint32_t cpus = 1, boards = 1, sockets = 1, cores_per_socket = 1, threads_per_core = 1;
  Mebibytes memory, tmp_disk;
  std::uint32_t weight = 1;
  std::vector<std::string> features;
  std::vector<NodeGres> gres;
  std::string gres_text;                         // as configured: "gpu:2"; empty: none
  // The machine's CPUs that this node's CPU ids stand for; empty: the node's CPUs are counted, not pinned.
  std::vector<std::uint32_t> machine_cpus;
  std::vector<std::string> partitions;

  NodeState state = NodeState::Up;
  bool drain = false;
  std::string reason, comment, extra;
  UserId reason_by{};
  std::string reason_user;
  Instant reason_at{}, booted{}, daemon_started{}, last_busy{};
  std::string arch, os;
  std::uint32_t cpu_load_percent = 0;            // load average x 100
  Mebibytes free_memory;

  // Shown only.
  std::uint32_t allocated_cpus = 0;
  Mebibytes allocated_memory;
  std::vector<GresAllocation> allocated_gres;
  std::uint32_t running_jobs = 0;
  bool completing = false, reserved = false;
  std::string reservation;
  bool maintenance = false, planned = false;     // under a reservation with MAINT; kept free for a job that waits
  bool fail = false;                             // State=FAIL: as drain, under another name

  // What operators set with scontrol update.
  std::uint32_t flags = 0;                       // NodeFlag bits
  std::vector<std::string> available_features;   // where they differ from `features`, the active ones
  bool own_available_features = false;           // they do
  std::string instance_id, instance_type, topology, cpu_bind, next_state;
  Instant resume_after{};                        // RESUME then

  // Kept for the system: no job gets these CPUs and that memory (CoreSpecCount or CpuSpecList, MemSpecLimit).
  std::vector<std::uint32_t> system_cpus;
  std::uint32_t system_cores = 0;
  Mebibytes system_memory;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.hostname); visit(3, self.address); visit(4, self.port); visit(5, self.cpus);
    visit(6, self.boards); visit(7, self.sockets); visit(8, self.cores_per_socket); visit(9, self.threads_per_core);
    visit(10, self.memory); visit(11, self.tmp_disk); visit(12, self.weight); visit(13, self.features);
    visit(14, self.gres); visit(15, self.gres_text); visit(16, self.machine_cpus); visit(17, self.partitions);
    visit(18, self.state); visit(19, self.drain); visit(20, self.reason); visit(21, self.comment);
    visit(22, self.extra); visit(23, self.reason_by); visit(24, self.reason_user); visit(25, self.reason_at);
    visit(26, self.booted); visit(27, self.daemon_started); visit(28, self.last_busy); visit(29, self.arch);
    visit(30, self.os); visit(31, self.cpu_load_percent); visit(32, self.free_memory); visit(33, self.allocated_cpus);
    visit(34, self.allocated_memory); visit(35, self.allocated_gres); visit(36, self.running_jobs);
    visit(37, self.completing); visit(38, self.reserved); visit(39, self.reservation); visit(40, self.maintenance);
    visit(41, self.planned); visit(42, self.fail); visit(43, self.flags); visit(44, self.available_features);
    visit(45, self.own_available_features); visit(46, self.instance_id); visit(47, self.instance_type);
    visit(48, self.topology); visit(49, self.cpu_bind); visit(50, self.next_state); visit(51, self.resume_after); visit(52, self.system_cpus);
    visit(53, self.system_cores); visit(54, self.system_memory);
  }
};

// How sinfo names the state: base is "idle", "mixed", "allocated", "down", "drained", "draining", "completing",
// "reserved", "unknown", "future"; long form upper case is scontrol's ("IDLE+DRAIN").
struct NodeStateText {
  std::string_view compact, full;                // "drng", "draining"
  std::string scontrol;                          // "MIXED+DRAIN"
};
NodeStateText shown_state(const Node& node);

constexpr bool has(std::uint32_t flags, NodeFlag flag) { return (flags & static_cast<std::uint32_t>(flag)) != 0; }
constexpr std::uint32_t with(std::uint32_t flags, NodeFlag flag) { return flags | static_cast<std::uint32_t>(flag); }
constexpr std::uint32_t without(std::uint32_t flags, NodeFlag flag) { return flags & ~static_cast<std::uint32_t>(flag); }

}  // namespace minislurm
