#include "commands/support/json/sinfo_rows.h"

#include <algorithm>

#include "commands/support/json/partition_record.h"

namespace minislurm::documents {
namespace {

Value range_of(const std::vector<const Node*>& nodes, std::uint64_t (*value)(const Node&)) {
  std::uint64_t low = ~std::uint64_t{0}, high = 0;
  for (const Node* node : nodes) {
    low = std::min(low, value(*node));
    high = std::max(high, value(*node));
  }
  return {{"minimum", nodes.empty() ? 0 : low}, {"maximum", high}};
}

bool out_of_service(const Node& node) { return node.state != NodeState::Up || node.drain; }

Value node_counts(const std::vector<const Node*>& nodes) {
  std::uint32_t allocated = 0, idle = 0, other = 0;
  Value hosts = Value::array(), addresses = Value::array(), names = Value::array();
  for (const Node* node : nodes) {
    ++(node->allocated_cpus != 0 ? allocated : out_of_service(*node) ? other : idle);
    hosts.push_back(node->hostname);
    addresses.push_back(node->address);
    names.push_back(node->name);
  }
  return {{"allocated", allocated}, {"idle", idle},   {"other", other}, {"total", nodes.size()},
          {"hostnames", hosts},     {"addresses", addresses}, {"nodes", names}};
}

Value cpu_counts(const std::vector<const Node*>& nodes) {
  std::uint64_t allocated = 0, idle = 0, other = 0, total = 0;
  for (const Node* node : nodes) {
    const std::uint32_t left = node->cpus - std::min(node->cpus, node->allocated_cpus);
    allocated += node->allocated_cpus;
    total += node->cpus;
    (out_of_service(*node) ? other : idle) += left;
  }
  Value made = range_of(nodes, [](const Node& node) { return std::uint64_t{node.cpus}; });
  made["load"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.cpu_load_percent}; });
  made["per_node"] = {{"max", Numbers{DocumentOptions{}}.infinite()}};
  made["allocated"] = allocated;
  made["idle"] = idle;
  made["other"] = other;
  made["total"] = total;
  return made;
}

Value row_record(const SinfoRecord& row, const std::string& cluster, const Numbers& numbers) {
  const std::vector<const Node*>& nodes = row.nodes;
  const Node none;
  const Node& first = nodes.empty() ? none : *nodes.front();
  std::string features;
  for (const std::string& feature : first.features) features += (features.empty() ? "" : ",") + feature;
  Value made;
  made["port"] = first.port;
  made["node"]["state"] = list_of(shown_state(first).scontrol, '+');
  made["nodes"] = node_counts(nodes);
  made["cpus"] = cpu_counts(nodes);
  made["sockets"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.sockets}; });
  made["cores"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.cores_per_socket}; });
  made["threads"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.threads_per_core}; });
  made["disk"] = range_of(nodes, [](const Node& node) { return node.tmp_disk.count; });
  made["memory"] = range_of(nodes, [](const Node& node) { return node.memory.count; });
  const Value free = range_of(nodes, [](const Node& node) { return node.free_memory.count; });
  made["memory"]["free"] = {{"minimum", numbers.of(free["minimum"].get<std::uint64_t>())},
                            {"maximum", numbers.of(free["maximum"].get<std::uint64_t>())}};
  std::uint64_t memory = 0;
  for (const Node* node : nodes) memory += node->allocated_memory.count;
  made["memory"]["allocated"] = memory;
  made["weight"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.weight}; });
  made["features"] = {{"total", features}, {"active", features}};
  made["gres"] = {{"total", first.gres_text}, {"used", ""}};
  made["cluster"] = cluster;
  made["comment"] = first.comment;
  made["extra"] = first.extra;
  made["reason"] = {{"description", first.reason}, {"user", first.reason_user}, {"time", numbers.of(first.reason_at)}};
  made["reservation"] = first.reservation;
  made["resource_spec"] = {{"cores", 0}, {"memory", 0}};
  made["partition"] = row.partition != nullptr ? partition_record(*row.partition, cluster, numbers) : Value(nullptr);
  return made;
}

}  // namespace

std::string sinfo_document(const std::vector<SinfoRecord>& rows, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const SinfoRecord& row : rows) list.push_back(row_record(row, options.cluster, numbers));
  Value payload;
  payload["sinfo"] = std::move(list);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
