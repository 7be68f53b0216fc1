#include <algorithm>
#include <iterator>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/assignment.h"
#include "slurmctld/core/accounts.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

struct PartitionChange {
  const core::ClusterState::Inside& state;
  Partition& partition;
  char how = '=';
  std::string_view name{};
  std::string_view value{};
};

Status into(PartitionChange& change, std::string& member) {
  member = std::string{change.value};
  return {};
}

template <class Enum>
struct Word {
  std::string_view word;
  Enum value;
};

constexpr Word<PartitionState> kStates[] = {{"UP", PartitionState::Up},
                                            {"DOWN", PartitionState::Down},
                                            {"DRAIN", PartitionState::Drain},
                                            {"INACTIVE", PartitionState::Inactive}};
constexpr Word<OverSubscribe> kSharing[] = {{"NO", OverSubscribe::No},
                                            {"YES", OverSubscribe::Yes},
                                            {"FORCE", OverSubscribe::Force},
                                            {"EXCLUSIVE", OverSubscribe::Exclusive}};

Status set_state(PartitionChange& change) {
  for (const auto& row : kStates)
    if (text::iequals(row.word, change.value)) {
      change.partition.state = row.value;
      return {};
    }
  return unreadable();
}

Status set_sharing(PartitionChange& change) {
  const auto colon = change.value.find(':');
  for (const auto& row : kSharing) {
    if (!text::iequals(row.word, change.value.substr(0, colon))) continue;
    change.partition.over_subscribe = row.value;
    change.partition.over_subscribe_count = 4;
    if (colon == std::string_view::npos) return {};
    return read_count(change.value.substr(colon + 1), change.partition.over_subscribe_count);
  }
  return unreadable();
}

// "Nodes=n1", "Nodes+=n2", "Nodes-=n1", "Nodes=+n2,-n1".
Status set_nodes(PartitionChange& change) {
  std::vector<std::string> names = change.partition.nodes;
  const auto merge = [&](std::string_view list, char how) -> Status {
    const auto some = text::expand_hostlist(list);
    if (!some) return Error{Code::InvalidNodeName};
    for (const std::string& name : *some) {
      std::erase(names, name);
      if (how != '-') names.push_back(name);
    }
    return {};
  };
  const bool signs = !change.value.empty() && (change.value.front() == '+' || change.value.front() == '-');
  if (change.how == '=' && !signs) {
    if (const Status read = into(change, change.partition.node_list); !read) return read;
    return core::resolve_partition(change.state, change.partition);
  }
  if (change.how != '=') {
    if (const Status merged = merge(change.value, change.how); !merged) return merged;
  } else {
    for (const std::string_view item : text::split_list(change.value)) {
      const char how = item.front() == '-' ? '-' : '+';
      const std::string_view list = item.front() == '-' || item.front() == '+' ? item.substr(1) : item;
      if (const Status merged = merge(list, how); !merged) return merged;
    }
  }
  change.partition.node_list = text::compress_hostlist_sorted(names);
  return core::resolve_partition(change.state, change.partition);
}

Status set_default_time(PartitionChange& change) {
  if (text::iequals(change.value, "NONE")) {
    change.partition.default_time.reset();
    return {};
  }
  return read_minutes(change.value, change.partition.default_time.emplace());
}

Status set_over_time(PartitionChange& change) {
  if (text::iequals(change.value, "NONE")) {
    change.partition.over_time_limit.reset();
    return {};
  }
  std::uint32_t minutes = 65535;  // UNLIMITED
  if (!text::iequals(change.value, "UNLIMITED"))
    if (const Status read = read_count(change.value, minutes); !read) return read;
  change.partition.over_time_limit = minutes;
  return {};
}

Status set_grace(PartitionChange& change) {
  std::uint32_t seconds = 0;
  if (const Status read = read_count(change.value, seconds); !read) return read;
  change.partition.grace_time = Seconds{seconds};
  return {};
}

Status set_priority(PartitionChange& change) {
  if (const Status read = read_count(change.value, change.partition.priority_job_factor); !read) return read;
  return read_count(change.value, change.partition.priority_tier);
}

// A default or a limit holds for the CPU or for the node, not for both.
Status set_memory(PartitionChange& change, std::optional<Mebibytes>& wanted, std::optional<Mebibytes>& other) {
  other.reset();
  return read_memory(change.value, wanted);
}

// "ALL" or names of QOS that exist.
Status set_qos_list(PartitionChange& change, std::vector<std::string>& names) {
  if (const Status read = read_names(change.value, names); !read) return read;
  for (const std::string& name : names)
    if (accounting::qos_of_list(change.state.accounting, name).empty()) return Error{Code::InvalidQos};
  return {};
}

