#include "commands/support/json/sinfo_rows.h"

#include <algorithm>

#include "commands/support/json/node_texts.h"
#include "commands/support/json/partition_record.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

Value range_of(const std::vector<const Node*>& nodes, std::uint64_t (*value)(const Node&)) {
  std::uint64_t low = ~std::uint64_t{0}, high = 0;
  for (const Node* node : nodes) {
    low = std::min(low, value(*node));
    high = std::max(high, value(*node));
  }
  Value made;
  made["minimum"] = nodes.empty() ? 0 : low;
  made["maximum"] = high;
  return made;
}

bool out_of_service(const Node& node) { return node.state != NodeState::Up || node.drain || node.fail; }

Value node_counts(const std::vector<const Node*>& nodes) {
  std::uint32_t allocated = 0, idle = 0, other = 0;
  Value names = Value::array();
  for (const Node* node : nodes) {
    ++(node->allocated_cpus != 0 ? allocated : out_of_service(*node) ? other : idle);
    names.push_back(node->name);
  }
  Value made;
  made["allocated"] = allocated;
  made["idle"] = idle;
  made["other"] = other;
  made["total"] = nodes.size();
  // Filled by Slurm only where a column of the text shows them.
  made["hostnames"] = Value::array();
  made["addresses"] = Value::array();
  made["nodes"] = std::move(names);
  return made;
}

Value cpu_counts(const SinfoRecord& row, const Numbers& numbers) {
  std::uint64_t allocated = 0, idle = 0, other = 0, total = 0;
  for (const Node* node : row.nodes) {
    const std::uint32_t left = node->cpus - std::min(node->cpus, node->allocated_cpus);
    allocated += node->allocated_cpus;
    total += node->cpus;
    (out_of_service(*node) ? other : idle) += left;
  }
  Value made;
  made["allocated"] = allocated;
  made["idle"] = idle;
  made["other"] = other;
  made["total"] = total;
  made.update(range_of(row.nodes, [](const Node& node) { return std::uint64_t{node.cpus}; }));
  made["load"] = range_of(row.nodes, [](const Node& node) { return std::uint64_t{node.cpu_load_percent}; });
  const std::uint32_t most = row.partition != nullptr ? row.partition->max_cpus_per_node : 0;
  made["per_node"]["max"] = most == 0 ? numbers.infinite() : numbers.of(std::uint64_t{most});
  return made;
}

std::string joined(const std::vector<std::string>& words) { return text::join(words, ","); }

Value memory_of(const std::vector<const Node*>& nodes, const Numbers& numbers) {
  Value made = range_of(nodes, [](const Node& node) { return node.memory.count; });
  const Value free = range_of(nodes, [](const Node& node) { return node.free_memory.count; });
  for (const char* end : {"minimum", "maximum"}) made["free"][end] = numbers.of(free[end].get<std::uint64_t>());
  made["allocated"] = nodes.empty() ? 0 : nodes.back()->allocated_memory.count;  // Slurm adds nothing up
  return made;
}

Value row_record(const SinfoRecord& row, const Numbers& numbers) {
  const std::vector<const Node*>& nodes = row.nodes;
  const Node none;
  const Node& first = nodes.empty() ? none : *nodes.front();
  Value made;
  made["port"] = first.port;
  made["node"]["state"] = list_of(shown_state(first).scontrol, '+');
  made["nodes"] = node_counts(nodes);
  made["cpus"] = cpu_counts(row, numbers);
  made["sockets"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.sockets}; });
  made["cores"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.cores_per_socket}; });
  made["threads"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.threads_per_core}; });
  made["disk"] = range_of(nodes, [](const Node& node) { return node.tmp_disk.count; });
  made["memory"] = memory_of(nodes, numbers);
  made["weight"] = range_of(nodes, [](const Node& node) { return std::uint64_t{node.weight}; });
  made["features"]["total"] = joined(first.own_available_features ? first.available_features : first.features);
  made["features"]["active"] = joined(first.features);
  made["gres"]["total"] = first.gres_text;
  made["gres"]["used"] = used_gres(first);
  made["cluster"] = "";
  made["comment"] = first.comment;
  made["extra"] = first.extra;
  made["reason"]["description"] = first.reason;
  made["reason"]["time"] = seconds(first.reason_at);
  made["reason"]["user"] = first.reason_user;
  made["reservation"] = first.reservation;
  made["resource_spec"]["cpus"] = "";
  made["resource_spec"]["memory"] = 0;
  made["partition"] = row.partition != nullptr ? partition_record(*row.partition, numbers) : Value(nullptr);
  return made;
}

}  // namespace

std::string sinfo_document(const std::vector<SinfoRecord>& rows, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const SinfoRecord& row : rows) list.push_back(row_record(row, numbers));
  Value payload;
  payload["sinfo"] = std::move(list);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
