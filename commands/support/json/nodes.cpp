#include "commands/support/json/cluster.h"
#include "commands/support/json/value.h"
#include "libcommon/text/size.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

std::string used_gres(const Node& node) {
  std::string used;
  for (const NodeGres& gres : node.gres) {
    std::uint64_t count = 0;
    std::string indexes;
    for (const GresAllocation& held : node.allocated_gres) {
      if (held.name != gres.name || held.type != gres.type) continue;
      count += held.count;
      for (const std::uint32_t index : held.indexes) indexes += (indexes.empty() ? "" : ",") + std::to_string(index);
    }
    used += (used.empty() ? "" : ",") + gres.name + ":" + (gres.type.empty() ? "" : gres.type + ":") +
            std::to_string(count);
    if (!indexes.empty()) used += "(IDX:" + indexes + ")";
  }
  return used;
}

std::string tres(const Node& node) {
  std::string text = "cpu=" + std::to_string(node.cpus) + ",mem=" + text::format_memory_plain(node.memory) +
                     "M,billing=" + std::to_string(node.cpus);
  for (const NodeGres& gres : node.gres) text += ",gres/" + gres.name + "=" + std::to_string(gres.count);
  return text;
}

std::string used_tres(const Node& node) {
  if (node.allocated_cpus == 0 && node.allocated_memory.count == 0) return {};
  std::string text = "cpu=" + std::to_string(node.allocated_cpus);
  if (node.allocated_memory.count != 0) text += ",mem=" + text::format_memory_plain(node.allocated_memory) + "M";
  for (const GresAllocation& gres : node.allocated_gres)
    text += ",gres/" + gres.name + "=" + std::to_string(gres.count);
  return text;
}

Value node_record(const Node& node, const wire::ClusterReply& reply, const Numbers& numbers) {
  Value made;
  made["architecture"] = node.arch;
  made["boards"] = node.boards;
  made["boot_time"] = numbers.of(node.booted);
  made["cluster_name"] = "";
  made["cores"] = node.cores_per_socket;
  made["specialized_cores"] = 0;
  made["cpu_binding"] = 0;
  made["cpu_load"] = node.cpu_load_percent;
  made["free_mem"] = numbers.of(node.free_memory.count);
  made["cpus"] = node.cpus;
  made["effective_cpus"] = node.cpus;
  made["specialized_cpus"] = "";
  made["features"] = node.features;
  made["active_features"] = node.features;
  made["gres"] = node.gres_text;
  made["gres_drained"] = "N/A";
  made["gres_used"] = used_gres(node);
  made["last_busy"] = numbers.of(node.last_busy);
  made["mcs_label"] = "";
  made["name"] = node.name;
  made["next_state_after_reboot"] = Value::array({"INVALID"});
  made["address"] = node.address;
  made["hostname"] = node.hostname;
  made["state"] = list_of(shown_state(node).scontrol, '+');
  made["operating_system"] = node.os;
  made["owner"] = "";
  made["partitions"] = node.partitions;
  made["port"] = node.port;
  made["real_memory"] = node.memory.count;
  made["comment"] = node.comment;
  made["extra"] = node.extra;
  made["reason"] = node.reason;
  made["reason_changed_at"] = numbers.of(node.reason_at);
  made["reason_set_by_user"] = node.reason_user;
  made["resume_after"] = numbers.of(std::uint64_t{0});
  made["reservation"] = node.reservation;
  made["alloc_memory"] = node.allocated_memory.count;
  made["alloc_cpus"] = node.allocated_cpus;
  made["alloc_idle_cpus"] = node.cpus - std::min(node.cpus, node.allocated_cpus);
  made["tres_used"] = used_tres(node);
  made["slurmd_start_time"] = numbers.of(node.daemon_started);
  made["sockets"] = node.sockets;
  made["threads"] = node.threads_per_core;
  made["temporary_disk"] = node.tmp_disk.count;
  made["weight"] = node.weight;
  made["tres"] = tres(node);
  made["topology"] = "";
  made["version"] = reply.version;
  return made;
}

}  // namespace

std::string nodes_document(const wire::ClusterReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value nodes = Value::array();
  for (const Node& node : reply.nodes) nodes.push_back(node_record(node, reply, numbers));
  Value payload;
  payload["nodes"] = std::move(nodes);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