Status set_job_defaults(PartitionChange& change) {
  for (const std::string_view item : text::split_list(change.value)) {
    const std::string_view key = item.substr(0, item.find('='));
    const bool known = text::iequals(key, "DefCpuPerGPU") || text::iequals(key, "DefMemPerGPU");
    if (!known || key.size() == item.size()) return Error{kInvalidJobDefaults};
  }
  return into(change, change.partition.job_defaults);
}

Status set_billing_weights(PartitionChange& change) {
  const std::vector<std::string> known = core::tracked_resources(change.state);
  for (const std::string_view item : text::split_list(change.value)) {
    const std::string_view key = item.substr(0, item.find('='));
    if (key.size() == item.size() ||
        std::none_of(known.begin(), known.end(), [key](const std::string& one) { return text::iequals(one, key); }))
      return Error{kInvalidBillingWeights};
  }
  return into(change, change.partition.tres_billing_weights);
}

Status set_topology(PartitionChange& change) {
  const auto& all = change.state.cluster.topologies;
  const auto fits = [&](const TopologySpec& one) { return one.name == change.value; };
  if (!change.value.empty() && std::none_of(all.begin(), all.end(), fits)) return Error{Code::TopologyNotAvailable};
  return into(change, change.partition.topology);
}

Status keep_only(PartitionChange& change) {
  keep(change.partition.kept, change.name, change.value);
  return {};
}

struct PartitionKey {
  std::string_view name;
  Status (*set)(PartitionChange&);
};

constexpr PartitionKey kKeys[] = {
    {"AllocNodes", [](PartitionChange& c) { return read_names(c.value, c.partition.allow_nodes); }},
    {"AllowAccounts", [](PartitionChange& c) { return read_names(c.value, c.partition.allow_accounts); }},
    {"AllowGroups", [](PartitionChange& c) { return read_names(c.value, c.partition.allow_groups); }},
    {"AllowQOS", [](PartitionChange& c) { return set_qos_list(c, c.partition.allow_qos); }},
    {"Alternate", [](PartitionChange& c) { return into(c, c.partition.alternate); }},
    {"CpuBind", &keep_only},
    {"Default", [](PartitionChange& c) { return read_bool(c.value, c.partition.is_default); }},
    {"DefaultTime", &set_default_time},
    {"DefMemPerCPU",
     [](PartitionChange& c) {
       return set_memory(c, c.partition.default_memory_per_cpu, c.partition.default_memory_per_node);
     }},
    {"DefMemPerNode",
     [](PartitionChange& c) {
       return set_memory(c, c.partition.default_memory_per_node, c.partition.default_memory_per_cpu);
     }},
    {"DenyAccounts", [](PartitionChange& c) { return read_names(c.value, c.partition.deny_accounts); }},
    {"DenyQOS", [](PartitionChange& c) { return set_qos_list(c, c.partition.deny_qos); }},
    {"DisableRootJobs", [](PartitionChange& c) { return read_bool(c.value, c.partition.disable_root_jobs); }},
    {"ExclusiveTopo", [](PartitionChange& c) { return read_bool(c.value, c.partition.exclusive_topo); }},
    {"ExclusiveUser", [](PartitionChange& c) { return read_bool(c.value, c.partition.exclusive_user); }},
    {"GraceTime", &set_grace},
    {"Hidden", [](PartitionChange& c) { return read_bool(c.value, c.partition.hidden); }},
    {"JobDefaults", &set_job_defaults},
    {"LLN", [](PartitionChange& c) { return read_bool(c.value, c.partition.lln); }},
    {"MaxCPUsPerNode", [](PartitionChange& c) { return read_limit(c.value, c.partition.max_cpus_per_node); }},
    {"MaxCPUsPerSocket", [](PartitionChange& c) { return read_limit(c.value, c.partition.max_cpus_per_socket); }},
    {"MaxMemPerCPU",
     [](PartitionChange& c) { return set_memory(c, c.partition.max_memory_per_cpu, c.partition.max_memory_per_node); }},
    {"MaxMemPerNode",
     [](PartitionChange& c) { return set_memory(c, c.partition.max_memory_per_node, c.partition.max_memory_per_cpu); }},
    {"MaxNodes", [](PartitionChange& c) { return read_limit(c.value, c.partition.max_nodes); }},
    {"MaxTime", [](PartitionChange& c) { return read_minutes(c.value, c.partition.max_time); }},
    {"MinNodes", [](PartitionChange& c) { return read_count(c.value, c.partition.min_nodes); }},
    {"Nodes", &set_nodes},
    {"OverSubscribe", &set_sharing},
    {"OverTimeLimit", &set_over_time},
    {"PowerDownOnIdle", [](PartitionChange& c) { return read_bool(c.value, c.partition.power_down_on_idle); }},
    {"PreemptMode", [](PartitionChange& c) { return into(c, c.partition.preempt_mode); }},
    {"Priority", &set_priority},
    {"PriorityJobFactor", [](PartitionChange& c) { return read_count(c.value, c.partition.priority_job_factor); }},
    {"PriorityTier", [](PartitionChange& c) { return read_count(c.value, c.partition.priority_tier); }},
    {"QOS", [](PartitionChange& c) { return into(c, c.partition.qos); }},
    {"ReqResv", [](PartitionChange& c) { return read_bool(c.value, c.partition.requires_reservation); }},
    {"ResumeTimeout", &keep_only},
    {"RootOnly", [](PartitionChange& c) { return read_bool(c.value, c.partition.root_only); }},
    {"Shared", &set_sharing},
    {"State", &set_state},
    {"SuspendTime", &keep_only},
    {"SuspendTimeout", &keep_only},
    {"Topology", &set_topology},
    {"TRESBillingWeights", &set_billing_weights},
};

