#include <cstdio>
#include <set>

#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/cluster.h"
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

void put_machine(Record& record, const Node& node, const std::string& version) {
  record.put("NodeName", node.name).put("Arch", node.arch).put("CoresPerSocket", node.cores_per_socket);
  record.next_line().put("CPUAlloc", node.allocated_cpus).put("CPUEfctv", node.cpus).put("CPUTot", node.cpus);
  record.put("CPULoad", load_text(node.cpu_load_percent));
  const std::string features = text::join(node.features, ",");
  record.next_line().put("AvailableFeatures", or_null(features));
  record.next_line().put("ActiveFeatures", or_null(features));
  record.next_line().put("Gres", or_null(node.gres_text));
  record.next_line().put("NodeAddr", node.address).put("NodeHostName", node.hostname);
  record.put_if(node.port != 0, "Port", std::to_string(node.port)).put("Version", version);
  record.next_line().put("OS", node.os);
  record.next_line().put("RealMemory", node.memory.count).put("AllocMem", node.allocated_memory.count);
  record.put("FreeMem", node.free_memory.count).put("Sockets", node.sockets).put("Boards", node.boards);
}

}  // namespace

std::string node_record(const Node& node, const std::string& version, bool one_line) {
  Record record{one_line};
  put_machine(record, node, version);
  record.next_line().put("State", shown_state(node).scontrol).put("ThreadsPerCore", node.threads_per_core);
  record.put("TmpDisk", node.tmp_disk.count).put("Weight", node.weight).put("Owner", "N/A").put("MCS_label", "N/A");
  record.next_line().put("Partitions", text::join(node.partitions, ","));
  record.next_line().put("BootTime", time_or_none(node.booted));
  record.put("SlurmdStartTime", time_or_none(node.daemon_started));
  record.next_line().put("LastBusyTime", time_or_none(node.last_busy)).put("ResumeAfterTime", "None");
  record.next_line().put("CfgTRES", configured_tres(node));
  record.next_line().put("AllocTRES", allocated_tres(node));
  record.next_line().put("CurrentWatts", "0").put("AveWatts", "0");
  if (!node.reason.empty())
    record.next_line().put("Reason", node.reason + " [" + node.reason_user + "@" +
                                         text::format_time_point(node.reason_at) + "]");
  if (!node.comment.empty()) record.next_line().put("Comment", node.comment);
  if (!node.extra.empty()) record.next_line().put("Extra", node.extra);
  if (!node.reservation.empty()) record.next_line().put("ReservationName", node.reservation);
  return std::move(record).finish();
}

int show_nodes(Session& session, const std::string& names) {
  auto reply = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!reply) return 1;
  if (!names.empty()) {
    const Result<std::vector<std::string>> wanted = text::expand_hostlist(names);
    if (!wanted) return fail(session, "slurm_load_node error: ", Error{Code::InvalidNodeName});
    std::vector<Node> chosen;
    for (const std::string& name : *wanted) {
      const Node* node = find_named(reply->nodes, name);
      if (node != nullptr) chosen.push_back(*node);
      else session.context.out() << "Node " << name << " not found\n";
    }
    if (chosen.empty()) return 1;
    reply->nodes = std::move(chosen);
  }
  if (session.prints_document()) {
    session.context.out() << documents::nodes_document(*reply, session.document());
    return 0;
  }
  for (const Node& node : reply->nodes)
    session.context.out() << node_record(node, reply->version, session.options.one_line);
  return 0;
}

}  // namespace minislurm::scontrol
