#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/cluster.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

std::string or_all(const std::vector<std::string>& names) { return names.empty() ? "ALL" : text::join(names, ","); }

std::string or_unlimited(std::uint32_t value) { return value == 0 ? "UNLIMITED" : std::to_string(value); }

std::string over_subscribe_text(const Partition& partition) {
  const std::string count = ":" + std::to_string(partition.over_subscribe_count);
  switch (partition.over_subscribe) {
    case OverSubscribe::No: return "NO";
    case OverSubscribe::Yes: return "YES" + count;
    case OverSubscribe::Force: return "FORCE" + count;
    case OverSubscribe::Exclusive: return "EXCLUSIVE";
  }
  return "NO";
}

std::string over_time_text(const Partition& partition) {
  constexpr std::uint32_t kEndless = 65535;
  if (!partition.over_time_limit) return "NONE";
  return *partition.over_time_limit == kEndless ? "UNLIMITED" : std::to_string(*partition.over_time_limit);
}

std::string_view state_text(PartitionState state) {
  switch (state) {
    case PartitionState::Up: return "UP";
    case PartitionState::Down: return "DOWN";
    case PartitionState::Drain: return "DRAIN";
    case PartitionState::Inactive: return "INACTIVE";
  }
  return "UP";
}

void put_access(Record& record, const Partition& partition) {
  record.put("PartitionName", partition.name);
  record.next_line().put("AllowGroups", or_all(partition.allow_groups));
  if (partition.deny_accounts.empty()) record.put("AllowAccounts", or_all(partition.allow_accounts));
  else record.put("DenyAccounts", text::join(partition.deny_accounts, ","));
  if (partition.deny_qos.empty()) record.put("AllowQos", or_all(partition.allow_qos));
  else record.put("DenyQos", text::join(partition.deny_qos, ","));
  record.next_line().put("AllocNodes", or_all(partition.allow_nodes));
  record.put_if(!partition.alternate.empty(), "Alternate", partition.alternate)
      .put("Default", yes_no(partition.is_default));
  for (const auto& [key, value] : partition.kept)
    if (key == "CpuBind") record.put(key, value + " ");
  record.put("QoS", partition.qos.empty() ? "N/A" : partition.qos);
}

void put_limits(Record& record, const Partition& partition) {
  record.next_line().put("DefaultTime",
                         partition.default_time ? text::format_minutes_padded(*partition.default_time) : "NONE");
  record.put("DisableRootJobs", yes_no(partition.disable_root_jobs));
  record.put("ExclusiveUser", yes_no(partition.exclusive_user)).put("ExclusiveTopo", yes_no(partition.exclusive_topo));
  record.put("GraceTime", static_cast<unsigned long long>(partition.grace_time.count()));
  record.put("Hidden", yes_no(partition.hidden));
  record.next_line().put("MaxNodes", or_unlimited(partition.max_nodes));
  record.put("MaxTime", text::format_minutes_padded(partition.max_time)).put("MinNodes", partition.min_nodes);
  record.put("LLN", yes_no(partition.lln)).put("MaxCPUsPerNode", or_unlimited(partition.max_cpus_per_node));
  record.put("MaxCPUsPerSocket", or_unlimited(partition.max_cpus_per_socket));
}

void put_memory(Record& record, const Partition& partition) {
  const auto one = [&record](std::string_view which, const std::optional<Mebibytes>& per_cpu,
                             const std::optional<Mebibytes>& per_node) {
    const std::string key{which};
    if (per_cpu) record.put(key + "MemPerCPU", per_cpu->count);
    else record.put(key + "MemPerNode", per_node ? std::to_string(per_node->count) : "UNLIMITED");
  };
  record.next_line();
  one("Def", partition.default_memory_per_cpu, partition.default_memory_per_node);
  one("Max", partition.max_memory_per_cpu, partition.max_memory_per_node);
}

}  // namespace

std::string partition_record(const Partition& partition, bool one_line) {
  Record record{one_line};
  put_access(record, partition);
  put_limits(record, partition);
  const bool all = text::iequals(partition.node_list, "ALL");
  if (all) record.next_line().put("NodeSets", partition.node_list);
  record.next_line().put("Nodes", or_null(all ? text::compress_hostlist_sorted(partition.nodes) : partition.node_list));
  record.next_line().put("PriorityJobFactor", partition.priority_job_factor);
  record.put("PriorityTier", partition.priority_tier).put("RootOnly", yes_no(partition.root_only));
  record.put("ReqResv", yes_no(partition.requires_reservation));
  record.put("OverSubscribe", over_subscribe_text(partition));
  record.next_line().put("OverTimeLimit",
                         over_time_text(partition));
  record.put("PreemptMode", partition.preempt_mode.empty() ? "OFF" : partition.preempt_mode);
  if (!partition.topology.empty()) record.next_line().put("Topology", partition.topology);
  record.next_line().put("State", state_text(partition.state));
  record.put("TotalCPUs", partition.total_cpus).put("TotalNodes", partition.nodes.size());
  record.put("SelectTypeParameters", "NONE");
  record.next_line().put("JobDefaults", or_null(partition.job_defaults));
  put_memory(record, partition);
  record.next_line().put("TRES", or_null(partition.tres));
  if (!partition.tres_billing_weights.empty())
    record.next_line().put("TRESBillingWeights", partition.tres_billing_weights);
  return std::move(record).finish();
}

int show_partitions(Session& session, const std::string& name) {
  auto reply = query_cluster(session, wire::kPartitions, "slurm_load_partitions error: ");
  if (!reply) return 1;
  const bool known = keep_named(reply->partitions, name);
  if (!known && session.prints_document()) reply->partitions.clear();
  else if (!known || (session.names_id && name.empty())) {
    session.context.out() << "Partition " << name << " not found\n";
    return 1;
  }
  if (session.prints_document()) {
    session.context.out() << documents::partitions_document(*reply, session.document());
    return 0;
  }
  for (const Partition& partition : reply->partitions)
    if (!partition.hidden || session.options.all || !name.empty())
      session.context.out() << partition_record(partition, session.options.one_line);
  return 0;
}

}  // namespace minislurm::scontrol
