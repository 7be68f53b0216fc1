#include <algorithm>

#include "commands/sacct/field_texts.h"
#include "commands/sacct/usage_fields.h"
#include "libcommon/model/elastic_use.h"
#include "libcommon/text/sluid.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::sacct {
namespace {

using L = const Line&;
using V = const View&;

std::string digits(std::uint64_t value) { return std::to_string(value); }
std::string span(Seconds value) { return text::format_duration_padded(value); }
std::string none(L, V) { return {}; }
std::string zero(L, V) { return "0"; }
// A text of the job that steps leave empty.
template <std::string JobSpec::*Member>
std::string of_spec(L l, V) {
  return l.step != nullptr ? std::string{} : l.job->spec.*Member;
}
bool is_job(L l) { return l.step == nullptr; }

// Where it ran; before, what it asked for.
std::string reservation(L l, V) {
  if (!is_job(l)) return {};
  return l.job->reservation.empty() ? l.job->spec.reservation : l.job->reservation;
}

std::string alloc_nodes(L l, V) {
  if (!is_job(l)) return digits(l.step->allocation.nodes.size());
  return l.job->state == JobState::Pending ? "0" : digits(l.job->allocation.nodes.size());
}
std::string node_count(L l, V v) {
  return is_job(l) && (l.job->state == JobState::Pending || l.job->allocation.empty()) ? digits(l.job->min_nodes)
                                                                                       : alloc_nodes(l, v);
}
std::string cpus(L l, V) { return digits(allocated_cpus(l)); }
// Of an elastic job, and of its script, the sum over its sizes.
Seconds cpus_times_seconds(L l, V v) {
  const bool whole = is_job(l) || l.step->id.step == StepNumber::Batch;
  if (!whole || !l.job->spec.elastic.wanted || l.job->elastic.present_since == kNever)
    return elapsed(l, v) * allocated_cpus(l);
  const Instant end = is_finished(l.job->state) ? l.job->ended : v.now;
  return cpu_time_until(*l.job, end);
}
// "00:00:03 2->4,00:01:10 4->3": when, since the start, and from how many CPUs to how many.
std::string resizes(L l, V) {
  std::string list;
  if (!is_job(l)) return list;
  for (const Resize& one : l.job->elastic.resizes)
    list += (list.empty() ? "" : ",") + span(one.at - l.job->started) + " " + digits(one.from.cpus) + "->" + digits(one.to.cpus);
  return list;
}
std::string requested_cpus(L l, V) { return digits(is_job(l) ? l.job->num_cpus : l.step->allocation.cpu_count()); }
std::string alloc_tres(L l, V v) {
  if (!is_job(l)) return tres_by_name(l.step->tres_allocated, v.units());
  return l.job->state == JobState::Pending ? std::string{} : tres_by_name(l.job->tres_allocated, v.units());
}
std::string req_tres(L l, V v) { return is_job(l) ? tres_by_name(l.job->tres_request, v.units()) : std::string{}; }
std::string total_cpu(L l, V) {
  const Usage used = usage(l);
  return cpu_time(used.user_usec + used.system_usec);
}
std::string requested_memory(L l, V v) {
  if (!is_job(l)) return {};
  if (l.job->spec.memory_per_node)
    return with_unit(static_cast<double>(l.job->spec.memory_per_node->count * std::max(1U, l.job->min_nodes)), 'M',
                     v.units());
  if (l.job->spec.memory_per_cpu)
    return with_unit(static_cast<double>(l.job->spec.memory_per_cpu->count * l.job->num_cpus), 'M', v.units());
  return "0";
}
// From being eligible to the start, or until now; negative: it becomes eligible later.
Seconds planned_time(L l, V v) {
  if (!is_job(l) || l.job->eligible == kNever) return Seconds{0};
  const Instant until = shown_start(l, v) != kNever ? shown_start(l, v)
                        : is_finished(l.job->state) ? l.job->ended
                                                    : v.now;
  return Seconds{until - l.job->eligible};
}
std::string planned_span(Seconds time) { return time < Seconds{0} ? "INVALID" : span(time); }
std::string planned(L l, V v) { return is_job(l) ? planned_span(planned_time(l, v)) : std::string{}; }
std::string planned_cpu(L l, V v) {
  return is_job(l) ? planned_span(planned_time(l, v) * l.job->num_cpus) : std::string{};
}
std::string planned_cpu_raw(L l, V v) {
  return is_job(l) ? std::to_string((planned_time(l, v) * l.job->num_cpus).count()) : std::string{};
}
std::string qos(L l, V) {
  return !is_job(l) ? std::string{} : l.job->spec.qos.empty() ? std::string{"normal"} : l.job->spec.qos;
}
std::string time_limit(L l, V) {
  if (!is_job(l)) return l.step->time_limit ? text::format_minutes_padded(*l.step->time_limit) : std::string{};
  return l.job->time_limit ? text::format_minutes_padded(*l.job->time_limit) : "Partition_Limit";
}
std::string time_limit_raw(L l, V) {
  const std::optional<Minutes>& limit = is_job(l) ? l.job->time_limit : l.step->time_limit;
  if (!limit) return is_job(l) ? "Partition_Limit" : std::string{};
  return *limit == kUnlimited ? "UNLIMITED" : std::to_string(limit->count());
}
std::string for_job(L l, const std::string& text) { return is_job(l) ? text : std::string{}; }
// The batch script's step is not asked for one.
std::string frequency_asked(L l, V) {
  return !is_job(l) && l.step->id.step == StepNumber::Batch ? "0" : "Unknown";
}

constexpr Field kFields[] = {
    {"Account", 0, 10, "Account", [](L l, V) { return l.job->spec.account; }},
    {"AdminComment", 0, 15, "AdminComment", of_spec<&JobSpec::admin_comment>},
    {"AllocCPUS", 0, 10, "AllocCPUS", cpus},
    {"AllocNodes", 0, 10, "AllocNodes", alloc_nodes},
    {"AllocTRES", 0, 10, "AllocTRES", alloc_tres},
    {"AssocID", 0, 7, "AssocID", [](L l, V) { return digits(l.job->association); }},
    {"AveCPU", 0, 10, "AveCPU", mean_cpu_field},
    {"AveCPUFreq", 0, 10, "AveCPUFreq", frequency_field},
    {"AveDiskRead", 0, 14, "AveDiskRead", mean_disk_field<&Usage::read_bytes>},
    {"AveDiskWrite", 0, 14, "AveDiskWrite", mean_disk_field<&Usage::written_bytes>},
    {"AvePages", 0, 10, "AvePages", mean_count_field<&Usage::sum_pages>},
    {"AveRSS", 0, 10, "AveRSS", mean_memory_field<&Usage::sum_rss_kib>},
    {"AveVMSize", 0, 10, "AveVMSize", mean_memory_field<&Usage::sum_vm_kib>},
    {"BlockID", 0, 16, "BlockID", none},
    {"Cluster", 0, 10, "Cluster", [](L, V v) { return v.cluster_name; }},
    {"Comment", 0, 14, "Comment",
     [](L l, V v) { return v.keeps_comments ? for_job(l, l.job->spec.comment) : std::string{}; }},
    {"Constraints", 0, 19, "Constraints", of_spec<&JobSpec::constraint>},
    {"ConsumedEnergy", 0, 14, "ConsumedEnergy", energy_field},
    {"ConsumedEnergyRaw", 0, 17, "ConsumedEnergyRaw", energy_field},
    {"Container", 0, 19, "Container", of_spec<&JobSpec::container>},
    {"CPUTime", 0, 10, "CPUTime", [](L l, V v) { return span(cpus_times_seconds(l, v)); }},
    {"CPUTimeRAW", 0, 10, "CPUTimeRAW",
     [](L l, V v) { return std::to_string(cpus_times_seconds(l, v).count()); }},
    {"DBIndex", 0, 10, "DBIndex",
     [](L l, V) { return digits(l.job->sluid != 0 ? l.job->sluid : number(l.job->id)); }},
    {"DerivedExitCode", 0, 15, "DerivedExitCode",
     [](L l, V) { return for_job(l, derived_exit_code_text(*l.job)); }},
    {"Elapsed", 0, 10, "Elapsed", [](L l, V v) { return span(elapsed(l, v)); }},
    {"ElapsedRaw", 0, 10, "ElapsedRaw", [](L l, V v) { return std::to_string(elapsed(l, v).count()); }},
    {"Eligible", 0, 19, "Eligible",
     [](L l, V v) { return time_text(is_job(l) ? recorded_eligible(*l.job) : l.step->started, v); }},
    {"End", 0, 19, "End", [](L l, V v) { return time_text(shown_end(l, v), v); }},
    {"ExitCode", 0, 8, "ExitCode", [](L l, V) { return exit_code_text(l); }},
    {"Extra", 0, 19, "Extra", of_spec<&JobSpec::extra>},
    {"FailedNode", 0, 19, "FailedNode", [](L l, V) { return for_job(l, l.job->failed_node); }},
    {"Flags", 0, 19, "Flags", [](L l, V) { return for_job(l, flags_text(*l.job)); }},
    {"GID", 0, 6, "GID", [](L l, V) { return for_job(l, digits(number(l.job->group))); }},
    {"Group", 0, 9, "Group", [](L l, V) { return for_job(l, l.job->group_name); }},
    {"JobID", 0, -12, "JobID", [](L l, V) { return id_text(l); }},
    {"JobIDRaw", 0, -12, "JobIDRaw", [](L l, V) { return raw_id_text(l); }},
    {"JobName", 0, 10, "JobName", [](L l, V) { return is_job(l) ? l.job->spec.name : l.step->name; }},
    {"Layout", 0, 9, "Layout", [](L l, V) { return is_job(l) ? std::string{} : layout_text(*l.step); }},
    {"Licenses", 0, 10, "Licenses", of_spec<&JobSpec::licenses>},
    {"MaxDiskRead", 0, 12, "MaxDiskRead", disk_field<&Usage::max_read_bytes>},
    {"MaxDiskReadNode", 0, 15, "MaxDiskReadNode", node_field<&Usage::max_read_task>},
    {"MaxDiskReadTask", 0, 15, "MaxDiskReadTask", task_field<&Usage::max_read_task>},
    {"MaxDiskWrite", 0, 12, "MaxDiskWrite", disk_field<&Usage::max_written_bytes>},
    {"MaxDiskWriteNode", 0, 16, "MaxDiskWriteNode", node_field<&Usage::max_written_task>},
    {"MaxDiskWriteTask", 0, 16, "MaxDiskWriteTask", task_field<&Usage::max_written_task>},
    {"MaxPages", 0, 8, "MaxPages", count_field<&Usage::max_pages>},
    {"MaxPagesNode", 0, 12, "MaxPagesNode", node_field<&Usage::max_pages_task>},
    {"MaxPagesTask", 0, 14, "MaxPagesTask", task_field<&Usage::max_pages_task>},
    {"MaxRSS", 0, 10, "MaxRSS", memory_field<&Usage::max_rss_kib>},
    {"MaxRSSNode", 0, 10, "MaxRSSNode", node_field<&Usage::max_rss_task>},
    {"MaxRSSTask", 0, 10, "MaxRSSTask", task_field<&Usage::max_rss_task>},
    {"MaxVMSize", 0, 10, "MaxVMSize", memory_field<&Usage::max_vm_kib>},
    {"MaxVMSizeNode", 0, 14, "MaxVMSizeNode", node_field<&Usage::max_vm_task>},
    {"MaxVMSizeTask", 0, 14, "MaxVMSizeTask", task_field<&Usage::max_vm_task>},
    {"McsLabel", 0, 12, "McsLabel", of_spec<&JobSpec::mcs_label>},
    {"MinCPU", 0, 10, "MinCPU", least_cpu_field},
    {"MinCPUNode", 0, 10, "MinCPUNode", node_field<&Usage::min_cpu_task>},
    {"MinCPUTask", 0, 10, "MinCPUTask", task_field<&Usage::min_cpu_task>},
    {"NCPUS", 0, 10, "NCPUS", cpus},
    {"NNodes", 0, 8, "NNodes", node_count},
    {"NodeList", 0, 15, "NodeList", [](L l, V) { return node_list(l); }},
    {"NTasks", 0, 8, "NTasks", [](L l, V) { return is_job(l) ? std::string{} : digits(l.step->num_tasks); }},
    {"Partition", 0, 10, "Partition", [](L l, V) { return for_job(l, l.job->partition); }},
    {"Planned", 0, 10, "Planned", planned},
    {"PlannedCPU", 0, 10, "PlannedCPU", planned_cpu},
    {"PlannedCPURAW", 0, 13, "PlannedCPURAW", planned_cpu_raw},
    {"Priority", 0, 10, "Priority", [](L l, V) { return for_job(l, digits(l.job->priority)); }},
    {"QOS", 0, 10, "QOS", qos},
    {"QOSRAW", 0, 6, "QOSRAW", [](L l, V) { return for_job(l, digits(l.job->qos_id)); }},
    {"QOSREQ", 0, 10, "QOSREQ", [](L l, V) { return for_job(l, recorded_qos_request(*l.job)); }},
    {"Reason", 0, 22, "Reason", [](L l, V) { return for_job(l, std::string{name_of(recorded_reason(*l.job))}); }},
    {"ReqCPUFreq", 0, 10, "ReqCPUFreq", frequency_asked},
    {"ReqCPUFreqGov", 0, 13, "ReqCPUFreqGov", frequency_asked},
    {"ReqCPUFreqMax", 0, 13, "ReqCPUFreqMax", frequency_asked},
    {"ReqCPUFreqMin", 0, 13, "ReqCPUFreqMin", frequency_asked},
    {"ReqCPUS", 0, 8, "ReqCPUS", requested_cpus},
    {"ReqMem", 0, 10, "ReqMem", requested_memory},
    {"ReqNodes", 0, 8, "ReqNodes",
     [](L l, V) { return is_job(l) ? digits(l.job->min_nodes) : digits(l.step->allocation.nodes.size()); }},
    {"ReqTRES", 0, 10, "ReqTRES", req_tres},
    {"Reservation", 0, 20, "Reservation", reservation},
    {"ReservationId", 0, 8, "ReservationId", none},
    {"ReqReservation", 0, 20, "ReqReservation", of_spec<&JobSpec::reservation>},
    {"Restarts", 0, 8, "Restarts", [](L l, V) { return for_job(l, digits(l.job->restarts)); }},
    {"SegmentSize", 0, 11, "SegmentSize",
     [](L l, V) { return l.job->spec.segment_size ? for_job(l, digits(*l.job->spec.segment_size)) : std::string{}; }},
    {"SLUID", 0, 14, "SLUID",
     [](L l, V) { return l.job->sluid == 0 ? std::string{} : text::format_sluid(l.job->sluid); }},
    {"Start", 0, 19, "Start", start_text},
    {"State", 0, 10, "State", [](L l, V) { return state_text(l); }},
    {"StdErr", 0, 20, "StdErr", [](L l, V v) { return file_text(l, v, JobFile::Err); }},
    {"StdIn", 0, 20, "StdIn", [](L l, V v) { return file_text(l, v, JobFile::In); }},
    {"StdOut", 0, 20, "StdOut", [](L l, V v) { return file_text(l, v, JobFile::Out); }},
    {"Submit", 0, 19, "Submit", [](L l, V v) { return time_text(is_job(l) ? l.job->submitted : l.step->started, v); }},
    {"SubmitLine", 0, 20, "SubmitLine",
     [](L l, V) { return is_job(l) ? l.job->spec.submit_line : l.step->submit_line; }},
    {"Suspended", 0, 10, "Suspended", [](L l, V) { return span(suspended_time(l)); }},
    {"SystemComment", 0, 15, "SystemComment", [](L l, V) { return for_job(l, l.job->system_comment); }},
    {"SystemCPU", 0, 10, "SystemCPU", [](L l, V) { return cpu_time(usage(l).system_usec); }},
    {"Timelimit", 0, 10, "Timelimit", time_limit},
    {"TimelimitRaw", 0, 10, "TimelimitRaw", time_limit_raw},
    {"TotalCPU", 0, 10, "TotalCPU", total_cpu},
    {"TRESUsageInAve", 0, 14, "TRESUsageInAve", tres_counts<usage_in, Which::Average>},
    {"TRESUsageInMax", 0, 14, "TRESUsageInMax", tres_counts<usage_in, Which::Most>},
    {"TRESUsageInMaxNode", 0, 18, "TRESUsageInMaxNode", tres_places<usage_in_nodes, Which::Most>},
    {"TRESUsageInMaxTask", 0, 18, "TRESUsageInMaxTask", tres_places<usage_in_tasks, Which::Most>},
    {"TRESUsageInMin", 0, 14, "TRESUsageInMin", tres_counts<usage_in, Which::Least>},
    {"TRESUsageInMinNode", 0, 18, "TRESUsageInMinNode", tres_places<usage_in_nodes, Which::Least>},
    {"TRESUsageInMinTask", 0, 18, "TRESUsageInMinTask", tres_places<usage_in_tasks, Which::Least>},
    {"TRESUsageInTot", 0, 14, "TRESUsageInTot", tres_counts<usage_in, Which::Total>},
    {"TRESUsageOutAve", 0, 15, "TRESUsageOutAve", tres_counts<usage_out, Which::Average>},
    {"TRESUsageOutMax", 0, 15, "TRESUsageOutMax", tres_counts<usage_out, Which::Most>},
    {"TRESUsageOutMaxNode", 0, 19, "TRESUsageOutMaxNode", tres_places<usage_out_nodes, Which::Most>},
    {"TRESUsageOutMaxTask", 0, 19, "TRESUsageOutMaxTask", tres_places<usage_out_tasks, Which::Most>},
    {"TRESUsageOutMin", 0, 15, "TRESUsageOutMin", tres_counts<usage_out, Which::Least>},
    {"TRESUsageOutMinNode", 0, 19, "TRESUsageOutMinNode", tres_places<usage_out_nodes, Which::Least>},
    {"TRESUsageOutMinTask", 0, 19, "TRESUsageOutMinTask", tres_places<usage_out_tasks, Which::Least>},
    {"TRESUsageOutTot", 0, 15, "TRESUsageOutTot", tres_counts<usage_out, Which::Total>},
    {"UID", 0, 6, "UID", [](L l, V) { return for_job(l, digits(number(l.job->user))); }},
    {"User", 0, 9, "User", [](L l, V) { return for_job(l, l.job->user_name); }},
    {"UserCPU", 0, 10, "UserCPU", [](L l, V) { return cpu_time(usage(l).user_usec); }},
    {"WCKey", 0, 10, "WCKey", of_spec<&JobSpec::wckey>},
    {"WCKeyID", 0, 10, "WCKeyID", zero},
    {"WorkDir", 0, 20, "WorkDir", of_spec<&JobSpec::work_dir>},
    // Of minislurm's own, and not listed by --helpformat.
    {"Resizes", 0, 30, "Resizes", resizes},
};
constexpr std::size_t kUnlisted = 1;  // the last rows
static_assert(std::size(kFields) - kUnlisted == 120, "Slurm 25.11 has 120 fields");

}  // namespace

std::span<const Field> fields() { return kFields; }
std::span<const Field> listed_fields() { return fields().first(std::size(kFields) - kUnlisted); }

}  // namespace minislurm::sacct
