#include "commands/support/json/association_records.h"

#include "commands/support/json/value.h"
#include "libcommon/text/size.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

constexpr std::uint64_t kParentShares = 2147483647;  // what Slurm shows for fairshare=parent

Value count_of(const Numbers& numbers, const Limits& limits, Limit limit) {
  const std::optional<std::uint64_t> value = limits.count_of(limit);
  return value ? numbers.of(*value) : numbers.infinite();
}

Value tres_of(const Limits& limits, Limit limit) {
  const TresCounts* counts = limits.tres_of(limit);
  if (counts == nullptr) return Value::array();
  std::string list;
  for (const auto& [name, count] : *counts)
    list += (list.empty() ? "" : ",") + name + "=" +
            (name == "mem" ? text::format_memory({count}) : std::to_string(count));
  return tres_list(list);
}

Value short_record(const Association& one, const std::string& cluster) {
  return {
      {"account", one.account}, {"cluster", cluster}, {"partition", one.partition}, {"user", one.user}, {"id", one.id}};
}

Value short_records(const std::vector<const Association*>& all, const std::string& cluster) {
  Value made = Value::array();
  for (const Association* one : all) made.push_back(short_record(*one, cluster));
  return made;
}

Value wckey_record(const WcKey& key, const std::string& cluster) {
  return {{"accounting", Value::array()}, {"cluster", cluster}, {"id", key.id}, {"name", key.name}, {"user", key.user},
          {"flags", Value::array()}};
}

Value most_of_association(const Limits& limits, const Numbers& numbers) {
  const auto count = [&](Limit limit) { return count_of(numbers, limits, limit); };
  Value made;
  Value& jobs = made["jobs"];
  jobs["per"] = {{"count", count(Limit::GrpJobs)}, {"accruing", count(Limit::GrpJobsAccrue)},
                 {"submitted", count(Limit::GrpSubmitJobs)}, {"wall_clock", count(Limit::MaxWallPerJob)}};
  jobs["active"] = count(Limit::MaxJobs);
  jobs["accruing"] = count(Limit::MaxJobsAccrue);
  jobs["total"] = count(Limit::MaxSubmitJobs);
  Value& tres = made["tres"];
  tres["total"] = tres_of(limits, Limit::GrpTres);
  tres["group"] = {{"minutes", tres_of(limits, Limit::GrpTresMins)},
                   {"active", tres_of(limits, Limit::GrpTresRunMins)}};
  tres["minutes"] = {{"total", tres_of(limits, Limit::GrpTresMins)},
                     {"per", {{"job", tres_of(limits, Limit::MaxTresMinsPerJob)}}}};
  tres["per"] = {{"job", tres_of(limits, Limit::MaxTresPerJob)}, {"node", tres_of(limits, Limit::MaxTresPerNode)}};
  made["per"]["account"]["wall_clock"] = count(Limit::GrpWall);
  return made;
}

Value association_record(const AssociationRecord& record, const std::string& cluster, const Numbers& numbers) {
  const Association& own = *record.own;
  Value made;
  made["accounting"] = Value::array();
  made["account"] = own.account;
  made["cluster"] = cluster;
  made["comment"] = own.comment;
  made["default"]["qos"] = record.default_qos;
  made["flags"] = own.flags;
  made["max"] = most_of_association(record.limits, numbers);
  made["id"] = own.id;
  made["is_default"] = record.is_default;
  made["lineage"] = record.lineage;
  made["min"]["priority_threshold"] = count_of(numbers, record.limits, Limit::MinPrioThreshold);
  made["parent_account"] = record.parent_account;
  made["partition"] = own.partition;
  made["priority"] = record.priority == 0 ? numbers.infinite() : numbers.of(std::uint64_t{record.priority});
  made["qos"] = record.qos;
  made["shares_raw"] = own.shares == Association::kParentShares ? kParentShares : own.shares;
  made["user"] = own.user;
  return made;
}

