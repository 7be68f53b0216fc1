// Names and defaults are those that Slurm 22.05 and 25.11 document.
#include <algorithm>
#include <limits>

#include "libcommon/config/accounting_enforce.h"
#include "libcommon/config/preempt_keys.h"
#include "libcommon/config/priority_flags.h"
#include "libcommon/config/setting_row.h"
#include "libcommon/text/count.h"
#include "libcommon/text/preempt_mode.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

using S = Settings;
using V = Value;

std::uint32_t u32(const Value& value) {
  const auto top = std::uint64_t{std::numeric_limits<std::uint32_t>::max()};
  return static_cast<std::uint32_t>(value.infinite ? top : std::min(value.number, top));
}
Seconds seconds(const Value& value) { return Seconds{u32(value)}; }
std::optional<Mebibytes> limit(const Value& value) {
  if (value.infinite || value.number == 0) return std::nullopt;
  return Mebibytes{value.number};
}

minislurm::Seconds span(const Value& value) {
  return minislurm::Seconds{static_cast<minislurm::Seconds::rep>(value.number)};
}

void set_priority_flags(Settings& settings, const Value& value) {
  settings.priority.flags = parse_priority_flags(value.text);
}

constexpr std::string_view kResets = "NONE|NOW|DAILY|WEEKLY|MONTHLY|QUARTERLY|YEARLY";

// The place in the list is the number.
void set_usage_reset(Settings& settings, const Value& value) {
  const auto words = text::split(kResets, '|');
  const auto found = std::find(words.begin(), words.end(), text::upper(value.text));
  settings.priority.usage_reset = static_cast<UsageReset>(found == words.end() ? 0 : found - words.begin());
}

// SchedulerParameters is kept whole; the scheduler reads its own words. This one is a promise to jobs.
void set_scheduler_parameters(Settings& settings, const Value& value) {
  settings.scheduler_parameters = value.text;
  read_preempt_parameters(settings.preempt, value.text);
  constexpr std::string_view kWait = "max_switch_wait=";
  for (const std::string_view word : text::split_list(value.text)) {
    if (!text::istarts_with(word, kWait)) continue;
    if (const auto wait = text::parse_u32(word.substr(kWait.size()))) settings.max_switch_wait = Seconds{*wait};
  }
}

void set_select_parameters(Settings& settings, const Value& value) {
  const std::string words = text::lower(value.text);
  settings.counts_memory = words.find("memory") != std::string::npos;
  struct Word {
    std::string_view text;
    SelectFlag flag;
  };
  constexpr Word kWords[] = {{"cr_core", SelectFlag::Core},
                             {"cr_core_memory", SelectFlag::Core},
                             {"cr_socket", SelectFlag::Socket},
                             {"cr_socket_memory", SelectFlag::Socket},
                             {"cr_one_task_per_core", SelectFlag::OneTaskPerCore},
                             {"cr_pack_nodes", SelectFlag::PackNodes},
                             {"cr_lln", SelectFlag::LeastLoaded},
                             {"cr_core_default_dist_block", SelectFlag::BlockDistribution}};
  settings.select_flags = 0;
  for (const std::string_view word : text::split_list(words))
    for (const Word& known : kWords)
      if (known.text == word) settings.select_flags |= static_cast<std::uint32_t>(known.flag);
}

void set_accounting_enforce(Settings& settings, const Value& value) {
  settings.accounting_enforce = parse_accounting_enforce(value.text);
  if ((settings.accounting_enforce & kEnforceWcKeys) != 0) settings.track_wckey = true;
}

constexpr std::string_view kNull = "(null)";
constexpr std::string_view kLevels =
    "quiet|fatal|error|info|verbose|debug|debug2|debug3|debug4|debug5|0|1|2|3|4|5|6|7|8|9";

// Old files give the level as a number: its place in the list.
void set_debug_level(Settings& settings, const Value& value) {
  settings.debug_level = text::lower(value.text);
  if (const auto level = text::parse_u32(value.text, 9)) settings.debug_level = text::split(kLevels, '|')[*level];
}

