#include "commands/scontrol/update_checks.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

using wire::Entity;
using Said = std::optional<Complaint>;

constexpr std::string_view kError = "scontrol: error: ";

Said say(std::string text, int code = 1) { return Complaint{std::string(kError) + text + "\n", code}; }

bool is_any(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [value](std::string_view word) { return text::iequals(word, value); });
}

bool is_endless(std::string_view value) { return is_any(value, {"UNLIMITED", "INFINITE"}); }

Said bad_value(const KeyRule& rule, const Assignment& given) {
  return say("Invalid " + std::string(rule.key) + " value: " + given.value);
}

Said number(const KeyRule& rule, Assignment& given) {
  return text::parse_u32(given.value) ? Said{} : bad_value(rule, given);
}

Said small_number(const KeyRule& rule, Assignment& given) {
  const auto read = text::parse_u32(given.value);
  return read && *read <= 65533 ? Said{} : bad_value(rule, given);
}

Said limit(const KeyRule& rule, Assignment& given) {
  return is_endless(given.value) ? Said{} : number(rule, given);
}

// A number that may be negative.
Said signed_number(const KeyRule& rule, Assignment& given) {
  return text::parse_i32(given.value) ? Said{} : bad_value(rule, given);
}

// Slurm takes what is no number for 0.
Said loose_number(const KeyRule&, Assignment& given) {
  if (!text::parse_i32(given.value)) given.value = "0";
  return {};
}

Said nice(const KeyRule&, Assignment& given) {
  constexpr std::uint64_t kMost = 2147483645;
  const bool minus = text::istarts_with(given.value, "-");
  const auto read = text::parse_u64(given.value.substr(minus ? 1 : 0));
  if (!given.value.empty() && !read) given.value = "0";
  if (read && *read > kMost) return say("Nice value out of range (+/- 2147483645). Value ignored");
  return {};
}

Said switches(const KeyRule&, Assignment& given) {
  const auto at = given.value.find('@');
  if (!text::parse_u32(given.value.substr(0, at))) given.value = "0";
  else if (at != std::string::npos && !text::parse_duration(given.value.substr(at + 1))) given.value.resize(at);
  return {};
}

// "y", "ye" and "yes" are all yes.
bool means(std::string_view word, std::string_view value) { return !value.empty() && text::istarts_with(word, value); }

Said yes_no(const KeyRule& rule, Assignment& given) {
  if (means("YES", given.value)) given.value = "YES";
  else if (means("NO", given.value)) given.value = "NO";
  else return bad_value(rule, given);
  return {};
}

Said reboot(const KeyRule& rule, Assignment& given) {
  if (yes_no(rule, given)) return say("Invalid reboot value: " + given.value);
  return {};
}

Said accepted(const KeyRule& rule, Assignment& given, const std::string& values) {
  return Complaint{std::string(kError) + "Invalid input: " + given.word + "\n" + std::string(kError) + "Acceptable " +
                   std::string(rule.key) + " values are " + values + "\n"};
}

Said partition_yes_no(const KeyRule& rule, Assignment& given) {
  return yes_no(rule, given) ? accepted(rule, given, "YES and NO") : Said{};
}

Said partition_state(const KeyRule& rule, Assignment& given) {
  for (const std::string_view state : {"UP", "DOWN", "DRAIN", "INACTIVE"})
    if (means(state, given.value)) {
      given.value = std::string(state);
      return {};
    }
  return accepted(rule, given, "UP, DOWN, DRAIN and INACTIVE");
}

Said sharing(const KeyRule& rule, Assignment& given) {
  const auto colon = given.value.find(':');
  const std::string word = given.value.substr(0, colon);
  if (!is_any(word, {"NO", "EXCLUSIVE", "YES", "FORCE"}))
    return accepted(rule, given, "NO, EXCLUSIVE, YES:#, and FORCE:#");
  if (colon != std::string::npos && !text::parse_u32(given.value.substr(colon + 1))) given.value = "EXCLUSIVE";
  return {};
}

