#include "commands/sacctmgr/settings.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "commands/sacctmgr/session.h"
#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

using Group = SettingGroup;
enum class Kind : std::uint8_t { Text, Lower, Upper, Number, Wall, Tres, Factor, OneTres };

struct Setting {
  Group group;
  std::string_view name;
  std::size_t shortest;
  std::string_view label;  // with what is in front of "= "; empty: not repeated
  Kind kind = Kind::Text;
  std::string_view resource = {};
};

// In the order in which they are repeated.
constexpr Setting kSettings[] = {
    {Group::Target, "Names", 1, ""},
    {Group::Target, "Accounts", 3, ""},
    {Group::Target, "Clusters", 3, ""},
    {Group::Target, "Partitions", 3, ""},
    {Group::Target, "WCKeys", 2, ""},
    {Group::Target, "Users", 1, ""},

    {Group::Account, "Description", 1, "Description     "},
    {Group::Account, "Organization", 1, "Organization    "},

    {Group::User, "DefaultAccount", 8, "Default Account ", Kind::Lower},
    {Group::User, "DefaultWCKey", 8, "Default WCKey   "},
    {Group::User, "AdminLevel", 2, "Admin Level     "},
    {Group::User, "NewName", 1, ""},

    {Group::Association, "FairShare", 1, "Fairshare     ", Kind::Number},
    {Group::Association, "Shares", 1, "Fairshare     ", Kind::Number},
    {Group::Association, "GrpJobs", 4, "GrpJobs       ", Kind::Number},
    {Group::Association, "GrpJobsAccrue", 8, "GrpJobsAccrue            ", Kind::Number},
    {Group::Association, "GrpSubmitJobs", 4, "GrpSubmitJobs ", Kind::Number},
    {Group::Association, "GrpTRES", 7, "GrpTRES       ", Kind::Tres},
    {Group::Association, "GrpCPUs", 7, "GrpTRES       ", Kind::OneTres, "cpu"},
    {Group::Association, "GrpNodes", 4, "GrpTRES       ", Kind::OneTres, "node"},
    {Group::Association, "GrpMemory", 4, "GrpTRES       ", Kind::OneTres, "mem"},
    {Group::Association, "GrpTRESMins", 8, "GrpTRESMins   ", Kind::Tres},
    {Group::Association, "GrpCPUMins", 7, "GrpTRESMins   ", Kind::OneTres, "cpu"},
    {Group::Association, "GrpTRESRunMins", 8, "GrpTRESRunMins", Kind::Tres},
    {Group::Association, "GrpWall", 4, "GrpWall       ", Kind::Wall},
    {Group::Association, "MaxJobs", 4, "MaxJobs       ", Kind::Number},
    {Group::Association, "MaxJobsAccrue", 8, "MaxJobsPrioAcc", Kind::Number},
    {Group::Association, "MaxSubmitJobs", 4, "MaxSubmitJobs ", Kind::Number},
    {Group::Association, "MaxTRESPerJob", 7, "MaxTRES       ", Kind::Tres},
    {Group::Association, "MaxTRESPJ", 9, "MaxTRES       ", Kind::Tres},
    {Group::Association, "MaxCPUsPerJob", 7, "MaxTRES       ", Kind::OneTres, "cpu"},
    {Group::Association, "MaxNodesPerJob", 4, "MaxTRES       ", Kind::OneTres, "node"},
    {Group::Association, "MaxTRESPerNode", 11, "MaxTRESPerNode", Kind::Tres},
    {Group::Association, "MaxTRESPN", 9, "MaxTRESPerNode", Kind::Tres},
    {Group::Association, "MaxTRESMinsPerJob", 8, "MaxTRESMins   ", Kind::Tres},
    {Group::Association, "MaxCPUMinsPerJob", 7, "MaxTRESMins   ", Kind::OneTres, "cpu"},
    {Group::Association, "MaxWallDurationPerJob", 4, "MaxWall       ", Kind::Wall},
    {Group::Association, "MinPrioThresh", 4, "MinPrioThresh ", Kind::Number},
    {Group::Association, "Parent", 4, "Parent        ", Kind::Lower},
    {Group::Association, "Priority", 3, "Priority      ", Kind::Number},
    {Group::Association, "QosLevel", 1, "QOS           "},
    {Group::Association, "DefaultQOS", 8, "DefQOS        "},
    {Group::Association, "Comment", 3, "Comment       "},
    {Group::Association, "Flags", 2, ""},
    {Group::Association, "RawUsage", 7, ""},

    {Group::Qos, "Flags", 2, "Flags                    "},
    {Group::Qos, "GraceTime", 3, "GraceTime                ", Kind::Number},
    {Group::Qos, "GrpJobs", 4, "GrpJobs                  ", Kind::Number},
    {Group::Qos, "GrpJobsAccrue", 8, "GrpJobsAccrue            ", Kind::Number},
    {Group::Qos, "GrpSubmitJobs", 4, "GrpSubmitJobs            ", Kind::Number},
    {Group::Qos, "GrpTRES", 7, "GrpTRES                  ", Kind::Tres},
    {Group::Qos, "GrpTRESMins", 8, "GrpTRESMins              ", Kind::Tres},
    {Group::Qos, "GrpTRESRunMins", 8, "GrpTRESRunMins           ", Kind::Tres},
    {Group::Qos, "GrpWall", 4, "GrpWall                  ", Kind::Wall},
    {Group::Qos, "MaxJobsAccruePerAccount", 17, "MaxJobsAccruePerAccount  ", Kind::Number},
    {Group::Qos, "MaxJobsAccruePA", 15, "MaxJobsAccruePerAccount  ", Kind::Number},
    {Group::Qos, "MaxJobsAccruePerUser", 17, "MaxJobsAccruePerUser     ", Kind::Number},
    {Group::Qos, "MaxJobsAccruePU", 15, "MaxJobsAccruePerUser     ", Kind::Number},
    {Group::Qos, "MaxJobsPerAccount", 11, "MaxJobsPerAccount        ", Kind::Number},
    {Group::Qos, "MaxJobsPA", 9, "MaxJobsPerAccount        ", Kind::Number},
    {Group::Qos, "MaxJobsPerUser", 4, "MaxJobsPerUser ", Kind::Number},
    {Group::Qos, "MaxJobsPU", 9, "MaxJobsPerUser ", Kind::Number},
    {Group::Qos, "MaxSubmitJobsPerAccount", 17, "MaxSubmitJobsPerAccount  ", Kind::Number},
    {Group::Qos, "MaxSubmitJobsPA", 15, "MaxSubmitJobsPerAccount  ", Kind::Number},
    {Group::Qos, "MaxSubmitJobsPerUser", 4, "MaxSubmitJobsPerUser     ", Kind::Number},
    {Group::Qos, "MaxSubmitJobsPU", 15, "MaxSubmitJobsPerUser     ", Kind::Number},
    {Group::Qos, "MaxTRESPerAccount", 11, "MaxTRESPerAccount        ", Kind::Tres},
    {Group::Qos, "MaxTRESPA", 9, "MaxTRESPerAccount        ", Kind::Tres},
    {Group::Qos, "MaxTRESPerJob", 7, "MaxTRESPerJob            ", Kind::Tres},
    {Group::Qos, "MaxTRESPJ", 9, "MaxTRESPerJob            ", Kind::Tres},
    {Group::Qos, "MaxCPUsPerJob", 7, "MaxTRESPerJob            ", Kind::OneTres, "cpu"},
    {Group::Qos, "MaxNodesPerJob", 4, "MaxTRESPerJob            ", Kind::OneTres, "node"},
    {Group::Qos, "MaxTRESPerNode", 11, "MaxTRESPerNode           ", Kind::Tres},
    {Group::Qos, "MaxTRESPN", 9, "MaxTRESPerNode           ", Kind::Tres},
    {Group::Qos, "MaxTRESPerUser", 11, "MaxTRESPerUser           ", Kind::Tres},
    {Group::Qos, "MaxTRESPU", 9, "MaxTRESPerUser           ", Kind::Tres},
    {Group::Qos, "MaxCPUsPerUser", 11, "MaxTRESPerUser           ", Kind::OneTres, "cpu"},
    {Group::Qos, "MinPrioThreshold", 4, "MinPrioThresh            ", Kind::Number},
    {Group::Qos, "MinTRESPerJob", 7, "MinTRESPerJob            ", Kind::Tres},
    {Group::Qos, "MinCPUs", 4, "MinTRESPerJob            ", Kind::OneTres, "cpu"},
    {Group::Qos, "MaxTRESMinsPerJob", 8, "MaxTRESMins              ", Kind::Tres},
    {Group::Qos, "MaxTRESRunMinsPerAccount", 18, "MaxTRESRUNMinsPerAccount ", Kind::Tres},
    {Group::Qos, "MaxTRESRunMinsPA", 16, "MaxTRESRUNMinsPerAccount ", Kind::Tres},
    {Group::Qos, "MaxTRESRunMinsPerUser", 8, "MaxTRESRUNMinsPerUser    ", Kind::Tres},
    {Group::Qos, "MaxTRESRunMinsPU", 8, "MaxTRESRUNMinsPerUser    ", Kind::Tres},
    {Group::Qos, "MaxWallDurationPerJob", 4, "MaxWall                  ", Kind::Wall},
    {Group::Qos, "Preempt", 7, "Preempt                  "},
    {Group::Qos, "PreemptMode", 8, "PreemptMode              ", Kind::Upper},
    {Group::Qos, "PreemptExemptTime", 8, "PreemptExemptTime        ", Kind::Wall},
    {Group::Qos, "Priority", 3, "Priority                 ", Kind::Number},
    {Group::Qos, "UsageFactor", 6, "UsageFactor              ", Kind::Factor},
    {Group::Qos, "UsageThreshold", 6, "UsageThreshold           ", Kind::Factor},
    {Group::Qos, "LimitFactor", 1, "LimitFactor              ", Kind::Factor},
    {Group::Qos, "Description", 1, ""},
};

