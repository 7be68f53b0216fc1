#include "libcommon/config/settings.h"

#include <algorithm>

#include "libcommon/config/accounting_enforce.h"
#include "libcommon/config/client/client.h"
#include "libcommon/config/priority_flags.h"
#include "libcommon/base/version.h"
#include "libcommon/text/preempt_mode.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

constexpr std::string_view kDefaultAccount = "acct";  // of the accounting that is built in

// Of each pair Slurm shows only one: the first, where it is set.
constexpr std::pair<std::string_view, std::string_view> kInPlaceOf[] = {
    {"DefMemPerCPU", "DefMemPerNode"},
    {"MaxMemPerCPU", "MaxMemPerNode"},
};
// Programs of which there may be several: shown with their place.
constexpr std::string_view kNumbered[] = {"Epilog", "EpilogSlurmctld", "Prolog", "PrologSlurmctld"};
constexpr std::string_view kShownElsewhere[] = {"DefCpuPerGPU", "DefMemPerGPU", "SlurmctldHost"};

using Shown = std::vector<std::pair<std::string, std::string>>;

void erase(Shown& shown, std::string_view key) {
  shown.erase(std::remove_if(shown.begin(), shown.end(), [key](const auto& pair) { return pair.first == key; }),
              shown.end());
}

// Who counts GPUs counts their memory and how busy they are.
std::string tracked(std::string_view always, const std::string& given) {
  std::string list = std::string{always} + "," + given;
  for (const std::string_view name : text::split_list(given))
    if (text::iequals(name, "gres/gpu")) return list + ",gres/gpumem,gres/gpuutil";
  return list;
}

// By what a key is sorted. Slurm lists some out of the alphabet; '!' stands before every letter.
std::string_view place_of(std::string_view key) {
  constexpr std::pair<std::string_view, std::string_view> kPlaces[] = {
      {"AccountingStorageExternalHost", "AccountingStorageHost!"},
      {"AuthAltParameters", "AuthAltTypes!"},
      {"GpuFreqDef", "GresTypes!"},
      {"JobAcctGatherParams", "JobAcctGatherType!"},
      {"MCSParameters", "MCSPlugin!"},
      {"PreemptExemptTime", "PreemptType!"},
      {"PriorityParameters", "Priority0"},
      {"PrioritySiteFactorParameters", "Priority1"},
      {"PrioritySiteFactorPlugin", "Priority2"},
      {"PriorityDecayHalfLife", "Priority3"},
      {"PriorityCalcPeriod", "Priority4"},
      {"SlurmUser", "Slurm!"},
      {"SlurmctldSyslogDebug", "SlurmctldPort!"},
      {"SlurmctldParameters", "SlurmctldTimeout!"},
      {"SlurmctldPidFile", "SlurmSchedLogLevel!0"},
      {"SLURM_CONF", "SlurmSchedLogLevel!1"},
      {"SLURM_VERSION", "SlurmSchedLogLevel!2"},
      {"EpilogTimeout", "Prolog[1]"},
      {"PrologTimeout", "Prolog[2]"},
      {"PrologSlurmctld[0]", "Prolog[3]"},
      {"UsePam", "Unj"}};
  for (const auto& place : kPlaces)
    if (place.first == key) return place.second;
  return key;
}

// A plugin that is named as none is none.
bool is_none(const SettingRow& row, const std::string& value) {
  if (row.initial != "(null)") return false;
  const std::string word = text::lower(value);
  constexpr std::string_view kNone = "/none";
  return word == "none" ||
         (word.size() > kNone.size() && word.compare(word.size() - kNone.size(), kNone.npos, kNone) == 0);
}

// What priority/basic does not use is not shown with it.
void erase_multifactor(Shown& shown) {
  constexpr std::string_view kShared[] = {"PriorityParameters", "PrioritySiteFactorParameters",
                                          "PrioritySiteFactorPlugin", "PriorityType"};
  std::erase_if(shown, [&](const auto& pair) {
    return (pair.first.compare(0, 8, "Priority") == 0 &&
            std::find(std::begin(kShared), std::end(kShared), pair.first) == std::end(kShared)) ||
           pair.first == "FairShareDampeningFactor";
  });
}

}  // namespace

