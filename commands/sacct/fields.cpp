#include <algorithm>

#include "commands/sacct/field_texts.h"
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
// A text that only steps that have ended have.
std::string of_step(L l, std::string (*text)(const Step&, V), V v) {
  return l.step == nullptr ? std::string{} : text(*l.step, v);
}
bool is_job(L l) { return l.step == nullptr; }

std::string alloc_nodes(L l, V) {
  if (!is_job(l)) return digits(l.step->allocation.nodes.size());
  return l.job->state == JobState::Pending ? "0" : digits(l.job->allocation.nodes.size());
}
std::string node_count(L l, V v) {
  return is_job(l) && (l.job->state == JobState::Pending || l.job->allocation.empty()) ? digits(l.job->min_nodes)
                                                                                       : alloc_nodes(l, v);
}
std::string cpus(L l, V) { return digits(allocated_cpus(l)); }
std::string requested_cpus(L l, V) { return digits(is_job(l) ? l.job->num_cpus : l.step->allocation.cpu_count()); }
std::string alloc_tres(L l, V) {
  if (!is_job(l)) return tres_by_name(l.step->tres_allocated);
  return l.job->state == JobState::Pending ? std::string{} : tres_by_name(l.job->tres_allocated);
}
std::string req_tres(L l, V) { return is_job(l) ? tres_by_name(l.job->tres_request) : std::string{}; }
std::string total_cpu(L l, V) {
  const Usage used = usage(l);
  return cpu_time(used.user_usec + used.system_usec);
}
std::string mean_cpu(L l, V v) {
  return of_step(l, [](const Step& s, V) {
    return span(Seconds{(s.usage.user_usec + s.usage.system_usec) / 1000000 / std::max(1U, s.num_tasks)});
  }, v);
}
std::string rss(L l, V v) {
  return of_step(l, [](const Step& s, V view) { return scaled(s.usage.max_rss_kib, 'K', view); }, v);
}
std::string rss_node(L l, V v) {
  return of_step(l, [](const Step& s, V) { return node_of_task(s, s.usage.max_rss_task); }, v);
}
std::string rss_task(L l, V v) { return of_step(l, [](const Step& s, V) { return digits(s.usage.max_rss_task); }, v); }
std::string vm(L l, V v) {
  return of_step(l, [](const Step& s, V view) { return scaled(s.usage.max_vm_kib, 'K', view); }, v);
}
std::string bytes_read(L l, V v) {
  return of_step(l, [](const Step& s, V view) { return scaled(s.usage.read_bytes, 0, view); }, v);
}
std::string bytes_written(L l, V v) {
  return of_step(l, [](const Step& s, V view) { return scaled(s.usage.written_bytes, 0, view); }, v);
}
std::string step_zero(L l, V v) { return of_step(l, [](const Step&, V) { return std::string{"0"}; }, v); }
std::string usage_in(L l, V v) {
  return of_step(l, [](const Step& s, V view) {
    return "cpu=" + span(Seconds{(s.usage.user_usec + s.usage.system_usec) / 1000000}) +
           ",fs/disk=" + digits(s.usage.read_bytes) + ",mem=" + scaled(s.usage.max_rss_kib, 'K', view) +
           ",vmem=" + scaled(s.usage.max_vm_kib, 'K', view);
  }, v);
}
std::string usage_in_node(L l, V v) {
  return of_step(l, [](const Step& s, V) {
    const std::string at = node_of_task(s, s.usage.max_rss_task);
    return "cpu=" + at + ",fs/disk=" + at + ",mem=" + at + ",vmem=" + at;
  }, v);
}
std::string usage_in_task(L l, V v) {
  return of_step(l, [](const Step& s, V) {
    const std::string task = digits(s.usage.max_rss_task);
    return "cpu=" + task + ",fs/disk=" + task + ",mem=" + task + ",vmem=" + task;
  }, v);
}
std::string usage_out(L l, V v) {
  return of_step(l, [](const Step& s, V) { return "fs/disk=" + digits(s.usage.written_bytes); }, v);
}
std::string usage_out_node(L l, V v) {
  return of_step(l, [](const Step& s, V) { return "fs/disk=" + node_of_task(s, s.usage.max_rss_task); }, v);
}
std::string usage_out_task(L l, V v) {
  return of_step(l, [](const Step& s, V) { return "fs/disk=" + digits(s.usage.max_rss_task); }, v);
}
std::string requested_memory(L l, V v) {
  if (!is_job(l)) return {};
  if (l.job->spec.memory_per_node)
    return scaled(l.job->spec.memory_per_node->count * std::max(1U, l.job->min_nodes), 'M', v);
  if (l.job->spec.memory_per_cpu) return scaled(l.job->spec.memory_per_cpu->count * l.job->num_cpus, 'M', v);
  return "0";
}
// From being eligible to the start, or until now.
Seconds planned_time(L l, V v) {
  if (!is_job(l) || l.job->eligible == kNever) return Seconds{0};
  const Instant until = shown_start(l, v) != kNever ? shown_start(l, v)
                        : is_finished(l.job->state) ? l.job->ended
                                                    : v.now;
  return std::max(Seconds{0}, Seconds{until - l.job->eligible});
}
std::string planned(L l, V v) { return is_job(l) ? span(planned_time(l, v)) : std::string{}; }
std::string planned_cpu(L l, V v) { return is_job(l) ? span(planned_time(l, v) * l.job->num_cpus) : std::string{}; }
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
std::string frequency(L, V) { return "Unknown"; }