Said preempt_mode(const KeyRule&, Assignment& given) {
  if (is_any(given.value, {"OFF", "REQUEUE", "SUSPEND", "CANCEL", "GANG", "SUSPEND,GANG", "WITHIN"})) return {};
  return say("Invalid input: " + given.word);
}

Said cpu_bind(const KeyRule&, Assignment& given) {
  struct Bind {
    std::string_view word, shown;
  };
  constexpr Bind kBinds[] = {{"none", "none"}, {"socket", "sockets"}, {"ldom", "ldoms"}, {"core", "cores"},
                             {"thread", "threads"}, {"off", ""}};
  for (const Bind& bind : kBinds)
    if (text::istarts_with(given.value, bind.word)) {
      given.value = std::string(bind.shown);
      return {};
    }
  return say("Invalid input " + given.word);
}

Said input_minutes(const KeyRule&, Assignment& given) {
  if (given.value == "-1" || is_endless(given.value) || text::parse_time_limit(given.value)) return {};
  return say("Invalid input " + given.word);
}

Said time_limit(const KeyRule& rule, Assignment& given) {
  std::string_view value = given.value;
  if (!value.empty() && (value.front() == '+' || value.front() == '-')) value.remove_prefix(1);
  if (!value.empty() && (is_endless(value) || text::parse_time_limit(value))) return {};
  return say("Invalid " + std::string(rule.key) + " value");
}

std::string time_complaint(const std::string& value) { return "Invalid time specification (pos=0): " + value + "\n"; }

bool is_time(const std::string& value) { return bool{text::parse_time_point(value, Instant{Seconds{1000000000}})}; }

Said job_time(const KeyRule&, Assignment& given) {
  if (given.value.empty()) return Complaint{"No changes specified\n"};
  return is_time(given.value) ? Said{} : Complaint{time_complaint(given.value) + "No changes specified\n"};
}

Said end_time(const KeyRule&, Assignment& given) {
  return is_time(given.value) ? Said{} : Complaint{time_complaint(given.value), 0};
}

Said node_count(const KeyRule&, Assignment& given) {
  const auto count = text::parse_node_count(given.value);
  if (count) return {};
  const auto dash = given.value.find('-');
  const auto low = text::parse_u32(given.value.substr(0, dash));
  const auto high = dash == std::string::npos ? low : text::parse_u32(given.value.substr(dash + 1));
  if (low && high && *low > *high)
    return say(
        "Maximum node count " + std::to_string(*high) + " is less than minimum node count " + std::to_string(*low), 0);
  if (low && high) return {};
  return say("\"" + given.value + "\" is not a valid node count", 0);
}

Said cpu_count(const KeyRule& rule, Assignment& given) {
  const auto dash = given.value.find('-');
  const std::string low = given.value.substr(0, dash);
  const auto read = text::parse_u32(low);
  if (!read)
    return Complaint{std::string(kError) + "Invalid numeric value \"" + low + "\" for NumCPUs.\n" +
                     bad_value(rule, given)->text};
  return *read == 0 ? bad_value(rule, given) : Said{};
}

Said mail_type(const KeyRule&, Assignment& given) {
  for (const std::string_view item : text::split_list(given.value))
    if (!is_any(item, {"NONE", "BEGIN", "END", "FAIL", "REQUEUE", "ALL", "STAGE_OUT", "TIME_LIMIT", "TIME_LIMIT_90",
                       "TIME_LIMIT_80", "TIME_LIMIT_50", "ARRAY_TASKS", "INVALID_DEPEND"}))
      return Complaint{"Invalid MailType: " + given.value + "\n"};
  return {};
}

Said node_number(const KeyRule& rule, Assignment& given) {
  if (text::parse_u32(given.value) || (rule.key == "ResumeAfter" && given.value == "-1")) return {};
  return say("Invalid value " + given.word + " for " + std::string(rule.key));
}