Status SettingsReader::take(const ConfLine& line, const Pair& pair) {
  const SettingRow* row = find_setting(pair.key);
  if (row == nullptr) return error_at(line, "unknown key '" + pair.key + "'");
  auto value = parse_setting(*row, pair.value);
  if (!value)
    return error_at(line, "bad value '" + pair.value + "' of " + std::string{row->name} + ": " + value.error().detail);
  if (row->name == "PriorityCalcPeriod" && value->number == 0)
    return error_at(line, "bad value '" + pair.value + "' of PriorityCalcPeriod: a period has some length");
  if (row->name == "SlurmctldHost") hosts_.push_back(pair.value);
  values_[row] = std::move(*value);
  return {};
}

std::string SettingsReader::given(std::string_view name) const {
  const auto found = values_.find(find_setting(name));
  return found == values_.end() ? std::string{} : found->second.text;
}

Settings SettingsReader::settings() const {
  Settings settings;
  settings.pid_file = kDefaultPidFile;
  settings.state_dir = kDefaultStateDir;
  settings.default_open_mode = "truncate";
  settings.mail_prog = "/bin/mail";
  settings.job_submit_default_account = kDefaultAccount;
  for (const auto& given : values_)
    if (given.first->set != nullptr) given.first->set(settings, given.second);
  for (const auto& given : values_) {
    if (given.first->name != "DefCpuPerGPU" && given.first->name != "DefMemPerGPU") continue;
    if (!settings.job_defaults.empty()) settings.job_defaults += ",";
    settings.job_defaults += std::string{given.first->name} + "=" + given.second.text;
  }
  settings.socket_path = socket_beside(settings.pid_file);
  settings.spool_dir = settings.state_dir + "/steps";
  return settings;
}

Shown SettingsReader::shown(const std::string& slurm_conf) const {
  Shown shown{{"SLURM_CONF", slurm_conf.empty() ? "(null)" : slurm_conf},
              {"SLURM_VERSION", std::string{kSlurmVersion}}};
  for (const SettingRow& row : setting_table()) {
    const auto given = values_.find(&row);
    const bool unset = given == values_.end() && row.initial.empty() && row.name != "PriorityFlags";
    if (row.kind == Kind::Secret || unset) continue;
    std::string value = given == values_.end() ? std::string{row.initial} : show_setting(row, given->second);
    if (row.name == "AccountingStorageTRES" && given != values_.end()) value = tracked(row.initial, value);
    if (row.name == "AccountingStorageEnforce") value = show_accounting_enforce(parse_accounting_enforce(value));
    if (row.name == "PriorityFlags") value = show_priority_flags(parse_priority_flags(value));
    if (row.name == "PriorityUsageResetPeriod") value = text::upper(value);
    if (row.name == "ClusterName") value = text::lower(value);
    if (row.name == "PreemptMode") value = text::format_preempt_mode(text::parse_preempt_mode(value).value_or(0));
    if (is_none(row, value)) value = row.initial;
    const bool numbered = std::find(std::begin(kNumbered), std::end(kNumbered), row.name) != std::end(kNumbered);
    shown.emplace_back(std::string{row.name} + (numbered ? "[0]" : ""), std::move(value));
  }
  for (const auto& pair : kInPlaceOf)
    if (!given(pair.first).empty()) erase(shown, pair.second);
  if (text::lower(given("PriorityType")).find("basic") != std::string::npos) erase_multifactor(shown);
  std::vector<std::string> job_defaults;
  for (const std::string_view key : {"DefCpuPerGPU", "DefMemPerGPU"})
    if (!given(key).empty()) job_defaults.push_back(std::string{key} + "=" + given(key));
  shown.emplace_back("JobDefaults", job_defaults.empty() ? "(null)" : text::join(job_defaults, ","));
  for (const std::string_view key : kShownElsewhere) erase(shown, key);
  for (std::size_t i = 0; i < hosts_.size(); ++i)
    shown.emplace_back("SlurmctldHost[" + std::to_string(i) + "]", hosts_[i]);
  std::sort(shown.begin(), shown.end(),
            [](const auto& left, const auto& right) {
              return text::icompare(place_of(left.first), place_of(right.first)) < 0;
            });
  return shown;
}

}  // namespace minislurm::config