const Setting* find_setting(Group group, std::string_view key) {
  if (!key.empty() && (key.back() == '+' || key.back() == '-')) key.remove_suffix(1);
  for (const Setting& row : kSettings)
    if (row.group == group && text::iequals(row.name, key)) return &row;
  for (const Setting& row : kSettings)
    if (row.group == group && stands_for(key, row.name, row.shortest)) return &row;
  return nullptr;
}

std::string resource_text(const std::string& name, std::string_view count) {
  if (count == "-1") return name + "=NONE";
  if (name != "mem") return name + "=" + std::string(count);
  const Result<Mebibytes> size = text::parse_memory(count);
  return name + "=" + (size ? text::format_memory(*size) : std::string(count));
}

std::string tres_text(std::string_view value) {
  std::vector<std::string> parts;
  for (const std::string_view one : text::split_list(value)) {
    const std::size_t equal = one.find('=');
    parts.push_back(equal == std::string_view::npos
                        ? std::string(one)
                        : resource_text(text::lower(one.substr(0, equal)), one.substr(equal + 1)));
  }
  std::sort(parts.begin(), parts.end());
  return text::join(parts, ",");
}

std::string value_text(const Setting& setting, const std::string& value) {
  if (value == "-1" && setting.kind != Kind::Text && setting.kind != Kind::OneTres) return "NONE";
  switch (setting.kind) {
    case Kind::Text: return value;
    case Kind::Lower: return text::lower(value);
    case Kind::Upper: return text::upper(value);
    case Kind::Number: return text::istarts_with("parent", value) ? "parent" : value;
    case Kind::Tres: return tres_text(value);
    case Kind::OneTres: return resource_text(std::string(setting.resource), value);
    case Kind::Wall: {
      const Result<Minutes> minutes = text::parse_time_limit(value);
      return minutes ? text::format_minutes_padded(*minutes) : value;
    }
    case Kind::Factor: {
      char text[32];
      std::snprintf(text, sizeof text, "%.4f", std::strtod(value.c_str(), nullptr));
      return text;
    }
  }
  return value;
}

