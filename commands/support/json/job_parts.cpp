#include <algorithm>

#include "commands/support/job_texts.h"
#include "commands/support/json/job_record.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

// Whether the controller chose the job's account, partition, qos or memory.
bool is_default(const Job& job, std::string_view wish) {
  const auto& kept = job.spec.kept;
  const auto defaults =
      std::find_if(kept.begin(), kept.end(), [](const auto& option) { return option.first == "defaults"; });
  if (defaults == kept.end()) return false;
  const std::vector<std::string_view> list = text::split_list(defaults->second);
  return std::find(list.begin(), list.end(), wish) != list.end();
}

struct Flag {
  const char* name;
  bool (*is_set)(const Job& job);
};

constexpr Flag kFlags[] = {
    {"KILL_INVALID_DEPENDENCY",
     [](const Job& job) { return job.spec.kill_on_invalid_dependency == Tristate::Yes; }},
    {"NO_KILL_INVALID_DEPENDENCY",
     [](const Job& job) { return job.spec.kill_on_invalid_dependency == Tristate::No; }},
    {"SPREAD_JOB", [](const Job& job) { return job.spec.spread_job; }},
    {"PREFER_MINIMUM_NODE_COUNT", [](const Job& job) { return job.spec.use_min_nodes; }},
    {"EXACT_TASK_COUNT_REQUESTED", [](const Job& job) { return job.spec.ntasks.has_value(); }},
    {"EXACT_CPU_COUNT_REQUESTED", [](const Job& job) { return job.spec.cpus_per_task.has_value(); }},
    {"JOB_WAS_RUNNING", [](const Job& job) { return holds_nodes(job) && !is_finished(job.state); }},
    {"EXACT_MEMORY_REQUESTED",
     [](const Job& job) {
       return (job.spec.memory_per_cpu || job.spec.memory_per_node) && !is_default(job, "memory");
     }},
    {"USING_DEFAULT_ACCOUNT", [](const Job& job) { return is_default(job, "account"); }},
    {"USING_DEFAULT_PARTITION", [](const Job& job) { return is_default(job, "partition"); }},
    {"USING_DEFAULT_QOS", [](const Job& job) { return is_default(job, "qos"); }},
    {"USING_DEFAULT_WCKEY",
     [](const Job& job) { return job.spec.wckey.empty() || job.spec.wckey.front() == '*'; }},
    {"DEPENDENT",
     [](const Job& job) {
       return job.state == JobState::Pending && (job.priority == 0 || !job.dependency_left.empty());
     }},
    {"PARTITION_ASSIGNED", [](const Job& job) { return is_default(job, "partition"); }},
    {"BACKFILL_ATTEMPTED", [](const Job& job) { return job.started_by_backfill; }},
};

// CPU ids are the node's own; without the node's layout each CPU counts as a core of one socket.
struct CpuLayout {
  std::uint32_t sockets = 1, cores = 0, threads = 1;
};

CpuLayout layout_of(const NodeAllocation& at, const std::vector<Node>& nodes) {
  const auto known =
      std::find_if(nodes.begin(), nodes.end(), [&](const Node& candidate) { return candidate.name == at.node; });
  if (known == nodes.end()) return {1, at.cpus.empty() ? 0 : at.cpus.back() + 1, 1};
  return {known->boards * known->sockets, std::max(1U, known->cores_per_socket),
          std::max(1U, known->threads_per_core)};
}

Value sockets_of(const NodeAllocation& at, const std::vector<Node>& nodes) {
  const CpuLayout layout = layout_of(at, nodes);
  Value sockets = Value::array();
  for (std::uint32_t socket = 0; socket < layout.sockets; ++socket) {
    Value cores = Value::array();
    for (std::uint32_t core = 0; core < layout.cores; ++core) {
      const std::uint32_t first = (socket * layout.cores + core) * layout.threads;
      const bool held = std::any_of(at.cpus.begin(), at.cpus.end(), [&](std::uint32_t cpu) {
        return cpu >= first && cpu < first + layout.threads;
      });
      Value one;
      one["index"] = core;
      one["status"] = Value::array({held ? "ALLOCATED" : "UNALLOCATED"});
      cores.push_back(std::move(one));
    }
    Value one;
    one["index"] = socket;
    one["cores"] = std::move(cores);
    sockets.push_back(std::move(one));
  }
  return sockets;
}

}  // namespace

Value job_flags(const Job& job) {
  Value flags = Value::array();
  for (const Flag& flag : kFlags)
    if (flag.is_set(job)) flags.push_back(flag.name);
  return flags;
}

Value job_sharing(const Job& job) {
  switch (job.spec.exclusive) {
    case Exclusive::Node: return Value::array({"none"});
    case Exclusive::User: return Value::array({"user"});
    case Exclusive::Mcs: return Value::array({"mcs"});
    case Exclusive::Topology: return Value::array({"topo"});
    case Exclusive::Unset: break;
  }
  return job.spec.oversubscribe ? Value::array({"oversubscribe"}) : Value::array();
}

Value job_resources(const JobView& view) {
  const Job& job = view.job;
  if (job.state == JobState::Pending || job.allocation.empty()) return nullptr;  // told of after the job's end, too
  Value allocation = Value::array();
  std::uint32_t index = 0;
  for (const NodeAllocation& at : job.allocation.nodes) {
    Value node;
    node["index"] = index++;
    node["name"] = at.node;
    node["cpus"]["count"] = at.cpus.size();
    node["cpus"]["used"] = 0;
    node["memory"]["used"] = 0;
    node["memory"]["allocated"] = at.memory.count;
    node["sockets"] = sockets_of(at, view.nodes);
    allocation.push_back(std::move(node));
  }
  Value made;
  made["select_type"] = Value::array({"CPU"});
  Value& nodes = made["nodes"];
  nodes["count"] = job.allocation.nodes.size();
  nodes["select_type"] = Value::array({"ONE_ROW"});
  nodes["list"] = node_list(job);
  nodes["whole"] = job.spec.exclusive == Exclusive::Node;
  nodes["allocation"] = std::move(allocation);
  made["cpus"] = job.num_cpus;  // as asked for: --exclusive makes them no more
  made["threads_per_core"] = view.numbers.of(job.spec.threads_per_core);
  return made;
}

Value gres_detail(const Job& job) {
  Value detail = Value::array();
  if (!holds_nodes(job) || is_finished(job.state)) return detail;
  for (const NodeAllocation& at : job.allocation.nodes) {
    std::string text;
    for (const GresAllocation& gres : at.gres) {
      text += (text.empty() ? "" : ",") + gres.name + ":" + (gres.type.empty() ? "" : gres.type + ":") +
              std::to_string(gres.count);
      if (!gres.indexes.empty()) text += "(IDX:" + text::format_cpu_list(gres.indexes) + ")";
    }
    if (!text.empty()) detail.push_back(text);
  }
  return detail;
}

}  // namespace minislurm::documents
