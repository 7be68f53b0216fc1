#include <algorithm>
#include <array>
#include <cstdio>

#include "commands/sinfo/view.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {

using Rows = const Group&;
using Look = const View&;

struct Row {
  Column column;
  Kind kind;
};

template <class Value>
std::string span_text(Rows group, Value value, bool as_range) {
  if (group.nodes.empty()) return "0";
  auto low = value(*group.nodes.front()), high = low;
  for (const Node* node : group.nodes) {
    low = std::min(low, value(*node));
    high = std::max(high, value(*node));
  }
  if (low == high) return std::to_string(low);
  return as_range ? std::to_string(low) + "-" + std::to_string(high) : std::to_string(low) + "+";
}

std::string cpus(Rows g, Look) { return span_text(g, [](const Node& n) { return n.cpus; }, false); }
std::string memory(Rows g, Look) { return span_text(g, [](const Node& n) { return n.memory.count; }, false); }
std::string disk(Rows g, Look) { return span_text(g, [](const Node& n) { return n.tmp_disk.count; }, false); }
std::string weight(Rows g, Look) { return span_text(g, [](const Node& n) { return n.weight; }, false); }
std::string sockets(Rows g, Look) { return span_text(g, [](const Node& n) { return n.sockets; }, false); }
std::string cores(Rows g, Look) { return span_text(g, [](const Node& n) { return n.cores_per_socket; }, false); }
std::string threads(Rows g, Look) { return span_text(g, [](const Node& n) { return n.threads_per_core; }, false); }
std::string free_memory(Rows g, Look) { return span_text(g, [](const Node& n) { return n.free_memory.count; }, true); }
std::string used_memory(Rows g, Look) {
  return span_text(g, [](const Node& n) { return n.allocated_memory.count; }, false);
}
// Of the first, whatever the others have.
std::string port(Rows g, Look) { return g.nodes.empty() ? "0" : std::to_string(g.nodes.front()->port); }
std::string arrangement(Rows g, Look v) { return sockets(g, v) + ":" + cores(g, v) + ":" + threads(g, v); }

std::string load(Rows group, Look) {
  std::uint32_t low = 0, high = 0;
  for (const Node* node : group.nodes) {
    low = node == group.nodes.front() ? node->cpu_load_percent : std::min(low, node->cpu_load_percent);
    high = std::max(high, node->cpu_load_percent);
  }
  char buffer[48];
  if (low == high) {
    std::snprintf(buffer, sizeof buffer, "%.2f", low / 100.0);
  } else {
    std::snprintf(buffer, sizeof buffer, "%.2f-%.2f", low / 100.0, high / 100.0);
  }
  return buffer;
}

bool out_of_service(const Node& node) { return node.state != NodeState::Up || node.drain || node.fail; }

struct Counts {
  std::uint32_t allocated = 0, idle = 0, other = 0;
  std::string with(std::uint32_t total) const {
    return std::to_string(allocated) + "/" + std::to_string(idle) + "/" + std::to_string(other) + "/" +
           std::to_string(total);
  }
};

Counts count_nodes(Rows group) {
  Counts counts;
  for (const Node* node : group.nodes)
    ++(node->allocated_cpus != 0 || node->completing ? counts.allocated
       : out_of_service(*node)                       ? counts.other
                                                     : counts.idle);
  return counts;
}
std::string node_counts(Rows g, Look) { return count_nodes(g).with(static_cast<std::uint32_t>(g.nodes.size())); }
std::string short_node_counts(Rows g, Look) {
  const Counts counts = count_nodes(g);
  return std::to_string(counts.allocated) + "/" + std::to_string(counts.idle);
}
std::string cpu_counts(Rows group, Look) {
  Counts counts;
  std::uint32_t total = 0;
  for (const Node* node : group.nodes) {
    const std::uint32_t used = std::min(node->cpus, node->allocated_cpus);
    counts.allocated += used;
    (out_of_service(*node) ? counts.other : counts.idle) += node->cpus - used;
    total += node->cpus;
  }
  return counts.with(total);
}
std::string node_count(Rows g, Look) { return std::to_string(g.nodes.size()); }

