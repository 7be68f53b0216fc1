#include "commands/support/json/cluster.h"
#include "commands/support/json/partition_record.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

const char* state_of(const Partition& partition) {
  switch (partition.state) {
    case PartitionState::Down: return "DOWN";
    case PartitionState::Drain: return "DRAIN";
    case PartitionState::Inactive: return "INACTIVE";
    case PartitionState::Up: break;
  }
  return "UP";
}

Value count_or_infinite(std::uint32_t count, const Numbers& numbers) {
  return count == 0 ? numbers.infinite() : numbers.of(std::uint64_t{count});
}

std::uint64_t plain(const std::optional<Mebibytes>& size) { return size ? size->count : 0; }

// Memory is counted per node where nothing else is said.
Value memory_per_node(const std::optional<Mebibytes>& per_node, const std::optional<Mebibytes>& per_cpu,
                      const Numbers& numbers) {
  return per_cpu ? numbers.none() : numbers.of(per_node.value_or(Mebibytes{}).count);
}

constexpr std::uint32_t kSharedForced = 0x8000;  // beside the number of jobs

Value maximums(const Partition& partition, const Numbers& numbers) {
  const bool shares =
      partition.over_subscribe == OverSubscribe::Yes || partition.over_subscribe == OverSubscribe::Force;
  Value made;
  made["cpus_per_node"] = count_or_infinite(partition.max_cpus_per_node, numbers);
  made["cpus_per_socket"] = count_or_infinite(partition.max_cpus_per_socket, numbers);
  made["memory_per_cpu"] = plain(partition.max_memory_per_cpu);
  made["partition_memory_per_cpu"] = numbers.of(partition.max_memory_per_cpu);
  made["partition_memory_per_node"] =
      memory_per_node(partition.max_memory_per_node, partition.max_memory_per_cpu, numbers);
  made["nodes"] = count_or_infinite(partition.max_nodes, numbers);
  const bool forced = partition.over_subscribe == OverSubscribe::Force;
  made["shares"] = partition.over_subscribe == OverSubscribe::Exclusive ? 0
                   : shares ? partition.over_subscribe_count | (forced ? kSharedForced : 0)
                            : 1;
  made["oversubscribe"]["jobs"] = shares ? partition.over_subscribe_count : 1;
  made["oversubscribe"]["flags"] = forced ? Value::array({"force"}) : Value::array();
  made["time"] = numbers.of(std::optional<Minutes>{partition.max_time});
  made["over_time_limit"] = numbers.of(partition.over_time_limit);
  return made;
}

}  // namespace

Value partition_record(const Partition& partition, const Numbers& numbers) {
  Value made;
  made["nodes"] = {{"allowed_allocation", text::join(partition.allow_nodes, ",")},
                   {"configured", partition.node_list},
                   {"total", partition.nodes.size()}};
  made["accounts"] = {{"allowed", text::join(partition.allow_accounts, ",")},
                      {"deny", text::join(partition.deny_accounts, ",")}};
  made["groups"] = {{"allowed", text::join(partition.allow_groups, ",")}};
  made["qos"] = {{"allowed", text::join(partition.allow_qos, ",")},
                 {"deny", text::join(partition.deny_qos, ",")},
                 {"assigned", partition.qos}};
  made["alternate"] = partition.alternate;
  made["tres"] = {{"billing_weights", partition.tres_billing_weights}, {"configured", partition.tres}};
  made["cluster"] = "";
  made["select_type"] = Value::array();
  made["cpus"] = {{"task_binding", 0}, {"total", partition.total_cpus}};
  Value& defaults = made["defaults"];
  defaults["memory_per_cpu"] = plain(partition.default_memory_per_cpu);
  defaults["partition_memory_per_cpu"] = numbers.of(partition.default_memory_per_cpu);
  defaults["partition_memory_per_node"] =
      memory_per_node(partition.default_memory_per_node, partition.default_memory_per_cpu, numbers);
  defaults["time"] = numbers.of(partition.default_time);
  defaults["job"] = partition.job_defaults;
  made["grace_time"] = partition.grace_time.count();
  made["maximums"] = maximums(partition, numbers);
  made["minimums"] = {{"nodes", partition.min_nodes}};
  made["name"] = partition.name;
  made["node_sets"] = "";
  made["priority"] = {{"job_factor", partition.priority_job_factor}, {"tier", partition.priority_tier}};
  made["timeouts"] = {{"resume", numbers.none()}, {"suspend", numbers.none()}};
  made["topology"] = partition.topology;
  made["partition"]["state"] = Value::array({state_of(partition)});
  made["suspend_time"] = numbers.none();
  return made;
}

std::string partitions_document(const wire::ClusterReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const Partition& partition : reply.partitions)
    list.push_back(partition_record(partition, numbers));
  Value payload;
  payload["partitions"] = std::move(list);
  payload["last_update"] = numbers.of(reply.now);
  Value warnings = Value::array();
  if (payload["partitions"].empty())
    warnings.push_back(Value{{"description", "No partitions to dump"}, {"source", ""}});
  return finish(std::move(payload), of_cluster(options, reply.cluster_name), std::move(warnings));
}

}  // namespace minislurm::documents
