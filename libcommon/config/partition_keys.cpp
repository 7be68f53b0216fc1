#include "libcommon/config/partition_keys.h"

#include <algorithm>
#include <iterator>

#include "libcommon/config/setting_row.h"
#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

bool unlimited(std::string_view text) {
  return text::iequals(text, "UNLIMITED") || text::iequals(text, "INFINITE") || text == "-1";
}

template <bool Partition::* Field>
Status set_flag(Partition& partition, const std::string& value) {
  const auto yes = parse_yes_no(value);
  if (!yes) return yes.error();
  partition.*Field = *yes;
  return {};
}

// Zero stands for UNLIMITED.
template <std::uint32_t Partition::* Field>
Status set_count(Partition& partition, const std::string& value) {
  const auto number = text::parse_u32(value);
  if (!number && !unlimited(value)) return Error::generic("a number or UNLIMITED is expected");
  partition.*Field = number.value_or(0);
  return {};
}

template <std::string Partition::* Field>
Status set_text(Partition& partition, const std::string& value) {
  partition.*Field = value;
  return {};
}

template <std::vector<std::string> Partition::* Field>
Status set_list(Partition& partition, const std::string& value) {
  (partition.*Field).clear();
  if (text::iequals(value, "ALL")) return {};
  for (const std::string_view item : text::split_list(value)) (partition.*Field).emplace_back(item);
  return {};
}

template <std::optional<Mebibytes> Partition::* Field>
Status set_memory(Partition& partition, const std::string& value) {
  const auto size = text::parse_memory(value);
  if (!size && !unlimited(value)) return Error::generic("a size or UNLIMITED is expected");
  partition.*Field = size && size->count > 0 ? std::optional{*size} : std::nullopt;
  return {};
}

Result<Minutes> parse_minutes(const std::string& value) {
  const auto limit = text::parse_time_limit(value);
  if (!limit) return Error::generic("minutes, days-hours:minutes:seconds or UNLIMITED is expected");
  return *limit;
}

Status set_max_time(Partition& partition, const std::string& value) {
  const auto limit = parse_minutes(value);
  if (!limit) return limit.error();
  partition.max_time = *limit;
  return {};
}

Status set_default_time(Partition& partition, const std::string& value) {
  partition.default_time.reset();
  if (text::iequals(value, "NONE")) return {};
  const auto limit = parse_minutes(value);
  if (!limit) return limit.error();
  partition.default_time = *limit;
  return {};
}

Status set_grace(Partition& partition, const std::string& value) {
  const auto seconds = text::parse_seconds(value);
  if (!seconds) return Error::generic("seconds are expected");
  partition.grace_time = *seconds;
  return {};
}

Status set_over_time(Partition& partition, const std::string& value) {
  const auto minutes = text::parse_u32(value);
  if (!minutes && !unlimited(value)) return Error::generic("minutes or UNLIMITED are expected");
  partition.over_time_limit = minutes.value_or(static_cast<std::uint32_t>(kUnlimited.count()));
  return {};
}

Status set_elastic_threshold(Partition& partition, const std::string& value) {
  const auto percent = text::parse_u32(value, 100);
  if (!percent) return Error::generic("a number up to 100 is expected");
  partition.elastic_threshold = *percent;
  return {};
}

Status set_priority(Partition& partition, const std::string& value) {
  const auto number = text::parse_u32(value, 65533);
  if (!number) return Error::generic("a number up to 65533 is expected");
  partition.priority_job_factor = partition.priority_tier = *number;
  return {};
}

template <std::uint32_t Partition::* Field>
Status set_rank(Partition& partition, const std::string& value) {
  const auto number = text::parse_u32(value, 65533);
  if (!number) return Error::generic("a number up to 65533 is expected");
  partition.*Field = *number;
  return {};
}

Status set_state(Partition& partition, const std::string& value) {
  constexpr std::pair<std::string_view, PartitionState> kStates[] = {{"UP", PartitionState::Up},
                                                                     {"DOWN", PartitionState::Down},
                                                                     {"DRAIN", PartitionState::Drain},
                                                                     {"INACTIVE", PartitionState::Inactive}};
  for (const auto& state : kStates)
    if (text::iequals(state.first, value)) {
      partition.state = state.second;
      return {};
    }
  return Error::generic("expected UP, DOWN, DRAIN or INACTIVE");
}

Status set_over_subscribe(Partition& partition, const std::string& value) {
  constexpr std::pair<std::string_view, OverSubscribe> kWords[] = {
      {"NO", OverSubscribe::No}, {"YES", OverSubscribe::Yes}, {"FORCE", OverSubscribe::Force},
      {"EXCLUSIVE", OverSubscribe::Exclusive}};
  const Error wrong = Error::generic("expected NO, EXCLUSIVE, YES[:jobs] or FORCE[:jobs]");
  const std::size_t colon = value.find(':');
  const std::string_view word = std::string_view{value}.substr(0, colon);
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords),
                                   [word](const auto& one) { return text::iequals(one.first, word); });
  if (found == std::end(kWords)) return wrong;
  partition.over_subscribe = found->second;
  partition.over_subscribe_count = 4;
  if (colon == std::string::npos) return {};
  const bool counted = found->second == OverSubscribe::Yes || found->second == OverSubscribe::Force;
  const auto count = text::parse_u32(std::string_view{value}.substr(colon + 1), 32767);
  if (!counted || !count || *count == 0) return wrong;
  partition.over_subscribe_count = *count;
  return {};
}