std::string admin_word(const std::string& value) {
  return stands_for(value, "Administrator", 1) ? "Administrator"
         : stands_for(value, "Operator", 1)    ? "Operator"
                                               : "None";
}

}  // namespace

bool is_setting(SettingGroup group, const std::string& key) { return find_setting(group, key) != nullptr; }

bool has_setting(SettingGroup group, const Pairs& pairs) {
  return std::any_of(pairs.begin(), pairs.end(), [group](const auto& pair) { return is_setting(group, pair.first); });
}

std::string setting_lines(SettingGroup group, const Pairs& pairs) {
  std::string out;
  for (const Setting& row : kSettings) {
    if (row.group != group || row.label.empty()) continue;
    for (const auto& [key, value] : pairs) {
      if (find_setting(group, key) != &row) continue;
      const std::string text = row.name == "AdminLevel" ? admin_word(value) : value_text(row, value);
      out += "  " + std::string(row.label) + "= " + text + "\n";
    }
  }
  return out;
}

std::string setting_value(SettingGroup group, const std::string& name, const Pairs& pairs) {
  std::string found;
  for (const auto& [key, value] : pairs) {
    const Setting* row = find_setting(group, key);
    if (row != nullptr && row->name == name) found = value;
  }
  return found;
}

}  // namespace minislurm::sacctmgr