Said max_nodes(const KeyRule& rule, Assignment& given) {
  if (is_endless(given.value) || text::parse_u32(given.value)) return {};
  return say("Invalid numeric value \"" + given.value + "\" for " + std::string(rule.key) + ".");
}

Said resv_node_count(const KeyRule& rule, Assignment& given) {
  if (given.sign != '=')
    return say("The +=/-= notation is not supported when updating NodeCnt.  No reservation update.");
  if (given.value.find(',') != std::string::npos)
    return say("Using a comma separated array for NodeCnt is no longer valid.");
  if (text::istarts_with(given.value, "+")) given.value.erase(0, 1);
  auto said = node_count(rule, given);
  if (said) said->exit_code = 1;
  return said;
}

// What is no number counts as nothing given.
Said resv_core_count(const KeyRule&, Assignment& given) {
  if (!text::parse_u32(given.value)) given.value.clear();
  return {};
}

constexpr KeyRule kRules[] = {
    {Entity::Job, "Account", 3, nullptr},
    {Entity::Job, "AdminComment", 3, nullptr},
    {Entity::Job, "ArrayTaskThrottle", 10, &loose_number},
    {Entity::Job, "BurstBuffer", 3, nullptr},
    {Entity::Job, "Clusters", 8, nullptr},
    {Entity::Job, "ClusterFeatures", 8, nullptr},
    {Entity::Job, "Comment", 3, nullptr},
    {Entity::Job, "Contiguous", 3, &yes_no},
    {Entity::Job, "CoreSpec", 4, &signed_number},
    {Entity::Job, "CPUsPerTask", 9, &number},
    {Entity::Job, "CpusPerTres", 9, nullptr},
    {Entity::Job, "Deadline", 3, &job_time},
    {Entity::Job, "DelayBoot", 5, &time_limit},
    {Entity::Job, "Dependency", 3, nullptr},
    {Entity::Job, "EligibleTime", 3, &job_time},
    {Entity::Job, "EndTime", 3, &end_time},
    {Entity::Job, "ExcNodeList", 3, nullptr},
    {Entity::Job, "Extra", 3, nullptr},
    {Entity::Job, "Features", 1, nullptr},
    {Entity::Job, "Gres", 2, nullptr},
    {Entity::Job, "JobName", 4, nullptr},
    {Entity::Job, "Licenses", 3, nullptr},
    {Entity::Job, "MailType", 5, &mail_type},
    {Entity::Job, "MailUser", 5, nullptr},
    {Entity::Job, "MCSLabel", 3, nullptr},
    {Entity::Job, "MemPerTres", 5, nullptr},
    {Entity::Job, "MinCPUsNode", 4, &number},
    {Entity::Job, "MinMemoryCPU", 10, &number},
    {Entity::Job, "MinMemoryNode", 10, &number},
    {Entity::Job, "MinTmpDiskNode", 5, &number},
    {Entity::Job, "Name", 2, nullptr},
    {Entity::Job, "Nice", 2, &nice},
    {Entity::Job, "NodeList", 8, nullptr},
    {Entity::Job, "NumCPUs", 6, &cpu_count},
    {Entity::Job, "NumNodes", 7, &node_count},
    {Entity::Job, "NumTasks", 8, &number},
    {Entity::Job, "OverSubscribe", 2, &yes_no},
    {Entity::Job, "Partition", 2, nullptr},
    {Entity::Job, "Prefer", 3, nullptr},
    {Entity::Job, "Priority", 2, &number},
    {Entity::Job, "QOS", 3, nullptr},
    {Entity::Job, "Reboot", 3, &reboot},
    {Entity::Job, "ReqCores", 8, &number},
    {Entity::Job, "ReqNodeList", 8, nullptr},
    {Entity::Job, "ReqNodes", 8, &node_count},
    {Entity::Job, "ReqProcs", 8, &number},
    {Entity::Job, "ReqSockets", 8, &number},
    {Entity::Job, "ReqThreads", 8, &number},
    {Entity::Job, "Requeue", 4, &number},
    {Entity::Job, "ReservationName", 3, nullptr},
    {Entity::Job, "Shared", 2, &yes_no},
    {Entity::Job, "SiteFactor", 5, &loose_number},
    {Entity::Job, "StartTime", 3, &job_time},
    {Entity::Job, "StdErr", 6, nullptr},
    {Entity::Job, "StdIn", 4, nullptr},
    {Entity::Job, "StdOut", 6, nullptr},
    {Entity::Job, "Switches", 5, &switches},
    {Entity::Job, "TasksPerNode", 2, &number},
    {Entity::Job, "ThreadSpec", 4, &number},
    {Entity::Job, "TimeLimit", 5, &time_limit},
    {Entity::Job, "TimeMin", 5, &time_limit},
    {Entity::Job, "TresBind", 6, nullptr},
    {Entity::Job, "TresFreq", 6, nullptr},
    {Entity::Job, "TresPerJob", 8, nullptr},
    {Entity::Job, "TresPerNode", 8, nullptr},
    {Entity::Job, "TresPerSocket", 8, nullptr},
    {Entity::Job, "TresPerTask", 8, nullptr},
    {Entity::Job, "wait-for-switch", 5, &number},
    {Entity::Job, "WCKey", 2, nullptr},
    {Entity::Job, "WorkDir", 2, nullptr},
    {Entity::Step, "TimeLimit", 5, &time_limit},
    {Entity::Node, "ActiveFeatures", 3, nullptr},
    {Entity::Node, "AvailableFeatures", 3, nullptr},
    {Entity::Node, "Comment", 3, nullptr},
    {Entity::Node, "CpuBind", 7, &cpu_bind},
    {Entity::Node, "Extra", 3, nullptr},
    {Entity::Node, "Features", 4, nullptr},
    {Entity::Node, "Gres", 3, nullptr},
    {Entity::Node, "InstanceId", 9, nullptr},
    {Entity::Node, "InstanceType", 9, nullptr},
    {Entity::Node, "NodeAddr", 5, nullptr},
    {Entity::Node, "NodeHostname", 5, nullptr},
    {Entity::Node, "Reason", 1, nullptr},
    {Entity::Node, "ResumeAfter", 3, &node_number},
    {Entity::Node, "State", 1, nullptr},
    {Entity::Node, "Topology", 3, nullptr},
    {Entity::Node, "Weight", 1, &node_number},
    {Entity::Partition, "AllocNodes", 3, nullptr},
    {Entity::Partition, "AllowAccounts", 6, nullptr},
    {Entity::Partition, "AllowGroups", 6, nullptr},
    {Entity::Partition, "AllowQOS", 6, nullptr},
    {Entity::Partition, "Alternate", 3, nullptr},
    {Entity::Partition, "CpuBind", 7, &cpu_bind},
    {Entity::Partition, "Default", 7, &partition_yes_no},
    {Entity::Partition, "DefaultTime", 8, &input_minutes},
    {Entity::Partition, "DefMemPerCPU", 10, &number},
    {Entity::Partition, "DefMemPerNode", 10, &number},
    {Entity::Partition, "DenyAccounts", 5, nullptr},
    {Entity::Partition, "DenyQOS", 5, nullptr},
    {Entity::Partition, "DisableRootJobs", 3, &partition_yes_no},
    {Entity::Partition, "ExclusiveTopo", 10, &partition_yes_no},
    {Entity::Partition, "ExclusiveUser", 10, &partition_yes_no},
    {Entity::Partition, "GraceTime", 5, &number},
    {Entity::Partition, "Hidden", 3, &partition_yes_no},
    {Entity::Partition, "JobDefaults", 3, nullptr},
    {Entity::Partition, "LLN", 3, &partition_yes_no},
    {Entity::Partition, "MaxCPUsPerNode", 11, &limit},
    {Entity::Partition, "MaxCPUsPerSocket", 11, &limit},
    {Entity::Partition, "MaxMemPerCPU", 10, &number},
    {Entity::Partition, "MaxMemPerNode", 10, &number},
    {Entity::Partition, "MaxNodes", 4, &max_nodes},
    {Entity::Partition, "MaxTime", 4, &input_minutes},
    {Entity::Partition, "MinNodes", 2, &node_count},
    {Entity::Partition, "Nodes", 3, nullptr},
    {Entity::Partition, "OverSubscribe", 5, &sharing},
    {Entity::Partition, "OverTimeLimit", 5, &limit},
    {Entity::Partition, "PowerDownOnIdle", 3, &partition_yes_no},
    {Entity::Partition, "PreemptMode", 3, &preempt_mode},
    {Entity::Partition, "Priority", 8, &small_number},
    {Entity::Partition, "PriorityJobFactor", 9, &small_number},
    {Entity::Partition, "PriorityTier", 9, &small_number},
    {Entity::Partition, "QOS", 3, nullptr},
    {Entity::Partition, "ReqResv", 3, &partition_yes_no},
    {Entity::Partition, "RootOnly", 3, &partition_yes_no},
    {Entity::Partition, "Shared", 2, &sharing},
    {Entity::Partition, "State", 2, &partition_state},
    {Entity::Partition, "Topology", 3, nullptr},
    {Entity::Partition, "TRESBillingWeights", 1, nullptr},
    {Entity::Reservation, "Accounts", 1, nullptr},
    {Entity::Reservation, "AllowedPartitions", 2, nullptr},
    {Entity::Reservation, "BurstBuffer", 2, nullptr},
    {Entity::Reservation, "Comment", 3, nullptr},
    {Entity::Reservation, "CoreCnt", 5, &resv_core_count},
    {Entity::Reservation, "Duration", 1, nullptr},
    {Entity::Reservation, "EndTime", 1, nullptr},
    {Entity::Reservation, "Features", 2, nullptr},
    {Entity::Reservation, "Flags", 2, nullptr},
    {Entity::Reservation, "Groups", 1, nullptr},
    {Entity::Reservation, "Licenses", 1, nullptr},
    {Entity::Reservation, "MaxStartDelay", 1, nullptr},
    {Entity::Reservation, "NodeCnt", 5, &resv_node_count},
    {Entity::Reservation, "NodeCount", 5, &resv_node_count},
    {Entity::Reservation, "Nodes", 5, nullptr},
    {Entity::Reservation, "PartitionName", 1, nullptr},
    {Entity::Reservation, "QOS", 1, nullptr},
    {Entity::Reservation, "StartTime", 1, nullptr},
    {Entity::Reservation, "TRES", 4, nullptr},
    {Entity::Reservation, "TRESPerNode", 5, nullptr},
    {Entity::Reservation, "Users", 1, nullptr},
};

}  // namespace

Assignment take_apart(const std::string& word) {
  Assignment given;
  given.word = word;
  const auto equals = word.find('=');
  if (equals == std::string::npos) return given;
  given.key = word.substr(0, equals);
  given.value = word.substr(equals + 1);
  if (given.key.size() > 1 && (given.key.back() == '+' || given.key.back() == '-')) {
    given.sign = given.key.back();
    given.key.pop_back();
  }
  return given;
}

const KeyRule* find_key_rule(wire::Entity entity, std::string_view key) {
  const auto find = [&](auto fits) -> const KeyRule* {
    const auto* row = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const KeyRule& rule) { return rule.entity == entity && fits(rule); });
    return row == std::end(kRules) ? nullptr : row;
  };
  if (const KeyRule* whole = find([&](const KeyRule& rule) { return text::iequals(rule.key, key); })) return whole;
  return find([&](const KeyRule& rule) { return key.size() >= rule.shortest && text::istarts_with(rule.key, key); });
}

}  // namespace minislurm::scontrol
