#include "commands/scontrol/job_extras.h"

#include <algorithm>
#include <iterator>

#include "commands/support/job_texts.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

std::string tres_of_task(const JobSpec& spec) {
  const bool names_cpus = spec.tres_per_task.starts_with("cpu");
  std::string text = spec.cpus_per_task && !names_cpus ? "cpu=" + std::to_string(*spec.cpus_per_task) : "";
  const std::string more = tres_per_task(spec);
  if (!more.empty()) text += (text.empty() ? "" : ",") + more;
  return text;
}

// "low" -> "Low", a number as it is.
std::string frequency_name(std::string_view text) {
  std::string name = text::lower(text);
  if (!name.empty()) name.front() = text::upper(name.substr(0, 1)).front();
  return name;
}

std::string governor_name(std::string_view text) {
  constexpr std::string_view kNames[] = {"Conservative", "OnDemand", "Performance",
                                         "PowerSave",    "SchedUtil", "UserSpace"};
  const auto same = [text](std::string_view name) { return text::iequals(name, text); };
  const auto* found = std::find_if(std::begin(kNames), std::end(kNames), same);
  return found == std::end(kNames) ? std::string() : std::string(*found);
}

// --cpu-freq=[LOW-]HIGH[:GOVERNOR], or a governor alone. A frequency alone is the user's own to set.
void put_frequencies(Record& record, std::string_view value) {
  record.next_line();
  if (const std::string alone = governor_name(value); !alone.empty()) {
    record.put("Governor", alone);
    return;
  }
  const std::size_t colon = value.find(':');
  const std::vector<std::string_view> range = text::split(value.substr(0, colon), '-');
  if (range.size() == 2) record.put("CPU_min_freq", frequency_name(range.front()));
  record.put("CPU_max_freq", frequency_name(range.back()));
  record.put("Governor", colon == value.npos ? "UserSpace" : governor_name(value.substr(colon + 1)));
}

void put_flags(Record& record, const JobSpec& spec) {
  struct Flag {
    bool shown;
    std::string_view key;
    bool on;
  };
  const auto asked = [&](std::string_view word) { return spec.gres_flags.find(word) != std::string::npos; };
  const Flag flags[] = {
      {asked("enforce-binding") || asked("disable-binding"), "GresEnforceBind", asked("enforce-binding")},
      {asked("multiple-tasks-per-sharing"), "GresOneTaskPerSharing", false},
      {spec.kill_on_invalid_dependency != Tristate::Unset, "KillOnInvalidDependent",
       spec.kill_on_invalid_dependency == Tristate::Yes},
      {spec.spread_job, "SpreadJob", true},
  };
  bool begun = false;
  for (const Flag& flag : flags) {
    if (!flag.shown) continue;
    if (!begun) record.next_line();
    begun = true;
    record.put(flag.key, flag.on ? "Yes" : "No");
  }
}

void put_container(Record& record, const JobSpec& spec) {
  const std::string* id = find_kept(spec, "container-id");
  if (spec.container.empty() && id == nullptr) return;
  record.next_line().put("Container", or_null(spec.container)).put("ContainerID", id ? *id : "(null)");
}

}  // namespace

const std::string* find_kept(const JobSpec& spec, std::string_view option) {
  for (const auto& [name, value] : spec.kept)
    if (name == option) return &value;
  return nullptr;
}

void put_extras(Record& record, const Job& job) {
  const JobSpec& spec = job.spec;
  if (spec.segment_size) record.next_line().put("SegmentSize", *spec.segment_size);
  if (spec.switches)
    record.next_line().put("Switches", std::to_string(*spec.switches) + "@" +
                                           text::format_duration_padded(spec.switch_wait));
  const auto line = [&record](bool wanted, std::string_view key, std::string_view value) {
    if (wanted) record.next_line().put(key, value);
  };
  line(!spec.burst_buffer.empty(), "BurstBuffer", spec.burst_buffer);
  if (const std::string* frequency = find_kept(spec, "cpu-freq")) put_frequencies(record, *frequency);
  put_flags(record, spec);
  line(spec.oom_kill_step.has_value(), "OOMKillStep", spec.oom_kill_step.value_or(false) ? "1" : "0");
  line(spec.cpus_per_gpu.has_value(), "CpusPerTres", "gres/gpu:" + std::to_string(spec.cpus_per_gpu.value_or(0)));
  line(spec.memory_per_gpu.has_value(), "MemPerTres",
       "gres/gpu:" + std::to_string(spec.memory_per_gpu.value_or(Mebibytes{}).count));
  line(!spec.tres_bind.empty(), "TresBind", spec.tres_bind);
  if (const std::string* frequency = find_kept(spec, "gpu-freq")) line(true, "TresFreq", "gpu:" + *frequency);
  line(!spec.gres_per_job.empty(), "TresPerJob", spec.gres_per_job);
  line(!spec.gres_per_node.empty(), "TresPerNode", spec.gres_per_node);
  line(!spec.gres_per_socket.empty(), "TresPerSocket", spec.gres_per_socket);
  const std::string per_task = tres_of_task(spec);
  line(!per_task.empty(), "TresPerTask", per_task);
  if (!spec.mail_type.empty())
    record.next_line().put("MailUser", spec.mail_user.empty() ? job.user_name : spec.mail_user)
        .put("MailType", spec.mail_type);
  if (spec.ntasks_per_gpu) record.next_line().put("NtasksPerTRES", *spec.ntasks_per_gpu);
  put_container(record, spec);
}

}  // namespace minislurm::scontrol