Value most_of_qos(const Limits& limits, const Numbers& numbers) {
  const auto count = [&](Limit limit) { return count_of(numbers, limits, limit); };
  const auto people = [&](Limit account, Limit user) {
    return Value{{"account", count(account)}, {"user", count(user)}};
  };
  Value made;
  made["active_jobs"] = {{"accruing", count(Limit::GrpJobsAccrue)}, {"count", count(Limit::GrpJobs)}};
  Value& jobs = made["jobs"];
  jobs["count"] = count(Limit::GrpSubmitJobs);
  jobs["active_jobs"]["per"] = people(Limit::MaxJobsPerAccount, Limit::MaxJobsPerUser);
  jobs["per"] = people(Limit::MaxSubmitPerAccount, Limit::MaxSubmitPerUser);
  Value& tres = made["tres"];
  tres["total"] = tres_of(limits, Limit::GrpTres);
  Value& minutes = tres["minutes"];
  minutes["total"] = tres_of(limits, Limit::GrpTresMins);
  minutes["per"] = {{"qos", tres_of(limits, Limit::GrpTresRunMins)}, {"job", tres_of(limits, Limit::MaxTresMinsPerJob)},
                    {"account", tres_of(limits, Limit::MaxTresRunMinsPerAccount)},
                    {"user", tres_of(limits, Limit::MaxTresRunMinsPerUser)}};
  tres["per"] = {{"account", tres_of(limits, Limit::MaxTresPerAccount)}, {"job", tres_of(limits, Limit::MaxTresPerJob)},
                 {"node", tres_of(limits, Limit::MaxTresPerNode)}, {"user", tres_of(limits, Limit::MaxTresPerUser)}};
  made["wall_clock"]["per"] = {{"qos", count(Limit::GrpWall)}, {"job", count(Limit::MaxWallPerJob)}};
  made["accruing"]["per"] = people(Limit::MaxJobsAccruePerAccount, Limit::MaxJobsAccruePerUser);
  return made;
}

struct FlagName {
  std::string_view word, in_document;
};
constexpr FlagName kQosFlags[] = {
    {"DenyOnLimit", "DENY_LIMIT"}, {"EnforceUsageThreshold", "ENFORCE_USAGE_THRESHOLD"}, {"NoReserve", "NO_RESERVE"},
    {"PartitionMaxNodes", "PARTITION_MAXIMUM_NODE"}, {"PartitionMinNodes", "PARTITION_MINIMUM_NODE"},
    {"OverPartQOS", "OVERRIDE_PARTITION_QOS"}, {"PartitionTimeLimit", "PARTITION_TIME_LIMIT"},
    {"RequiresReservation", "REQUIRED_RESERVATION"}, {"NoDecay", "NO_DECAY"}, {"Relative", "RELATIVE"},
    {"UsageFactorSafe", "USAGE_FACTOR_SAFE"}};

Value flags_of(const Qos& qos) {
  Value made = Value::array();
  for (const std::string& flag : qos.flags)
    for (const FlagName& name : kQosFlags)
      if (text::iequals(name.word, flag)) made.push_back(std::string(name.in_document));
  return made;
}

Value millionths(std::optional<std::uint32_t> value) {
  return {{"set", value.has_value()}, {"infinite", !value}, {"number", value ? *value / 1000000.0 : 0.0}};
}

Value modes_of(const Qos& qos) {
  return qos.preempt_mode.empty() ? Value{"DISABLED"} : list_of(text::upper(qos.preempt_mode));
}

Value qos_record(const Qos& qos, const Numbers& numbers) {
  Value made;
  made["description"] = qos.description;
  made["flags"] = flags_of(qos);
  made["id"] = qos.id;
  Value& limits = made["limits"];
  limits["grace_time"] = qos.grace_time.count();
  limits["max"] = most_of_qos(qos.limits, numbers);
  limits["factor"] =
      millionths(qos.limit_factor_millionths == 0 ? std::nullopt : std::optional{qos.limit_factor_millionths});
  limits["min"]["priority_threshold"] = count_of(numbers, qos.limits, Limit::MinPrioThreshold);
  limits["min"]["tres"]["per"]["job"] = tres_of(qos.limits, Limit::MinTresPerJob);
  made["name"] = qos.name;
  made["preempt"] = {{"list", qos.preempt}, {"mode", modes_of(qos)},
                     {"exempt_time", qos.preempt_exempt_time
                                         ? numbers.of(static_cast<std::uint64_t>(qos.preempt_exempt_time->count()))
                                         : numbers.infinite()}};
  made["priority"] = numbers.of(std::uint64_t{qos.priority});
  made["usage_factor"] = millionths(qos.usage_factor_millionths);
  made["usage_threshold"] = millionths(qos.usage_threshold_millionths);
  return made;
}