constexpr SettingRow kSettings[] = {
    {"AccountingStorageBackupHost", kNull},
    {"AccountingStorageEnforce", "none", Kind::Words, set_accounting_enforce,
     "associations|limits|nojobs|nosteps|qos|safe|wckeys|all|none|1|2"},
    {"AccountingStorageExternalHost", kNull},
    {"AccountingStorageHost", "localhost"},
    {"AccountingStorageParameters", kNull},
    {"AccountingStoragePass", "", Kind::Secret},
    {"AccountingStoragePort", "6819", Kind::Number},
    {"AccountingStorageTRES", "cpu,mem,energy,node,billing,fs/disk,vmem,pages"},
    {"AccountingStorageType", kNull},
    {"AccountingStorageUser", "N/A"},
    {"AccountingStoreFlags", kNull},
    {"AcctGatherEnergyType", kNull},
    {"AcctGatherFilesystemType", kNull},
    {"AcctGatherInterconnectType", kNull},
    {"AcctGatherNodeFreq", "0 sec", Kind::Seconds},
    {"AcctGatherProfileType", kNull},
    {"AllowSpecResourcesUsage", "no", Kind::YesNo},
    {"AuthAltParameters", kNull},
    {"AuthAltTypes", kNull},
    {"AuthInfo", kNull},
    {"AuthType", "auth/munge"},
    {"BackupAddr", "", Kind::Retired},
    {"BackupController", "", Kind::Retired},
    {"BatchStartTimeout", "10 sec", Kind::Seconds},
    {"BcastExclude", "/lib,/usr/lib,/lib64,/usr/lib64"},
    {"BcastParameters", kNull},
    {"BurstBufferType", kNull},
    {"CertgenParameters", kNull},
    {"CertgenType", kNull},
    {"CertmgrParameters", kNull},
    {"CertmgrType", kNull},
    {"CliFilterParameters", kNull},
    {"CliFilterPlugins", kNull},
    {"ClusterName", "", Kind::Text, [](S& s, const V& v) { s.cluster_name = text::lower(v.text); }},
    {"CommunicationParameters", kNull},
    {"CompleteWait", "0 sec", Kind::Seconds},
    {"ControlAddr", "", Kind::Retired},
    {"ControlMachine", "", Kind::Retired},
    {"CoreSpecPlugin", "", Kind::Retired},
    {"CpuFreqDef", "Unknown"},
    {"CpuFreqGovernors", "OnDemand,Performance,UserSpace"},
    {"CredType", "cred/munge"},
    {"DataParserParameters", kNull},
    {"DebugFlags", kNull},
    {"DefCpuPerGPU", "", Kind::Number},
    {"DefMemPerCPU", "", Kind::Memory, [](S& s, const V& v) { s.default_memory_per_cpu = limit(v); }},
    {"DefMemPerGPU", "", Kind::Memory},
    {"DefMemPerNode", "UNLIMITED", Kind::Memory, [](S& s, const V& v) { s.default_memory_per_node = limit(v); }},
    {"DependencyParameters", kNull},
    {"DisableRootJobs", "no", Kind::YesNo, [](S& s, const V& v) { s.disable_root_jobs = v.yes; }},
    {"EioTimeout", "60", Kind::Number},
    {"ElasticCooldown", "10 sec", Kind::Seconds, [](S& s, const V& v) { s.elastic_cooldown = seconds(v); }},
    {"ElasticGrace", "5 sec", Kind::Seconds, [](S& s, const V& v) { s.elastic_grace = seconds(v); }},
    {"ElasticPolicy", "on", Kind::Text,
     [](S& s, const V& v) { s.elastic = !text::iequals(v.text, "off") && !text::iequals(v.text, "none"); }},
    {"ElasticThreshold", "50", Kind::Number, [](S& s, const V& v) { s.elastic_threshold = u32(v); }},
    {"EnforcePartLimits", "NO", Kind::Choice,
     [](S& s, const V& v) {
       s.enforce_part_limits = !text::iequals(v.text, "NO");
       s.part_limits_of_all = s.enforce_part_limits && !text::iequals(v.text, "ANY");
     },
     "NO|ANY|ALL|YES"},
    {"Epilog", "", Kind::Text, [](S& s, const V& v) { s.epilog = v.text; }},
    {"EpilogMsgTime", "2000 usec", Kind::Microseconds},
    {"EpilogSlurmctld", ""},
    {"EpilogTimeout", "", Kind::Number},
    {"ExtSensorsFreq", "", Kind::Retired},
    {"ExtSensorsType", "", Kind::Retired},
    {"FairShareDampeningFactor", "1", Kind::Number, [](S& s, const V& v) { s.priority.dampening = u32(v); }},
    {"FederationParameters", kNull},
    {"FirstJobId", "1", Kind::Number, [](S& s, const V& v) { s.first_job = JobId{u32(v)}; }},
    {"GetEnvTimeout", "2 sec", Kind::Seconds},
    {"GpuFreqDef", kNull},
    {"GresTypes", kNull},
    {"GroupUpdateForce", "1", Kind::ZeroOne},
    {"GroupUpdateTime", "600 sec", Kind::Seconds},
    {"HashPlugin", "hash/k12"},
    {"HealthCheckInterval", "0 sec", Kind::Seconds},
    {"HealthCheckNodeState", "ANY"},
    {"HealthCheckProgram", kNull},
    {"HttpParserType", "http_parser/libhttp_parser"},
    {"InactiveLimit", "0 sec", Kind::Seconds, [](S& s, const V& v) { s.inactive_limit = seconds(v); }},
    {"InteractiveStepOptions", "--interactive --preserve-env --pty $SHELL"},
    {"JobAcctGatherFrequency", "30"},
    {"JobAcctGatherParams", kNull},
    {"JobAcctGatherType", kNull},
    {"JobCompHost", "localhost"},
    {"JobCompLoc", kNull},
    {"JobCompParams", kNull},
    {"JobCompPass", "", Kind::Secret},
    {"JobCompPassScript", ""},
    {"JobCompPort", "0", Kind::Number},
    {"JobCompType", kNull},
    {"JobCompUser", "root"},
    {"JobContainerType", kNull},
    {"JobFileAppend", "0", Kind::ZeroOne,
     [](S& s, const V& v) { s.default_open_mode = v.yes ? "append" : "truncate"; }},
    {"JobRequeue", "1", Kind::ZeroOne, [](S& s, const V& v) { s.requeue = v.yes; }},
    {"JobSubmitPlugins", kNull},
    {"KeepAliveTime", "", Kind::Retired},
    {"KillOnBadExit", "0", Kind::ZeroOne, [](S& s, const V& v) { s.kill_on_bad_exit = v.yes; }},
    {"KillWait", "30 sec", Kind::Seconds, [](S& s, const V& v) { s.kill_wait = seconds(v); }},
    {"LaunchParameters", kNull},
    {"LaunchType", "", Kind::Retired},
    {"Licenses", kNull},
    {"LogTimeFormat", "iso8601_ms"},
    {"MailDomain", kNull},
    {"MailProg", "/bin/mail", Kind::Text, [](S& s, const V& v) { s.mail_prog = v.text; }},
    {"MaxArraySize", "1001", Kind::Number, [](S& s, const V& v) { s.max_array_size = u32(v); }},
    {"MaxBatchRequeue", "5", Kind::Number},
    {"MaxDBDMsgs", "", Kind::Number},
    {"MaxJobCount", "10000", Kind::Number, [](S& s, const V& v) { s.max_job_count = u32(v); }},
    {"MaxJobId", "67043328", Kind::Number, [](S& s, const V& v) { s.max_job = JobId{u32(v)}; }},
    {"MaxMemPerCPU", "", Kind::Memory, [](S& s, const V& v) { s.max_memory_per_cpu = limit(v); }},
    {"MaxMemPerNode", "UNLIMITED", Kind::Memory, [](S& s, const V& v) { s.max_memory_per_node = limit(v); }},
    {"MaxNodeCount", "", Kind::Number},
    {"MaxStepCount", "40000", Kind::Number, [](S& s, const V& v) { s.max_step_count = u32(v); }},
    {"MaxTasksPerNode", "512", Kind::Number},
    {"MCSParameters", kNull},
    {"MCSPlugin", kNull},
    {"MessageTimeout", "10 sec", Kind::Seconds},
    {"MetricsType", kNull},
    {"MinJobAge", "300 sec", Kind::Seconds, [](S& s, const V& v) { s.min_job_age = seconds(v); }},
    {"MpiDefault", kNull},
    {"MpiParams", kNull},
    {"NamespaceType", kNull},
    {"NodeFeaturesPlugins", kNull},
    {"OverTimeLimit", "0 min", Kind::Minutes, [](S& s, const V& v) {
       s.over_time_limit = v.infinite ? kUnlimited : Minutes{u32(v)};
     }},
    {"PluginDir", "/usr/lib/slurm"},
    {"PlugStackConfig", kNull},
    {"PowerParameters", "", Kind::Retired},
    {"PowerPlugin", "", Kind::Retired},
    {"PreemptExemptTime", "00:00:00", Kind::Span, [](S& s, const V& v) { s.preempt.exempt_time = span(v); }},
    {"PreemptMode", "OFF", Kind::Upper,
     [](S& s, const V& v) { s.preempt.mode = text::parse_preempt_mode(v.text).value_or(0); }},
    {"PreemptParameters", kNull, Kind::Text,
     [](S& s, const V& v) { read_preempt_parameters(s.preempt, v.text); }},
    {"PreemptType", kNull, Kind::Plugin, [](S& s, const V& v) { s.preempt.type = parse_preempt_type(v.text); },
     "none|partition_prio|qos|(null)"},
    {"PrEpParameters", kNull},
    {"PrEpPlugins", "prep/script"},
    {"PriorityCalcPeriod", "00:05:00", Kind::Span, [](S& s, const V& v) { s.priority.calc_period = span(v); }},
    {"PriorityDecayHalfLife", "7-00:00:00", Kind::Span, [](S& s, const V& v) { s.priority.half_life = span(v); }},
    {"PriorityFavorSmall", "no", Kind::YesNo, [](S& s, const V& v) { s.priority.favor_small = v.yes; }},
    {"PriorityFlags", "", Kind::Text, set_priority_flags},
    {"PriorityMaxAge", "7-00:00:00", Kind::Span, [](S& s, const V& v) { s.priority.max_age = span(v); }},
    {"PriorityParameters", kNull},
    {"PrioritySiteFactorParameters", kNull},
    {"PrioritySiteFactorPlugin", kNull},
    {"PriorityType", "priority/multifactor", Kind::Plugin,
     [](S& s, const V& v) { s.multifactor = text::lower(v.text).find("basic") == std::string::npos; },
     "basic|multifactor"},
    {"PriorityUsageResetPeriod", "NONE", Kind::Choice, set_usage_reset, kResets},
    {"PriorityWeightAge", "0", Kind::Number, [](S& s, const V& v) { s.weight_age = u32(v); }},
    {"PriorityWeightAssoc", "0", Kind::Number, [](S& s, const V& v) { s.priority.weight_association = u32(v); }},
    {"PriorityWeightFairShare", "0", Kind::Number, [](S& s, const V& v) { s.weight_fair_share = u32(v); }},
    {"PriorityWeightJobSize", "0", Kind::Number, [](S& s, const V& v) { s.weight_size = u32(v); }},
    {"PriorityWeightPartition", "0", Kind::Number, [](S& s, const V& v) { s.weight_partition = u32(v); }},
    {"PriorityWeightQOS", "0", Kind::Number, [](S& s, const V& v) { s.weight_qos = u32(v); }},
    {"PriorityWeightTRES", kNull, Kind::Text, [](S& s, const V& v) { s.priority.weight_tres = v.text; }},
    {"PrivateData", "none"},
    {"ProctrackType", "proctrack/cgroup"},
    {"Prolog", "", Kind::Text, [](S& s, const V& v) { s.prolog = v.text; }},
    {"PrologEpilogTimeout", "65534", Kind::Number},
    {"PrologFlags", kNull},
    {"PrologSlurmctld", ""},
    {"PrologTimeout", "", Kind::Number},
    {"PropagatePrioProcess", "0", Kind::Number},
    {"PropagateResourceLimits", "ALL"},
    {"PropagateResourceLimitsExcept", kNull},
    {"RebootProgram", kNull},
    {"ReconfigFlags", kNull},
    {"RequeueExit", kNull},
    {"RequeueExitHold", kNull},
    {"ResumeFailProgram", kNull},
    {"ResumeProgram", kNull},
    {"ResumeRate", "300 nodes/min", Kind::PerMinute},
    {"ResumeTimeout", "60 sec", Kind::Seconds},
    {"ResvEpilog", kNull},
    {"ResvOverRun", "0 min", Kind::Minutes, [](S& s, const V& v) {
       s.reservation_over_run = v.infinite ? Seconds{365 * 86400} : Minutes{u32(v)};
     }},
    {"ResvProlog", kNull},
    {"ReturnToService", "0", Kind::Choice, nullptr, "0|1|2"},
    {"RoutePlugin", "", Kind::Retired},
    {"SchedulerParameters", kNull, Kind::Text, set_scheduler_parameters},
    {"SchedulerTimeSlice", "30 sec", Kind::Seconds, [](S& s, const V& v) { s.preempt.time_slice = seconds(v); }},
    {"SchedulerType", "sched/backfill", Kind::Plugin, [](S& s, const V& v) { s.backfill = !text::iequals(v.text, "sched/builtin"); },
     "backfill|builtin|hold"},
    {"ScronParameters", kNull},
    {"SelectType", "select/cons_tres", Kind::Plugin, nullptr, "cons_tres|cons_res|linear|cray_aries"},
    {"SelectTypeParameters", "CR_CORE_MEMORY", Kind::Upper, set_select_parameters},
    {"SlurmctldAddr", kNull},
    {"SlurmctldDebug", "info", Kind::Choice, set_debug_level, kLevels},
    {"SlurmctldHost", ""},
    {"SlurmctldLogFile", kNull, Kind::Text, [](S& s, const V& v) { s.log_file = v.text; }},
    {"SlurmctldParameters", kNull},
    {"SlurmctldPidFile", "/var/run/slurmctld.pid", Kind::Text, [](S& s, const V& v) { s.pid_file = v.text; }},
    {"SlurmctldPlugstack", "", Kind::Retired},
    {"SlurmctldPort", "6817"},
    {"SlurmctldPrimaryOffProg", kNull},
    {"SlurmctldPrimaryOnProg", kNull},
    {"SlurmctldSyslogDebug", kNull, Kind::Choice, nullptr, kLevels},
    {"SlurmctldTimeout", "120 sec", Kind::Seconds},
    {"SlurmdDebug", "info", Kind::Choice, nullptr, kLevels},
    {"SlurmdLogFile", kNull},
    {"SlurmdParameters", kNull},
    {"SlurmdPidFile", "/var/run/slurmd.pid"},
    {"SlurmdPort", "6818", Kind::Number},
    {"SlurmdSpoolDir", "/var/spool/slurmd"},
    {"SlurmdSyslogDebug", kNull, Kind::Choice, nullptr, kLevels},
    {"SlurmdTimeout", "300 sec", Kind::Seconds},
    {"SlurmdUser", "root(0)", Kind::User},
    {"SlurmSchedLogFile", kNull},
    {"SlurmSchedLogLevel", "0", Kind::Number},
    {"SlurmUser", "root(0)", Kind::User, [](S& s, const V& v) { s.slurm_user = v.text; }},
    {"SrunEpilog", kNull},
    {"SrunPortRange", "0-0"},
    {"SrunProlog", kNull},
    {"StateSaveLocation", "/var/spool", Kind::Text, [](S& s, const V& v) { s.state_dir = v.text; }},
    {"SuspendExcNodes", kNull},
    {"SuspendExcParts", kNull},
    {"SuspendExcStates", kNull},
    {"SuspendProgram", kNull},
    {"SuspendRate", "60 nodes/min", Kind::PerMinute},
    {"SuspendTime", "INFINITE", Kind::Seconds},
    {"SuspendTimeout", "30 sec", Kind::Seconds},
    {"SwitchParameters", kNull},
    {"SwitchType", kNull},
    {"TaskEpilog", kNull, Kind::Text, [](S& s, const V& v) { s.task_epilog = v.text; }},
    {"TaskPlugin", kNull},
    {"TaskPluginParam", "(null type)"},
    {"TaskProlog", kNull, Kind::Text, [](S& s, const V& v) { s.task_prolog = v.text; }},
    {"TCPTimeout", "2 sec", Kind::Seconds},
    {"TLSParameters", kNull},
    {"TLSType", "tls/none"},
    {"TmpFS", "/tmp"},
    {"TopologyParam", kNull, Kind::Text, [](S& s, const V& v) { s.topology_parameters = v.text; }},
    {"TopologyPlugin", "topology/flat", Kind::Plugin, nullptr, "flat|default|none|tree|block|3d_torus|hypercube"},
    {"TrackWCKey", "no", Kind::YesNo, [](S& s, const V& v) { s.track_wckey = s.track_wckey || v.yes; }},
    {"TreeWidth", "16", Kind::Number},
    {"UnkillableStepProgram", kNull},
    {"UnkillableStepTimeout", "60 sec", Kind::Seconds},
    {"UrlParserType", kNull},
    {"UsePam", "no", Kind::YesNo},
    {"VSizeFactor", "0 percent", Kind::Percent},
    {"WaitTime", "0 sec", Kind::Seconds},
    {"X11Parameters", kNull},
};

}  // namespace

std::span<const SettingRow> setting_table() { return kSettings; }

const SettingRow* find_setting(std::string_view name) {
  for (const SettingRow& row : kSettings)
    if (text::iequals(row.name, name)) return &row;
  return nullptr;
}

}  // namespace minislurm::config
