#include "commands/support/json/cluster.h"
#include "commands/support/json/node_texts.h"
#include "commands/support/json/value.h"
#include "libcommon/text/size.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {

std::string used_gres(const Node& node) {
  std::string used;
  for (const NodeGres& gres : node.gres) {
    std::uint64_t count = 0;
    for (const GresAllocation& held : node.allocated_gres)
      if (held.name == gres.name && held.type == gres.type) count += held.count;
    used += (used.empty() ? "" : ",") + gres.name + ":" + (gres.type.empty() ? "" : gres.type + ":") +
            std::to_string(count);
  }
  return used;
}

namespace {

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

Value energy(const Numbers& numbers) {
  Value made;
  made["average_watts"] = 0;
  made["base_consumed_energy"] = 0;
  made["consumed_energy"] = 0;
  made["current_watts"] = numbers.of(std::uint64_t{0});
  made["previous_consumed_energy"] = 0;
  made["last_collected"] = 0;
  return made;
}

std::vector<std::string> next_state(const Node& node) {
  return {node.next_state.empty() ? std::string{"INVALID"} : node.next_state};
}

void put_machine(Value& to, const Node& node, const Numbers& numbers) {
  to["architecture"] = node.arch;
  to["burstbuffer_network_address"] = "";
  to["boards"] = node.boards;
  to["boot_time"] = numbers.of(node.booted);
  to["tls_cert_last_renewal"] = numbers.of(std::uint64_t{0});
  to["cert_flags"] = Value::array();
  to["cluster_name"] = "";
  to["cores"] = node.cores_per_socket;
  to["specialized_cores"] = 0;
  to["cpu_binding"] = 0;
  to["cpu_load"] = node.cpu_load_percent;
  to["free_mem"] = numbers.of(node.free_memory.count);
  to["cpus"] = node.cpus;
  to["effective_cpus"] = node.cpus;
  to["specialized_cpus"] = "";
  to["energy"] = energy(numbers);
  to["external_sensors"] = Value::object();
  to["extra"] = node.extra;
  to["power"] = Value::object();
  to["features"] = node.own_available_features ? node.available_features : node.features;
  to["active_features"] = node.features;
  to["gpu_spec"] = "";
  to["gres"] = node.gres_text;
  to["gres_drained"] = "N/A";
  to["gres_used"] = used_gres(node);
  to["instance_id"] = node.instance_id;
  to["instance_type"] = node.instance_type;
}

void put_state(Value& to, const Node& node, const Numbers& numbers) {
  to["last_busy"] = numbers.of(node.last_busy);
  to["mcs_label"] = "";
  to["specialized_memory"] = 0;
  to["name"] = node.name;
  to["next_state_after_reboot"] = next_state(node);
  to["address"] = node.address;
  to["hostname"] = node.hostname;
  to["state"] = list_of(shown_state(node).scontrol, '+');
  to["operating_system"] = node.os;
  to["owner"] = "";
  to["partitions"] = node.partitions;
  to["port"] = node.port;
  to["real_memory"] = node.memory.count;
  to["res_cores_per_gpu"] = 0;
  to["comment"] = node.comment;
  to["reason"] = node.reason;
  to["reason_changed_at"] = numbers.of(node.reason_at);
  to["reason_set_by_user"] = node.reason_user;
  to["resume_after"] = numbers.of(node.resume_after);
  to["reservation"] = node.reservation;
}

void put_use(Value& to, const Node& node, const std::string& version, const Numbers& numbers) {
  to["alloc_memory"] = node.allocated_memory.count;
  to["alloc_cpus"] = node.allocated_cpus;
  to["alloc_idle_cpus"] = node.cpus - std::min(node.cpus, node.allocated_cpus);
  to["tres_used"] = used_tres(node);
  to["tres_weighted"] = 0.0;
  to["slurmd_start_time"] = numbers.of(node.daemon_started);
  to["sockets"] = node.sockets;
  to["threads"] = node.threads_per_core;
  to["temporary_disk"] = node.tmp_disk.count;
  to["weight"] = node.weight;
  to["topology"] = node.topology;
  to["tres"] = tres(node);
  to["version"] = version;
}

}  // namespace

std::string nodes_document(const wire::ClusterReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value nodes = Value::array();
  for (const Node& node : reply.nodes) {
    Value record;
    put_machine(record, node, numbers);
    put_state(record, node, numbers);
    put_use(record, node, reply.version, numbers);
    nodes.push_back(std::move(record));
  }
  Value payload;
  payload["nodes"] = std::move(nodes);
  payload["last_update"] = numbers.of(reply.now);
  Value warnings = Value::array();
  if (payload["nodes"].empty()) warnings.push_back(Value{{"description", "No nodes to dump"}, {"source", ""}});
  return finish(std::move(payload), of_cluster(options, reply.cluster_name), std::move(warnings));
}

}  // namespace minislurm::documents
