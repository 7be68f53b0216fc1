#include <cstdio>

#include "commands/squeue/job_texts.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/ranges.h"
#include "libcommon/text/sluid.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::squeue {
namespace {

using Line = const JobLine&;
using Look = const View&;

std::string digits(std::uint64_t value) { return std::to_string(value); }
std::string count_or(const std::optional<std::uint32_t>& count, const char* word) {
  return count ? std::to_string(*count) : word;
}
std::string yes(bool value) { return value ? "1" : "0"; }
std::string in_seconds(Seconds span) { return text::format_duration(span); }

// A share of the largest priority that there can be.
std::string priority_share(Line line, Look) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%16.14f", double{static_cast<double>(line.job->priority)} / 4294967295.0);
  return buffer;
}

std::string partition(Line line, Look) {
  return std::string{line.partition.empty() ? std::string_view{line.job->partition} : line.partition};
}
// The states of which the reason is worth more than the nodes.
bool says_why(const Job& job) {
  if (has(job.flags, JobFlag::Completing)) return false;
  return job.state == JobState::Pending || job.state == JobState::Timeout || job.state == JobState::OutOfMemory ||
         job.state == JobState::Deadline || job.state == JobState::Failed;
}
std::string node_list_or_reason(Line line, Look) {
  return says_why(*line.job) ? "(" + reason_text(*line.job) + ")" : node_list(*line.job);
}
std::string sockets(Line line, Look) { return count_or(line.job->spec.sockets_per_node, "*"); }
std::string cores(Line line, Look) { return count_or(line.job->spec.cores_per_socket, "*"); }
std::string threads(Line line, Look) { return count_or(line.job->spec.threads_per_core, "*"); }
std::string sockets_cores_threads(Line line, Look look) {
  return sockets(line, look) + ":" + cores(line, look) + ":" + threads(line, look);
}
std::string none(Line, Look) { return "(null)"; }
std::string not_available(Line, Look) { return "N/A"; }
bool is_het(Line line) { return number(line.job->het_job) != 0; }
std::string no_federation(Line, Look) { return "NA"; }
std::string zero(Line, Look) { return "0"; }
std::string cpus_per_task(Line line, Look) { return digits(line.job->spec.cpus_per_task.value_or(1)); }
// "node2,node3" as "node[2-3]", in the order given.
std::string folded(const std::string& list) {
  const Result<std::vector<std::string>> names = text::expand_hostlist(list);
  return names ? text::compress_hostlist(*names) : list;
}
// A job is looked at when it is submitted, held or not.
Instant last_look(const Job& job) { return job.last_sched_eval == kNever ? job.submitted : job.last_sched_eval; }
std::string core_spec(Line line, Look) {
  const std::uint32_t count = line.job->spec.core_spec.value_or(0);
  return count != 0 ? digits(count) : "N/A";
}
std::string name(Line line, Look) { return line.job->spec.name; }