template <std::string Node::*Member>
std::string names(Rows group, Look) {
  std::vector<std::string> list;
  list.reserve(group.nodes.size());
  for (const Node* node : group.nodes) list.push_back(node->*Member);
  return text::compress_hostlist_sorted(list);
}

// A text of the node that stands for the group.
std::string first_or(Rows group, std::string (*of)(const Node&), const char* none) {
  const std::string text = group.nodes.empty() ? std::string{} : of(*group.nodes.front());
  return text.empty() ? none : text;
}
std::string features(Rows g, Look) {
  return first_or(g, [](const Node& n) { return text::join(n.features, ","); }, "(null)");
}
std::string gres(Rows g, Look) { return first_or(g, [](const Node& n) { return n.gres_text; }, "(null)"); }
std::string gres_used(Rows g, Look) {
  return first_or(g, [](const Node& node) {
    std::string used;
    for (const NodeGres& kind : node.gres) {
      std::uint64_t count = 0;
      for (const GresAllocation& held : node.allocated_gres)
        if (held.name == kind.name && held.type == kind.type) count += held.count;
      used += (used.empty() ? "" : ",") + kind.name + ":" + (kind.type.empty() ? "" : kind.type + ":") +
              std::to_string(count);
    }
    return used;
  }, "(null)");
}
std::string state(Rows g, Look) {
  return first_or(
      g, [](const Node& n) { return std::string{shown_state(n).full}; }, "n/a");
}
std::string state_compact(Rows g, Look) {
  return first_or(g, [](const Node& n) { return std::string{shown_state(n).compact}; }, "n/a");
}
std::string state_complete(Rows g, Look) {
  return first_or(g, [](const Node& n) { return text::lower(shown_state(n).scontrol); }, "n/a");
}
std::string reason(Rows g, Look) { return first_or(g, [](const Node& n) { return n.reason; }, "none"); }
std::string reason_user(Rows g, Look) {
  return first_or(g, [](const Node& n) { return n.reason.empty() ? std::string{} : n.reason_user; }, "Unknown");
}
std::string reason_user_long(Rows g, Look) {
  return first_or(g, [](const Node& n) {
    return n.reason.empty() ? std::string{} : n.reason_user + "(" + std::to_string(number(n.reason_by)) + ")";
  }, "Unknown");
}
std::string reason_time(Rows group, Look view) {
  if (group.nodes.empty() || group.nodes.front()->reason_at == kNever) return "Unknown";
  return text::format_time_point(group.nodes.front()->reason_at, view.time_format, view.now);
}
std::string comment(Rows g, Look) { return first_or(g, [](const Node& n) { return n.comment; }, "(null)"); }
std::string extra(Rows g, Look) { return first_or(g, [](const Node& n) { return n.extra; }, "(null)"); }
std::string reservation(Rows g, Look) { return first_or(g, [](const Node& n) { return n.reservation; }, ""); }