Value names_of(const std::vector<std::string>& coordinators) {
  Value made = Value::array();
  for (const std::string& name : coordinators) made.push_back({{"name", name}, {"direct", true}});
  return made;
}

template <class Records, class Make>
std::string finish_list(const char* key, const Records& records, const DocumentOptions& options, Make make) {
  Value list = Value::array();
  for (const auto& record : records) list.push_back(make(record));
  Value payload;
  payload[key] = std::move(list);
  return finish(std::move(payload), options);
}

}  // namespace

std::string associations_document(const std::vector<AssociationRecord>& records, const DocumentOptions& options) {
  const Numbers numbers{options};
  return finish_list("associations", records, options, [&](const AssociationRecord& record) {
    return association_record(record, options.cluster, numbers);
  });
}

std::string accounts_document(const std::vector<AccountRecord>& records, const DocumentOptions& options) {
  return finish_list("accounts", records, options, [&](const AccountRecord& record) {
    Value made;
    made["associations"] = short_records(record.associations, options.cluster);
    made["coordinators"] = names_of(record.own->coordinators);
    made["description"] = record.own->description;
    made["name"] = record.own->name;
    made["organization"] = record.own->organization;
    made["flags"] = record.own->flags;
    return made;
  });
}

std::string users_document(const std::vector<UserRecord>& records, const DocumentOptions& options) {
  return finish_list("users", records, options, [&](const UserRecord& record) {
    const AdminLevel level = record.own->admin;
    Value made;
    made["administrator_level"] = {level == AdminLevel::Administrator ? "Administrator"
                                   : level == AdminLevel::Operator    ? "Operator"
                                                                      : "None"};
    made["associations"] = short_records(record.associations, options.cluster);
    made["coordinators"] = Value::array();
    made["default"] = {{"qos", 0}, {"account", record.own->default_account}, {"wckey", record.own->default_wckey}};
    made["flags"] = {"NONE"};
    made["name"] = record.own->name;
    made["old_name"] = "";
    Value keys = Value::array();
    for (const WcKey* key : record.wckeys) keys.push_back(wckey_record(*key, options.cluster));
    made["wckeys"] = std::move(keys);
    return made;
  });
}

std::string qos_document(const std::vector<const Qos*>& records, const DocumentOptions& options) {
  const Numbers numbers{options};
  return finish_list("qos", records, options, [&](const Qos* qos) { return qos_record(*qos, numbers); });
}

std::string wckeys_document(const std::vector<const WcKey*>& records, const DocumentOptions& options) {
  return finish_list("wckeys", records, options, [&](const WcKey* key) { return wckey_record(*key, options.cluster); });
}

std::string tres_document(const std::vector<std::pair<std::string, std::uint32_t>>& records,
                          const DocumentOptions& options) {
  return finish_list("TRES", records, options, [](const std::pair<std::string, std::uint32_t>& record) {
    const std::size_t slash = record.first.find('/');
    return Value{{"type", record.first.substr(0, slash)},
                 {"name", slash == std::string::npos ? std::string{} : record.first.substr(slash + 1)},
                 {"id", record.second},
                 {"count", 0}};
  });
}

std::string cluster_document(const std::optional<ClusterRecord>& record, const DocumentOptions& options) {
  Value payload;
  payload["clusters"] = Value::array();
  if (record) {
    Value made;
    made["controller"] = {{"host", record->host}, {"port", record->port}};
    made["flags"] = {"MULTIPLE_SLURMD"};
    made["name"] = options.cluster;
    made["nodes"] = record->nodes;
    made["associations"]["root"] = {{"account", record->root_account}, {"cluster", options.cluster}, {"partition", ""},
                                    {"user", ""}, {"id", 1}};
    made["rpc_version"] = record->protocol;
    made["tres"] = tres_list(record->tres);
    payload["clusters"].push_back(std::move(made));
  }
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