constexpr JobColumn kJobColumns[] = {
    {"Account", 'a', 20, "ACCOUNT", [](Line l, Look) { return or_word(l.job->spec.account); }},
    {"AccrueTime", 0, 20, "ACCRUE_TIME", [](Line l, Look v) { return point_text(l.job->accrue, v); }},
    {"admin_comment", 0, 20, "ADMIN_COMMENT", [](Line l, Look) { return or_word(l.job->spec.admin_comment); }},
    {"AllocNodes", 0, 20, "ALLOC_NODES", [](Line l, Look) { return or_word(l.job->spec.alloc_node, "N/A"); }},
    {"AllocSID", 0, 20, "ALLOC_SID", [](Line l, Look) { return digits(l.job->spec.alloc_sid); }},
    {"ArrayJobId", 'F', 20, "ARRAY_JOB_ID",
     [](Line l, Look) { return to_string(number(l.job->array_job) != 0 ? l.job->array_job : l.job->id); }},
    {"ArrayTaskId", 'K', 20, "ARRAY_TASK_ID", task_text},
    {"AssocId", 0, 20, "ASSOC_ID", [](Line l, Look) { return digits(l.job->association); }},
    {"BatchFlag", 0, 20, "BATCH_FLAG", [](Line l, Look) { return yes(l.job->spec.kind == JobKind::Batch); }},
    {"BatchHost", 'B', 20, "EXEC_HOST", [](Line l, Look) { return or_word(l.job->batch_host, "n/a"); }},
    {"BoardsPerNode", 0, 20, "BOARDS_PER_NODE", zero},
    {"BurstBuffer", 0, 20, "BURST_BUFFER", [](Line l, Look) { return or_word(l.job->spec.burst_buffer); }},
    {"BurstBufferState", 0, 20, "BURST_BUFFER_STATE", none},
    {"Cluster", 0, 20, "CLUSTER", [](Line, Look v) { return v.cluster_name; }},
    {"ClusterFeature", 0, 20, "CLUSTER_FEATURES", none},
    {"Command", 'o', 20, "COMMAND", [](Line l, Look) { return or_word(l.job->spec.command); }},
    {"Comment", 'k', 20, "COMMENT", [](Line l, Look) { return or_word(l.job->spec.comment); }},
    {"Container", 0, 20, "CONTAINER", [](Line l, Look) { return or_word(l.job->spec.container); }},
    {"ContainerId", 0, 20, "CONTAINER_ID", none},
    {"Contiguous", 'O', 20, "CONTIGUOUS", [](Line l, Look) { return yes(l.job->spec.contiguous); }},
    {"Cores", 'I', 20, "CORES_PER_SOCKET", cores},
    {"CoreSpec", 'X', 20, "CORE_SPEC", core_spec},
    {"CPUsPerTask", 0, 20, "CPUS_PER_TASK", cpus_per_task},
    {"cpus-per-task", 0, 20, "CPUS_PER_TASK", cpus_per_task},
    {"cpus-per-tres", 0, 20, "CPUS_PER_TRES",
     [](Line l, Look) {
       return l.job->spec.cpus_per_gpu ? "gres/gpu:" + digits(*l.job->spec.cpus_per_gpu) : std::string{"N/A"};
     }},
    {"CronJob", 0, 20, "CRON_JOB", [](Line, Look) { return std::string{"No"}; }},
    {"Deadline", 0, 20, "DEADLINE", [](Line l, Look v) { return point_text(l.job->spec.deadline, v); }},
    {"DelayBoot", 0, 20, "DELAY_BOOT", [](Line, Look) { return in_seconds(Seconds{0}); }},
    {"Dependency", 'E', 20, "DEPENDENCY", [](Line l, Look) { return or_word(l.job->dependency_left); }},
    {"DerivedEC", 0, 20, "DERIVED_EC", [](Line l, Look) { return to_string(l.job->derived_exit_code); }},
    {"EligibleTime", 0, 20, "ELIGIBLE_TIME", [](Line l, Look v) { return point_text(l.job->eligible, v); }},
    {"EndTime", 'e', 20, "END_TIME", [](Line l, Look v) { return point_text(shown_end(*l.job, v.now), v); }},
    {"ExcNodes", 'x', 20, "EXC_NODES", [](Line l, Look) { return folded(l.job->spec.excluded_nodes); }},
    {"exit_code", 0, 20, "EXIT_CODE", [](Line l, Look) { return to_string(l.job->exit_code); }},
    {"Feature", 'f', 20, "FEATURES", [](Line l, Look) { return or_word(l.job->spec.constraint); }},
    {"GroupId", 'G', 20, "GROUP", [](Line l, Look) { return digits(number(l.job->group)); }},
    {"GroupName", 'g', 20, "GROUP", [](Line l, Look) { return l.job->group_name; }},
    {"HetJobId", 0, 20, "HET_JOB_ID",
     [](Line l, Look v) { return is_het(l) ? digits(number(l.job->het_job)) : not_available(l, v); }},
    {"HetJobIdSet", 0, 20, "HET_JOB_ID_SET",
     [](Line l, Look v) { return is_het(l) ? text::format_ranges(l.job->het_set) : not_available(l, v); }},
    {"HetJobOffset", 0, 20, "HET_JOB_OFFSET",
     [](Line l, Look v) { return is_het(l) ? digits(l.job->het_offset) : not_available(l, v); }},
    {"JobArrayId", 'i', 20, "JOBID", id_text},
    {"JobId", 'A', 20, "JOBID", [](Line l, Look) { return to_string(l.job->id); }},
    {"LastSchedEval", 0, 20, "LAST_SCHED_EVAL", [](Line l, Look v) { return point_text(last_look(*l.job), v); }},
    {"Licenses", 'W', 20, "LICENSES", [](Line l, Look) { return or_word(l.job->spec.licenses); }},
    {"LicensesAlloc", 0, 20, "LICENSES_ALLOC",
     [](Line l, Look) { return l.job->state == JobState::Pending ? "(null)" : or_word(l.job->spec.licenses); }},
    {"MaxCPUs", 0, 20, "MAX_CPUS", [](Line l, Look) { return digits(shown_cpus(*l.job)); }},
    {"MaxNodes", 0, 20, "MAX_NODES",
     [](Line l, Look) { return digits(l.job->max_nodes != 0 ? l.job->max_nodes : shown_nodes(*l.job)); }},
    {"mem-per-tres", 0, 20, "MEM_PER_TRES",
     [](Line l, Look) {
       return l.job->spec.memory_per_gpu ? "gres/gpu:" + digits(l.job->spec.memory_per_gpu->count)
                                         : std::string{"N/A"};
     }},
    {"MCSLabel", 0, 20, "MCSLABEL", [](Line l, Look) { return or_word(l.job->spec.mcs_label); }},
    {"MinCPUs", 'c', 20, "MIN_CPUS", [](Line l, Look) { return digits(min_cpus_per_node(*l.job)); }},
    {"MinMemory", 'm', 20, "MIN_MEMORY", [](Line l, Look v) { return memory_text(min_memory(*l.job), v); }},
    {"MinTime", 0, 20, "TIME_MIN",
     [](Line l, Look) { return in_seconds(l.job->spec.time_min.value_or(Minutes{0})); }},
    {"MinTmpDisk", 'd', 20, "MIN_TMP_DISK",
     [](Line l, Look v) { return memory_text(l.job->spec.tmp_disk.value_or(Mebibytes{}), v); }},
    {"Name", 'j', 20, "NAME", name},
    {"Network", 0, 20, "NETWORK", [](Line l, Look) { return or_word(l.job->spec.network); }},
    {"Nice", 'y', 20, "NICE", [](Line l, Look) { return std::to_string(l.job->spec.nice); }},
    {"NodeList", 'N', 20, "NODELIST", [](Line l, Look) { return node_list(*l.job); }},
    {"NTPerCore", 0, 20, "NTASKS_PER_CORE", [](Line l, Look) { return count_or(l.job->spec.ntasks_per_core, "N/A"); }},
    {"NTPerNode", 0, 20, "NTASKS_PER_NODE", [](Line l, Look) { return count_or(l.job->spec.ntasks_per_node, "0"); }},
    {"NTPerSocket", 0, 20, "NTASKS_PER_SOCKET",
     [](Line l, Look) { return count_or(l.job->spec.ntasks_per_socket, "N/A"); }},
    {"NTPerBoard", 0, 20, "NTASKS_PER_BOARD", zero},
    {"NumCPUs", 'C', 20, "CPUS", [](Line l, Look) { return digits(shown_cpus(*l.job)); }},
    {"NumNodes", 'D', 20, "NODES", [](Line l, Look) { return digits(shown_nodes(*l.job)); }},
    {"NumTasks", 0, 20, "TASKS", [](Line l, Look) { return digits(l.job->num_tasks); }},
    {"Origin", 0, 20, "ORIGIN", no_federation},
    {"OriginRaw", 0, 20, "ORIGIN_RAW", no_federation},
    {"OverSubscribe", 'h', 20, "OVER_SUBSCRIBE", [](Line l, Look) { return over_subscribe(*l.job); }},
    {"Partition", 'P', 20, "PARTITION", partition},
    {"PendingTime", 0, 20, "PENDING_TIME",
     [](Line l, Look v) { return std::to_string(waited(*l.job, v.now).count()); }},
    {"PreemptTime", 0, 20, "PREEMPT_TIME", [](Line l, Look v) { return point_text(l.job->preempted, v); }},
    {"Prefer", 0, 20, "PREFER", [](Line l, Look) { return or_word(l.job->spec.prefer); }},
    {"Priority", 'p', 20, "PRIORITY", priority_share},
    {"PriorityLong", 'Q', 20, "PRIORITY", [](Line l, Look) { return digits(l.job->priority); }},
    {"Profile", 0, 20, "PROFILE", [](Line, Look) { return std::string{"NotSet"}; }},
    {"QOS", 'q', 20, "QOS", [](Line l, Look) { return or_word(l.job->spec.qos, "normal"); }},
    {"Reason", 'r', 20, "REASON", [](Line l, Look) { return reason_text(*l.job); }},
    {"ReasonList", 'R', 20, "NODELIST(REASON)", node_list_or_reason},
    {"Reboot", 0, 20, "REBOOT", zero},
    {"ReqNodes", 'n', 20, "REQ_NODES", [](Line l, Look) { return folded(l.job->spec.required_nodes); }},
    {"ReqSwitch", 0, 20, "REQ_SWITCH", [](Line l, Look) { return digits(l.job->spec.switches.value_or(0)); }},
    {"Requeue", 0, 20, "REQUEUE", [](Line l, Look) { return yes(l.job->spec.requeue != Tristate::No); }},
    {"Reservation", 'v', 20, "RESERVATION", [](Line l, Look) { return or_word(shown_reservation(*l.job)); }},
    {"ResizeTime", 0, 20, "RESIZE_TIME", [](Line l, Look v) { return point_text(l.job->resized, v); }},
    {"RestartCnt", 0, 20, "RESTART_COUNT", [](Line l, Look) { return digits(l.job->restarts); }},
    {"SchedNodes", 'Y', 20, "SCHEDNODES", [](Line l, Look) { return or_word(l.job->expected_nodes); }},
    {"SCT", 'z', 20, "S:C:T", sockets_cores_threads},
    {"SegmentSize", 0, 20, "SEGMENT_SIZE", [](Line l, Look) { return count_or(l.job->spec.segment_size, "N/A"); }},
    {"SiblingsActive", 0, 20, "ACTIVE_SIBLINGS", no_federation},
    {"SiblingsActiveRaw", 0, 20, "ACTIVE_SIBLINGS_RAW", no_federation},
    {"SiblingsViable", 0, 20, "VIABLE_SIBLINGS", no_federation},
    {"SiblingsViableRaw", 0, 20, "VIALBLE_SIBLINGS_RAW", no_federation},  // spelt so by Slurm
    {"SLUID", 's', 20, "SLUID", [](Line l, Look) { return or_word(text::format_sluid(l.job->sluid)); }},
    {"Sockets", 'H', 20, "SOCKETS_PER_NODE", sockets},
    {"SPerBoard", 0, 20, "SOCKETS_PER_BOARD", zero},
    {"StartTime", 'S', 20, "START_TIME", [](Line l, Look v) { return point_text(shown_start(*l.job, v.now), v); }},
    {"State", 'T', 20, "STATE", [](Line l, Look) { return std::string{shown_name(l.job->state, l.job->flags)}; }},
    {"StateCompact", 't', 20, "ST",
     [](Line l, Look) { return std::string{shown_compact_name(l.job->state, l.job->flags)}; }},
    {"StdErr", 0, 20, "STDERR", [](Line l, Look v) { return stream_text(l, v, Stream::Error); }},
    {"StdIn", 0, 20, "STDIN", [](Line l, Look v) { return stream_text(l, v, Stream::Input); }},
    {"StdOut", 0, 20, "STDOUT", [](Line l, Look v) { return stream_text(l, v, Stream::Output); }},
    {"SubmitTime", 'V', 20, "SUBMIT_TIME", [](Line l, Look v) { return point_text(l.job->submitted, v); }},
    {"system_comment", 0, 20, "SYSTEM_COMMENT", [](Line l, Look) { return or_word(l.job->system_comment); }},
    {"Threads", 'J', 20, "THREADS_PER_CORE", threads},
    {"TimeLeft", 'L', 20, "TIME_LEFT", [](Line l, Look v) { return time_left(*l.job, v); }},
    {"TimeLimit", 'l', 20, "TIME_LIMIT", [](Line l, Look) { return time_limit(*l.job); }},
    {"TimeUsed", 'M', 20, "TIME", [](Line l, Look v) { return in_seconds(run_time(*l.job, v.now)); }},
    {"tres-alloc", 0, 20, "TRES_ALLOC",
     [](Line l, Look) {
       return or_word(l.job->tres_allocated.empty() ? l.job->tres_request : l.job->tres_allocated, "N/A");
     }},
    {"tres-bind", 0, 20, "TRES_BIND", [](Line l, Look) { return or_word(l.job->spec.tres_bind, "N/A"); }},
    {"tres-freq", 0, 20, "TRES_FREQ", not_available},
    {"tres-per-job", 0, 20, "TRES_PER_JOB", [](Line l, Look) { return or_word(l.job->spec.gres_per_job, "N/A"); }},
    {"tres-per-socket", 0, 20, "TRES_PER_SOCKET",
     [](Line l, Look) { return or_word(l.job->spec.gres_per_socket, "N/A"); }},
    {"tres-per-task", 0, 20, "TRES_PER_TASK",
     [](Line l, Look) { return or_word(all_tres_per_task(l.job->spec), "N/A"); }},
    {"UserId", 'U', 20, "UID", [](Line l, Look) { return digits(number(l.job->user)); }},
    {"UserName", 'u', 20, "USER", [](Line l, Look) { return l.job->user_name; }},
    {"Wait4Switch", 0, 20, "WAIT4SWITCH", [](Line l, Look) { return in_seconds(l.job->spec.switch_wait); }},
    {"WCKey", 'w', 20, "WCKEY", [](Line l, Look) { return or_word(l.job->spec.wckey); }},
    {"WorkDir", 'Z', 20, "WORK_DIR", [](Line l, Look) { return or_word(l.job->spec.work_dir); }},
    // Known by these names, and not listed by --helpFormat.
    {"tres-per-node", 'b', 20, "TRES_PER_NODE", [](Line l, Look) { return or_word(l.job->spec.gres_per_node, "N/A"); }},
    {"Elastic", 0, 20, "ELASTIC",
     [](Line l, Look) {
       if (!l.job->spec.elastic.wanted) return std::string{"N/A"};
       return digits(shown_cpus(*l.job)) + "/" + digits(l.job->elastic.most.cpus);
     }},
};

constexpr std::size_t kUnlisted = 2;  // the last rows

}  // namespace

std::span<const JobColumn> job_columns() { return kJobColumns; }
std::span<const JobColumn> listed_job_columns() { return job_columns().first(std::size(kJobColumns) - kUnlisted); }

}  // namespace minislurm::squeue