std::string partition_star(Rows g, Look) { return g.partition->name + (g.partition->is_default ? "*" : ""); }
std::string available(Rows g, Look) {
  switch (g.partition->state) {
    case PartitionState::Down: return "down";
    case PartitionState::Drain: return "drain";
    case PartitionState::Inactive: return "inact";
    case PartitionState::Up: break;
  }
  return "up";
}
std::string sharing(Rows g, Look) {
  const std::string count = ":" + std::to_string(g.partition->over_subscribe_count);
  switch (g.partition->over_subscribe) {
    case OverSubscribe::Yes: return "YES" + count;
    case OverSubscribe::Force: return "FORCE" + count;
    case OverSubscribe::Exclusive: return "EXCLUSIVE";
    case OverSubscribe::No: break;
  }
  return "NO";
}
std::string job_size(Rows g, Look) {
  const std::uint32_t low = std::max(1U, g.partition->min_nodes), high = g.partition->max_nodes;
  if (high == 0) return std::to_string(low) + "-infinite";
  return low == high ? std::to_string(low) : std::to_string(low) + "-" + std::to_string(high);
}
std::string or_all(const std::vector<std::string>& list) { return list.empty() ? "all" : text::join(list, ","); }
std::string yes_no(bool value) { return value ? "yes" : "no"; }
std::string max_time(Rows g, Look) { return text::format_minutes(g.partition->max_time, "infinite"); }
std::string default_time(Rows g, Look) {
  return g.partition->default_time ? text::format_minutes(*g.partition->default_time, "infinite") : "n/a";
}
std::string cpu_limit(Rows g, Look) {
  return g.partition->max_cpus_per_node == 0 ? "UNLIMITED" : std::to_string(g.partition->max_cpus_per_node);
}

