#include <algorithm>
#include <cstdio>

#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/cluster.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

std::string load_text(std::uint32_t percent) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", percent / 100.0);
  return text;
}

std::string time_or_none(Instant when) { return when == kNever ? "None" : text::format_time_point(when); }

std::string configured_tres(const Node& node) {
  std::vector<text::Tres> list{{"cpu", node.cpus}, {"mem", node.memory.count}, {"billing", node.cpus}};
  for (const NodeGres& gres : node.gres) list.push_back({"gres/" + gres.name, gres.count});
  return text::format_tres(list, text::TresOrder::Controller);
}

std::string allocated_tres(const Node& node) {
  std::vector<text::Tres> list{{"cpu", node.allocated_cpus}, {"mem", node.allocated_memory.count}};
  for (const GresAllocation& gres : node.allocated_gres) list.push_back({"gres/" + gres.name, gres.count});
  return text::format_tres(list, text::TresOrder::Controller);
}

// "gpu:2", or "gpu:tesla:1(IDX:0)" where it is known which: what jobs hold of each kind, 0 included.
std::string used_gres(const Node& node) {
  std::string used;
  for (const NodeGres& gres : node.gres) {
    std::uint64_t count = 0;
    std::vector<std::uint32_t> indexes;
    for (const GresAllocation& one : node.allocated_gres) {
      if (one.name != gres.name || (!gres.type.empty() && one.type != gres.type)) continue;
      count += one.count;
      indexes.insert(indexes.end(), one.indexes.begin(), one.indexes.end());
    }
    std::sort(indexes.begin(), indexes.end());
    used += (used.empty() ? "" : ",") + gres.name + (gres.type.empty() ? "" : ":" + gres.type) + ":" +
            std::to_string(count);
    if (!indexes.empty()) used += "(IDX:" + text::format_cpu_list(indexes) + ")";
  }
  return used.empty() ? "gpu:0" : used;
}

void put_machine(Record& record, const Node& node, const std::string& version, bool details) {
  record.put("NodeName", node.name).put("Arch", node.arch).put_if(!node.cpu_bind.empty(), "CpuBind", node.cpu_bind);
  record.put("CoresPerSocket", node.cores_per_socket);
  record.next_line().put("CPUAlloc", node.allocated_cpus).put("CPUEfctv", node.cpus).put("CPUTot", node.cpus);
  record.put("CPULoad", load_text(node.cpu_load_percent));
  const std::string features = text::join(node.features, ",");
  const std::string available = node.own_available_features ? text::join(node.available_features, ",") : features;
  record.next_line().put("AvailableFeatures", or_null(available));
  record.next_line().put("ActiveFeatures", available.empty() ? or_null(features) : features);
  record.next_line().put("Gres", or_null(node.gres_text));
  if (details) record.next_line().put("GresDrain", "N/A").next_line().put("GresUsed", used_gres(node));
  record.next_line().put("NodeAddr", node.address).put("NodeHostName", node.hostname);
  record.put_if(node.port != 0, "Port", std::to_string(node.port)).put("Version", version);
  record.next_line().put("OS", node.os);
  record.next_line().put("RealMemory", node.memory.count).put("AllocMem", node.allocated_memory.count);
  record.put("FreeMem", node.free_memory.count).put("Sockets", node.sockets).put("Boards", node.boards);
}

}  // namespace

// Slurm shows a node that fails without the drain that comes with it.
std::string state_of(const Node& node) {
  std::string state = shown_state(node).scontrol;
  const auto drain = state.find("+DRAIN");
  if (node.fail && drain != std::string::npos && state.find("FAIL") == std::string::npos)
    state.replace(drain, 6, "+FAIL");
  return state;
}

std::string node_record(const Node& node, const std::string& version, const Options& options) {
  Record record{options.one_line};
  put_machine(record, node, version, options.details);
  record.next_line().put("State", state_of(node)).put("ThreadsPerCore", node.threads_per_core);
  record.put("TmpDisk", node.tmp_disk.count).put("Weight", node.weight).put("Owner", "N/A").put("MCS_label", "N/A");
  record.next_line().put("Partitions", text::join(node.partitions, ","));
  record.next_line().put("BootTime", time_or_none(node.booted));
  record.put("SlurmdStartTime", time_or_none(node.daemon_started));
  record.next_line()
      .put("LastBusyTime", time_or_none(node.last_busy))
      .put("ResumeAfterTime", time_or_none(node.resume_after));
  record.next_line().put("CfgTRES", configured_tres(node));
  record.next_line().put("AllocTRES", allocated_tres(node));
  record.next_line().put("CurrentWatts", "0").put("AveWatts", "0");
  if (!node.reason.empty())
    record.next_line().put("Reason", node.reason + " [" + node.reason_user + "@" +
                                         text::format_time_point(node.reason_at) + "]");
  if (!node.comment.empty()) record.next_line().put("Comment", node.comment);
  if (!node.extra.empty()) record.next_line().put("Extra", node.extra);
  if (!node.instance_id.empty() || !node.instance_type.empty()) {
    record.next_line().put_if(!node.instance_id.empty(), "InstanceId", node.instance_id);
    record.put_if(!node.instance_type.empty(), "InstanceType", node.instance_type);
  }
  if (!node.reservation.empty()) record.next_line().put("ReservationName", node.reservation);
  return std::move(record).finish();
}

int show_nodes(Session& session, const std::string& names) {
  auto reply = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!reply) return 1;
  if (session.names_id && names.empty()) return 0;
  int result = 0;
  std::vector<Node> chosen;
  const Result<std::vector<std::string>> wanted = text::expand_hostlist(names);
  for (const std::string& name : wanted.value_or({})) {
    if (const Node* node = find_named(reply->nodes, name)) {
      chosen.push_back(*node);
      continue;
    }
    if (session.prints_document()) continue;  // a document of no nodes says so
    if (!session.options.quiet) session.context.out() << "Node " << name << " not found\n";
    result = 1;
  }
  if (!names.empty()) reply->nodes = std::move(chosen);
  const bool hides_future = !session.options.future && names.empty();
  if (hides_future) std::erase_if(reply->nodes, [](const Node& node) { return node.state == NodeState::Future; });
  if (session.prints_document()) {
    session.context.out() << documents::nodes_document(*reply, session.document());
    return result;
  }
  for (const Node& node : reply->nodes) session.context.out() << node_record(node, reply->version, session.options);
  return result;
}

}  // namespace minislurm::scontrol