// "NO", "USER", "TOPO", "NODE" say in one key what three others do.
Status set_exclusive(Partition& partition, const std::string& value) {
  if (text::iequals(value, "USER")) partition.exclusive_user = true;
  else if (text::iequals(value, "TOPO")) partition.exclusive_topo = true;
  else if (text::iequals(value, "NODE")) partition.over_subscribe = OverSubscribe::Exclusive;
  else if (!text::iequals(value, "NO")) return Error::generic("expected NO, NODE, USER or TOPO");
  return {};
}

void add_job_default(Partition& partition, std::string_view key, const std::string& value) {
  if (!partition.job_defaults.empty()) partition.job_defaults += ",";
  partition.job_defaults += std::string{key} + "=" + value;
}
Status set_cpus_per_gpu(Partition& partition, const std::string& value) {
  if (!text::parse_u64(value)) return Error::generic("a number is expected");
  add_job_default(partition, "DefCpuPerGPU", value);
  return {};
}
Status set_memory_per_gpu(Partition& partition, const std::string& value) {
  const auto size = text::parse_memory(value);
  if (!size) return Error::generic("a size is expected");
  add_job_default(partition, "DefMemPerGPU", text::format_memory_plain(*size));
  return {};
}

using P = Partition;
constexpr PartitionKey kKeys[] = {
    {"Nodes", set_text<&P::node_list>},
    {"Default", set_flag<&P::is_default>},
    {"Hidden", set_flag<&P::hidden>},
    {"RootOnly", set_flag<&P::root_only>},
    {"LLN", set_flag<&P::lln>},
    {"ExclusiveUser", set_flag<&P::exclusive_user>},
    {"ExclusiveTopo", set_flag<&P::exclusive_topo>},
    {"Exclusive", set_exclusive},
    {"ReqResv", set_flag<&P::requires_reservation>},
    {"DisableRootJobs", set_flag<&P::disable_root_jobs>},
    {"PowerDownOnIdle", set_flag<&P::power_down_on_idle>},
    {"State", set_state},
    {"OverSubscribe", set_over_subscribe},
    {"Shared", set_over_subscribe},
    {"MaxTime", set_max_time},
    {"DefaultTime", set_default_time},
    {"MinNodes", set_count<&P::min_nodes>},
    {"MaxNodes", set_count<&P::max_nodes>},
    {"MaxCPUsPerNode", set_count<&P::max_cpus_per_node>},
    {"MaxCPUsPerSocket", set_count<&P::max_cpus_per_socket>},
    {"Priority", set_priority},
    {"PriorityJobFactor", set_rank<&P::priority_job_factor>},
    {"PriorityTier", set_rank<&P::priority_tier>},
    {"DefMemPerCPU", set_memory<&P::default_memory_per_cpu>},
    {"DefMemPerNode", set_memory<&P::default_memory_per_node>},
    {"MaxMemPerCPU", set_memory<&P::max_memory_per_cpu>},
    {"MaxMemPerNode", set_memory<&P::max_memory_per_node>},
    {"DefCpuPerGPU", set_cpus_per_gpu},
    {"DefMemPerGPU", set_memory_per_gpu},
    {"GraceTime", set_grace},
    {"OverTimeLimit", set_over_time},
    {"PreemptMode", set_text<&P::preempt_mode>},
    {"QOS", set_text<&P::qos>},
    {"Alternate", set_text<&P::alternate>},
    {"Topology", set_text<&P::topology>},
    {"TRESBillingWeights", set_text<&P::tres_billing_weights>},
    {"AllowGroups", set_list<&P::allow_groups>},
    {"AllowAccounts", set_list<&P::allow_accounts>},
    {"DenyAccounts", set_list<&P::deny_accounts>},
    {"AllowQos", set_list<&P::allow_qos>},
    {"DenyQos", set_list<&P::deny_qos>},
    {"AllocNodes", set_list<&P::allow_nodes>},
    {"ElasticThreshold", set_elastic_threshold},
    {"CpuBind", nullptr},
    {"ResumeTimeout", nullptr},
    {"SelectTypeParameters", nullptr},
    {"SuspendTime", nullptr},
    {"SuspendTimeout", nullptr},
};

}  // namespace

const PartitionKey* find_partition_key(std::string_view name) {
  for (const PartitionKey& key : kKeys)
    if (text::iequals(key.name, name)) return &key;
  return nullptr;
}

}  // namespace minislurm::config