constexpr Row kRows[] = {
    {{"Available", 'a', 20, "AVAIL", available}, Kind::Partition},
    {{"NodeAI", 'A', 20, "NODES(A/I)", short_node_counts}, Kind::Count},
    {{"features_act", 'b', 20, "ACTIVE_FEATURES", features}, Kind::Node},
    {{"MaxCPUsPerNode", 'B', 20, "MAX_CPUS_PER_NODE", cpu_limit}, Kind::Partition},
    {{"CPUs", 'c', 20, "CPUS", cpus}, Kind::Size},
    {{"CPUsState", 'C', 20, "CPUS(A/I/O/T)", cpu_counts}, Kind::Count},
    {{"Disk", 'd', 20, "TMP_DISK", disk}, Kind::Size},
    {{"Nodes", 'D', 20, "NODES", node_count}, Kind::Count},
    {{"FreeMem", 'e', 20, "FREE_MEM", free_memory}, Kind::Size},
    {{"Reason", 'E', 20, "REASON", reason}, Kind::Node},
    {{"Features", 'f', 20, "AVAIL_FEATURES", features}, Kind::Node},
    {{"NodeAIOT", 'F', 20, "NODES(A/I/O/T)", node_counts}, Kind::Count},
    {{"Groups", 'g', 20, "GROUPS", [](Rows g, Look) { return or_all(g.partition->allow_groups); }}, Kind::Partition},
    {{"Gres", 'G', 20, "GRES", gres}, Kind::Node},
    {{"OverSubscribe", 'h', 20, "OVERSUBSCRIBE", sharing}, Kind::Count},
    {{"TimeStamp", 'H', 20, "TIMESTAMP", reason_time}, Kind::Node},
    {{"Reservation", 'i', 20, "RESERVATION", reservation}, Kind::Node},
    {{"PriorityJobFactor", 'I', 20, "PRIO_JOB_FACTOR",
      [](Rows g, Look) { return std::to_string(g.partition->priority_job_factor); }}, Kind::Partition},
    {{"Time", 'l', 20, "TIMELIMIT", max_time}, Kind::Partition},
    {{"DefaultTime", 'L', 20, "DEFAULTTIME", default_time}, Kind::Partition},
    {{"Memory", 'm', 20, "MEMORY", memory}, Kind::Size},
    {{"PreemptMode", 'M', 20, "PREEMPT_MODE",
      [](Rows g, Look) { return g.partition->preempt_mode.empty() ? "OFF" : g.partition->preempt_mode; }},
     Kind::Partition},
    {{"NodeHost", 'n', 20, "HOSTNAMES", names<&Node::hostname>}, Kind::Node},
    {{"NodeList", 'N', 20, "NODELIST", names<&Node::name>}, Kind::Count},
    {{"NodeAddr", 'o', 20, "NODE_ADDR", names<&Node::address>}, Kind::Node},
    {{"CPUsLoad", 'O', 20, "CPU_LOAD", load}, Kind::Size},
    {{"PriorityTier", 'p', 20, "PRIO_TIER",
      [](Rows g, Look) { return std::to_string(g.partition->priority_tier); }}, Kind::Partition},
    {{"Partition", 'P', 20, "PARTITION", partition_star}, Kind::Partition},
    {{"Root", 'r', 20, "ROOT", [](Rows g, Look) { return yes_no(g.partition->root_only); }}, Kind::Partition},
    {{"PartitionName", 'R', 20, "PARTITION", [](Rows g, Look) { return g.partition->name; }}, Kind::Partition},
    {{"Size", 's', 20, "JOB_SIZE", job_size}, Kind::Partition},
    {{"AllocNodes", 'S', 20, "ALLOCNODES", [](Rows g, Look) { return or_all(g.partition->allow_nodes); }},
     Kind::Partition},
    {{"StateCompact", 't', 20, "STATE", state_compact}, Kind::Node},
    {{"StateLong", 'T', 20, "STATE", state}, Kind::Node},
    {{"User", 'u', 20, "USER", reason_user}, Kind::Node},
    {{"UserLong", 'U', 20, "USER", reason_user_long}, Kind::Node},
    {{"Version", 'v', 20, "VERSION",
      [](Rows g, Look v) { return g.nodes.empty() || v.version.empty() ? "N/A" : v.version; }}, Kind::Node},
    {{"Cluster", 'V', 20, "CLUSTER", [](Rows, Look v) { return v.cluster_name.empty() ? "N/A" : v.cluster_name; }},
     Kind::Count},
    {{"Weight", 'w', 20, "WEIGHT", weight}, Kind::Size},
    {{"Sockets", 'X', 20, "SOCKETS", sockets}, Kind::Size},
    {{"Cores", 'Y', 20, "CORES", cores}, Kind::Size},
    {{"Threads", 'Z', 20, "THREADS", threads}, Kind::Size},
    {{"SocketCoreThread", 'z', 20, "S:C:T", arrangement}, Kind::Size},
    // Only by name.
    {{"AllocMem", 0, 20, "ALLOCMEM", used_memory}, Kind::Node},
    {{"Comment", 0, 20, "COMMENT", comment}, Kind::Node},
    {{"Extra", 0, 20, "EXTRA", extra}, Kind::Node},
    {{"GresUsed", 0, 20, "GRES_USED", gres_used}, Kind::Node},
    {{"Port", 0, 20, "PORT", port}, Kind::Count},
    {{"Priority", 0, 20, "PRIO_TIER", [](Rows g, Look) { return std::to_string(g.partition->priority_tier); }},
     Kind::Partition},
    {{"StateComplete", 0, 20, "STATECOMPLETE", state_complete}, Kind::Node},
};

constexpr auto kColumns = [] {
  std::array<Column, std::size(kRows)> columns{};
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = kRows[i].column;
  return columns;
}();

}  // namespace

std::span<const Column> columns() { return kColumns; }

Kind kind_of(const Column& column) { return kRows[static_cast<std::size_t>(&column - kColumns.data())].kind; }

std::uint32_t state_rank(const Node& node) {
  // The numbers of Slurm's base states, with the flags above them.
  constexpr std::uint32_t kReserved = 0x20, kDrain = 0x200, kCompleting = 0x400;
  std::uint32_t rank = 0;
  switch (node.state) {
    case NodeState::Unknown: rank = 0; break;
    case NodeState::Down: rank = 1; break;
    case NodeState::Future: rank = 6; break;
    case NodeState::Up: rank = node.allocated_cpus == 0 ? 2 : node.allocated_cpus >= node.cpus ? 3 : 5; break;
  }
  return rank + (node.reserved ? kReserved : 0) + (node.drain ? kDrain : 0) + (node.completing ? kCompleting : 0);
}

}  // namespace minislurm::sinfo