bool names_it(std::string_view key) { return text::iequals(key, "PartitionName") || text::iequals(key, "Partition"); }

const PartitionKey* find_key(std::string_view name) {
  const auto* row = std::find_if(std::begin(kKeys), std::end(kKeys),
                                 [name](const PartitionKey& key) { return text::iequals(key.name, name); });
  return row == std::end(kKeys) ? nullptr : row;
}

Status apply(Context context, const wire::UpdateRequest& request, Partition& partition) {
  PartitionChange change{context.state(), partition};
  for (const auto& pair : request.keys) {
    const auto [name, how] = split_key(pair.first);
    if (names_it(name)) continue;
    const PartitionKey* key = find_key(name);
    if (!key) return unsupported(pair);
    change.how = how;
    change.name = key->name;
    change.value = pair.second;
    if (const Status set = key->set(change); !set) return named(set.error(), key->name);
  }
  return {};
}

// Waiting jobs take their place anew: tiers, factors and limits may be others now.
void partition_changed(Context context, const std::string& name) {
  core::ClusterState::Inside& state = context.state();
  state.rebuild_indexes();
  std::vector<JobId> waiting;
  for (const auto& [id, job] : state.jobs.all()) {
    const std::vector<std::string_view> names = text::split_list(job.partition);
    if (job.state == JobState::Pending && std::find(names.begin(), names.end(), name) != names.end())
      waiting.push_back(id);
  }
  for (const JobId id : waiting) core::reindex(context.turn, *state.jobs.find(id));
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
}

void only_default(core::ClusterState::Inside& state, const Partition& chosen) {
  if (!chosen.is_default) return;
  for (Partition& partition : state.cluster.partitions)
    if (partition.name != chosen.name && partition.is_default) {
      partition.is_default = false;
      state.changed_partitions.insert(partition.name);
    }
}

Outcome remove_partition(Context context, const std::string& name) {
  core::ClusterState::Inside& state = context.state();
  if (!state.find_partition(name)) return bad(Error{Code::InvalidPartitionName});
  for (const auto& [id, job] : state.jobs.all())
    if (!is_finished(job.state) && job.partition == name) return bad(Error{Code::PartitionInUse});
  std::erase_if(state.cluster.partitions, [&](const Partition& partition) { return partition.name == name; });
  state.changed_partitions.erase(name);
  state.deleted_partitions.insert(name);
  partition_changed(context, name);
  return done();
}

}  // namespace

Outcome update_partition(Context context, const wire::UpdateRequest& request) {
  core::ClusterState::Inside& state = context.state();
  const std::string* name = value_of(request, "PartitionName");
  if (!name) name = value_of(request, "Partition");
  if (!name || name->empty()) return bad(Error{Code::InvalidPartitionName});
  if (request.verb == wire::UpdateVerb::Delete) return remove_partition(context, *name);
  const Partition* known = state.find_partition(*name);
  const bool creates = request.verb == wire::UpdateVerb::Create;
  if (creates == (known != nullptr)) return bad(Error{Code::InvalidPartitionName});
  Partition changed = known ? *known : Partition{};
  if (creates) changed.min_nodes = 1;  // as Slurm has it of partitions that are not in its file
  changed.name = *name;
  if (const Status applied = apply(context, request, changed); !applied) return bad(applied.error());
  only_default(state, changed);
  if (creates) state.cluster.partitions.push_back(std::move(changed));
  else *state.find_partition(*name) = std::move(changed);
  state.changed_partitions.insert(*name);
  state.deleted_partitions.erase(*name);
  partition_changed(context, *name);
  return done();
}

}  // namespace minislurm::requests