constexpr Field kFields[] = {
    {"Account", 0, 10, "Account", [](L l, V) { return l.job->spec.account; }},
    {"AdminComment", 0, 15, "AdminComment", of_spec<&JobSpec::admin_comment>},
    {"AllocCPUS", 0, 10, "AllocCPUS", cpus},
    {"AllocNodes", 0, 10, "AllocNodes", alloc_nodes},
    {"AllocTRES", 0, 10, "AllocTRES", alloc_tres},
    {"AssocID", 0, 7, "AssocID", [](L l, V) { return for_job(l, digits(l.job->association)); }},
    {"AveCPU", 0, 10, "AveCPU", mean_cpu},
    {"AveCPUFreq", 0, 10, "AveCPUFreq", step_zero},
    {"AveDiskRead", 0, 14, "AveDiskRead", bytes_read},
    {"AveDiskWrite", 0, 14, "AveDiskWrite", bytes_written},
    {"AvePages", 0, 10, "AvePages", step_zero},
    {"AveRSS", 0, 10, "AveRSS", rss},
    {"AveVMSize", 0, 10, "AveVMSize", vm},
    {"BlockID", 0, 16, "BlockID", none},
    {"Cluster", 0, 10, "Cluster", [](L, V v) { return v.cluster_name; }},
    {"Comment", 0, 14, "Comment",
     [](L l, V v) { return v.keeps_comments ? for_job(l, l.job->spec.comment) : std::string{}; }},
    {"Constraints", 0, 19, "Constraints", of_spec<&JobSpec::constraint>},
    {"ConsumedEnergy", 0, 14, "ConsumedEnergy", step_zero},
    {"ConsumedEnergyRaw", 0, 17, "ConsumedEnergyRaw", step_zero},
    {"Container", 0, 19, "Container", of_spec<&JobSpec::container>},
    {"CPUTime", 0, 10, "CPUTime", [](L l, V v) { return span(elapsed(l, v) * allocated_cpus(l)); }},
    {"CPUTimeRAW", 0, 10, "CPUTimeRAW",
     [](L l, V v) { return std::to_string((elapsed(l, v) * allocated_cpus(l)).count()); }},
    {"DBIndex", 0, 10, "DBIndex", [](L l, V) { return for_job(l, digits(number(l.job->id))); }},
    {"DerivedExitCode", 0, 15, "DerivedExitCode",
     [](L l, V) { return for_job(l, to_string(l.job->derived_exit_code)); }},
    {"Elapsed", 0, 10, "Elapsed", [](L l, V v) { return span(elapsed(l, v)); }},
    {"ElapsedRaw", 0, 10, "ElapsedRaw", [](L l, V v) { return std::to_string(elapsed(l, v).count()); }},
    {"Eligible", 0, 19, "Eligible",
     [](L l, V v) { return time_text(is_job(l) ? l.job->eligible : l.step->started, v); }},
    {"End", 0, 19, "End", [](L l, V v) { return time_text(shown_end(l, v), v); }},
    {"ExitCode", 0, 8, "ExitCode", [](L l, V) { return exit_code_text(l); }},
    {"Extra", 0, 19, "Extra", of_spec<&JobSpec::extra>},
    {"FailedNode", 0, 19, "FailedNode", none},
    {"Flags", 0, 19, "Flags", none},
    {"GID", 0, 6, "GID", [](L l, V) { return for_job(l, digits(number(l.job->group))); }},
    {"Group", 0, 9, "Group", [](L l, V) { return for_job(l, l.job->group_name); }},
    {"JobID", 0, -12, "JobID", [](L l, V) { return id_text(l); }},
    {"JobIDRaw", 0, -12, "JobIDRaw", [](L l, V) { return raw_id_text(l); }},
    {"JobName", 0, 10, "JobName", [](L l, V) { return is_job(l) ? l.job->spec.name : l.step->name; }},
    {"Layout", 0, 9, "Layout", [](L l, V) { return is_job(l) ? std::string{} : l.step->distribution; }},
    {"Licenses", 0, 10, "Licenses", of_spec<&JobSpec::licenses>},
    {"MaxDiskRead", 0, 12, "MaxDiskRead", bytes_read},
    {"MaxDiskReadNode", 0, 15, "MaxDiskReadNode", rss_node},
    {"MaxDiskReadTask", 0, 15, "MaxDiskReadTask", rss_task},
    {"MaxDiskWrite", 0, 12, "MaxDiskWrite", bytes_written},
    {"MaxDiskWriteNode", 0, 16, "MaxDiskWriteNode", rss_node},
    {"MaxDiskWriteTask", 0, 16, "MaxDiskWriteTask", rss_task},
    {"MaxPages", 0, 8, "MaxPages", step_zero},
    {"MaxPagesNode", 0, 12, "MaxPagesNode", rss_node},
    {"MaxPagesTask", 0, 14, "MaxPagesTask", rss_task},
    {"MaxRSS", 0, 10, "MaxRSS", rss},
    {"MaxRSSNode", 0, 10, "MaxRSSNode", rss_node},
    {"MaxRSSTask", 0, 10, "MaxRSSTask", rss_task},
    {"MaxVMSize", 0, 10, "MaxVMSize", vm},
    {"MaxVMSizeNode", 0, 14, "MaxVMSizeNode", rss_node},
    {"MaxVMSizeTask", 0, 14, "MaxVMSizeTask", rss_task},
    {"McsLabel", 0, 12, "McsLabel", of_spec<&JobSpec::mcs_label>},
    {"MinCPU", 0, 10, "MinCPU", mean_cpu},
    {"MinCPUNode", 0, 10, "MinCPUNode", rss_node},
    {"MinCPUTask", 0, 10, "MinCPUTask", rss_task},
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
    {"QOSREQ", 0, 10, "QOSREQ", of_spec<&JobSpec::qos>},
    {"Reason", 0, 22, "Reason", [](L l, V) { return for_job(l, std::string{name_of(l.job->reason)}); }},
    {"ReqCPUFreq", 0, 10, "ReqCPUFreq", frequency},
    {"ReqCPUFreqGov", 0, 13, "ReqCPUFreqGov", frequency},
    {"ReqCPUFreqMax", 0, 13, "ReqCPUFreqMax", frequency},
    {"ReqCPUFreqMin", 0, 13, "ReqCPUFreqMin", frequency},
    {"ReqCPUS", 0, 8, "ReqCPUS", requested_cpus},
    {"ReqMem", 0, 10, "ReqMem", requested_memory},
    {"ReqNodes", 0, 8, "ReqNodes",
     [](L l, V) { return is_job(l) ? digits(l.job->min_nodes) : digits(l.step->allocation.nodes.size()); }},
    {"ReqReservation", 0, 20, "ReqReservation", of_spec<&JobSpec::reservation>},
    {"ReqTRES", 0, 10, "ReqTRES", req_tres},
    {"Reservation", 0, 20, "Reservation", of_spec<&JobSpec::reservation>},
    {"ReservationId", 0, 8, "ReservationId", none},
    {"Restarts", 0, 8, "Restarts", [](L l, V) { return for_job(l, digits(l.job->restarts)); }},
    {"SegmentSize", 0, 11, "SegmentSize",
     [](L l, V) { return for_job(l, digits(l.job->spec.segment_size.value_or(0))); }},
    {"SLUID", 0, 14, "SLUID", none},
    {"Start", 0, 19, "Start", [](L l, V v) { return time_text(shown_start(l, v), v); }},
    {"State", 0, 10, "State", [](L l, V) { return state_text(l); }},
    {"StdErr", 0, 20, "StdErr", [](L l, V) { return is_job(l) ? l.job->spec.std_err : l.step->std_err; }},
    {"StdIn", 0, 20, "StdIn", [](L l, V) { return is_job(l) ? l.job->spec.std_in : l.step->std_in; }},
    {"StdOut", 0, 20, "StdOut", [](L l, V) { return is_job(l) ? l.job->spec.std_out : l.step->std_out; }},
    {"Submit", 0, 19, "Submit", [](L l, V v) { return time_text(is_job(l) ? l.job->submitted : l.step->started, v); }},
    {"SubmitLine", 0, 20, "SubmitLine",
     [](L l, V) { return is_job(l) ? l.job->spec.submit_line : l.step->submit_line; }},
    {"Suspended", 0, 10, "Suspended", [](L l, V) { return span(is_job(l) ? l.job->suspended_for : Seconds{0}); }},
    {"SystemComment", 0, 15, "SystemComment", none},
    {"SystemCPU", 0, 10, "SystemCPU", [](L l, V) { return cpu_time(usage(l).system_usec); }},
    {"Timelimit", 0, 10, "Timelimit", time_limit},
    {"TimelimitRaw", 0, 10, "TimelimitRaw", time_limit_raw},
    {"TotalCPU", 0, 10, "TotalCPU", total_cpu},
    {"TRESUsageInAve", 0, 14, "TRESUsageInAve", usage_in},
    {"TRESUsageInMax", 0, 14, "TRESUsageInMax", usage_in},
    {"TRESUsageInMaxNode", 0, 18, "TRESUsageInMaxNode", usage_in_node},
    {"TRESUsageInMaxTask", 0, 18, "TRESUsageInMaxTask", usage_in_task},
    {"TRESUsageInMin", 0, 14, "TRESUsageInMin", usage_in},
    {"TRESUsageInMinNode", 0, 18, "TRESUsageInMinNode", usage_in_node},
    {"TRESUsageInMinTask", 0, 18, "TRESUsageInMinTask", usage_in_task},
    {"TRESUsageInTot", 0, 14, "TRESUsageInTot", usage_in},
    {"TRESUsageOutAve", 0, 15, "TRESUsageOutAve", usage_out},
    {"TRESUsageOutMax", 0, 15, "TRESUsageOutMax", usage_out},
    {"TRESUsageOutMaxNode", 0, 19, "TRESUsageOutMaxNode", usage_out_node},
    {"TRESUsageOutMaxTask", 0, 19, "TRESUsageOutMaxTask", usage_out_task},
    {"TRESUsageOutMin", 0, 15, "TRESUsageOutMin", usage_out},
    {"TRESUsageOutMinNode", 0, 19, "TRESUsageOutMinNode", usage_out_node},
    {"TRESUsageOutMinTask", 0, 19, "TRESUsageOutMinTask", usage_out_task},
    {"TRESUsageOutTot", 0, 15, "TRESUsageOutTot", usage_out},
    {"UID", 0, 6, "UID", [](L l, V) { return for_job(l, digits(number(l.job->user))); }},
    {"User", 0, 9, "User", [](L l, V) { return for_job(l, l.job->user_name); }},
    {"UserCPU", 0, 10, "UserCPU", [](L l, V) { return cpu_time(usage(l).user_usec); }},
    {"WCKey", 0, 10, "WCKey", of_spec<&JobSpec::wckey>},
    {"WCKeyID", 0, 10, "WCKeyID", zero},
    {"WorkDir", 0, 20, "WorkDir", of_spec<&JobSpec::work_dir>},
};
static_assert(std::size(kFields) == 120, "Slurm 25.11 has 120 fields");

}  // namespace

std::span<const Field> fields() { return kFields; }

}  // namespace minislurm::sacct
