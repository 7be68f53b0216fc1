#include <algorithm>

#include "commands/scontrol/job_extras.h"
#include "commands/scontrol/query.h"
#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/job_texts.h"
#include "commands/support/json/jobs.h"
#include "commands/support/selectors.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/job_files.h"
#include "libcommon/text/ranges.h"
#include "libcommon/text/size.h"
#include "libcommon/text/sluid.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::scontrol {
namespace {

std::string time_or(Instant when, std::string_view otherwise) {
  return when == kNever ? std::string(otherwise) : text::format_time_point(when);
}

std::string star(const std::optional<std::uint32_t>& value) { return value ? std::to_string(*value) : "*"; }

void put_identity(Record& record, const Job& job, bool details) {
  record.put("JobId", number(job.id));
  if (number(job.array_job) != 0) {
    record.put("ArrayJobId", number(job.array_job));
    const std::string throttle = job.array_throttle != 0 ? "%" + std::to_string(job.array_throttle) : "";
    record.put("ArrayTaskId", job.array_task ? std::to_string(*job.array_task)
                                             : text::compress_array_ids(job.array_pending) + throttle);
    if (job.array_throttle != 0 && !job.array_task) record.put("ArrayTaskThrottle", job.array_throttle);
  }
  if (number(job.het_job) != 0) {
    record.put("HetJobId", number(job.het_job)).put("HetJobOffset", job.het_offset);
    record.put("JobName", job.spec.name);
    record.next_line().put("HetJobIdSet", text::format_ranges(job.het_set));
  } else {
    record.put("JobName", job.spec.name);
  }
  if (details && job.sluid != 0) record.next_line().put("SLUID", text::format_sluid(job.sluid));
  record.next_line().put("UserId", job.user_name + "(" + std::to_string(number(job.user)) + ")");
  record.put("GroupId", job.group_name + "(" + std::to_string(number(job.group)) + ")");
  record.put("MCS_label", job.spec.mcs_label.empty() ? "N/A" : job.spec.mcs_label);
  record.next_line().put("Priority", job.priority).put("Nice", std::to_string(job.spec.nice));
  record.put("Account", job.spec.account).put("QOS", job.spec.qos);
  record.put_if(!job.spec.wckey.empty(), "WCKey", job.spec.wckey);
}

std::string state_text(const Job& job) {
  std::string text{name_of(job.state)};
  return has(job.flags, JobFlag::Completing) ? "COMPLETING" : text;
}

void put_state(Record& record, const Job& job, bool details) {
  record.next_line().put("JobState", state_text(job));
  record.put("Reason", reason_text(job));
  record.put("Dependency", or_null(job.dependency_left));
  record.next_line().put("Requeue", job.spec.requeue == Tristate::No ? "0" : "1").put("Restarts", job.restarts);
  record.put("BatchFlag", job.spec.kind == JobKind::Batch ? "1" : "0")
      .put("Reboot", find_kept(job.spec, "reboot") ? "1" : "0");
  record.put("ExitCode", to_string(job.exit_code));
  if (details) record.next_line().put("DerivedExitCode", to_string(job.derived_exit_code));
}

void put_times(Record& record, const Job& job, Instant now) {
  record.next_line().put("RunTime", text::format_duration_padded(run_time(job, now)));
  record.put("TimeLimit", job.time_limit ? text::format_minutes_padded(*job.time_limit) : "Partition_Limit");
  record.put("TimeMin", job.spec.time_min ? text::format_minutes_padded(*job.spec.time_min) : "N/A");
  record.next_line().put("SubmitTime", time_or(job.submitted, "Unknown"));
  record.put("EligibleTime", time_or(job.eligible, "Unknown"));
  record.next_line().put("AccrueTime", time_or(job.accrue, "Unknown"));
  if (job.resized != kNever) record.next_line().put("ResizeTime", time_or(job.resized, "Unknown"));
  const bool pending = job.state == JobState::Pending;
  Instant start = pending ? job.expected_start : job.started;
  if (pending && start == kNever && job.priority != 0 && job.spec.begin > now) start = job.spec.begin;
  Instant end = is_finished(job.state) ? job.ended : pending ? kNever : end_of_run(job);
  if (pending && start != kNever && job.time_limit && *job.time_limit != kUnlimited) end = start + *job.time_limit;
  record.next_line().put("StartTime", time_or(start, "Unknown")).put("EndTime", time_or(end, "Unknown"));
  record.put("Deadline", time_or(job.spec.deadline, "N/A"));
  if (job.preempt_eligible != kNever || job.preempted != kNever)
    record.next_line()
        .put("PreemptEligibleTime", time_or(job.preempt_eligible, "None"))
        .put("PreemptTime", time_or(job.preempted, "None"));
  record.next_line().put("SuspendTime", time_or(job.suspended_at, "None"));
  record.put("SecsPreSuspend", static_cast<unsigned long long>(ran_before_suspension(job).count()));
  record.put("LastSchedEval", time_or(job.last_sched_eval, "Unknown")).put("Scheduler", "Main");
}

std::string node_count_text(const Job& job) {
  if (holds_nodes(job)) return std::to_string(job.allocation.nodes.size());
  if (!job.spec.node_count.empty()) return job.spec.node_count;
  // Without a largest number: a job that nobody has looked at yet may have no more than the least, if tasks and CPUs
  // are all that it asks for.
  const JobSpec& spec = job.spec;
  const bool shaped = spec.cpus_per_task || spec.ntasks_per_node || spec.ntasks_per_core;
  const bool looked_at = job.priority != 0;
  const std::string least = std::to_string(job.min_nodes);
  if (job.max_nodes == 0 && (shaped || looked_at)) return least;
  return least + "-" + std::to_string(std::max(job.min_nodes, job.max_nodes));
}

void put_place(Record& record, const Job& job) {
  record.next_line().put("Partition", job.partition);
  record.put("AllocNode:Sid", job.spec.alloc_node + ":" + std::to_string(job.spec.alloc_sid));
  record.next_line().put("ReqNodeList", or_null(job.spec.required_nodes));
  record.put("ExcNodeList", or_null(job.spec.excluded_nodes));
  const bool placed = holds_nodes(job);
  record.next_line().put("NodeList", node_list(job));
  record.put_if(job.state == JobState::Pending && !job.expected_nodes.empty(), "SchedNodeList", job.expected_nodes);
  if (placed) record.next_line().put("BatchHost", job.batch_host);
  if (const std::string* features = find_kept(job.spec, "batch")) record.next_line().put("BatchFeatures", *features);
}

std::string size_text(const ElasticSize& size) {
  std::string text = "cpu=" + std::to_string(size.cpus);
  if (size.memory.count != 0) text += ",mem=" + std::to_string(size.memory.count) + "M";
  text += ",node=" + std::to_string(size.nodes);
  if (size.gpus != 0) text += ",gres/gpu=" + std::to_string(size.gpus);
  return text;
}

// Of minislurm's own: real Slurm has no such jobs.
void put_elastic(Record& record, const Job& job) {
  const std::uint32_t now = holds_nodes(job) ? job.allocation.cpu_count() : job.num_cpus;
  record.next_line().put("Elastic", std::to_string(now) + "/" + std::to_string(job.elastic.most.cpus));
  record.put("ElasticMin", size_text(job.elastic.least)).put("ElasticMax", size_text(job.elastic.most));
  record.put("Resizes", job.elastic.resizes.size());
}

void put_size(Record& record, const Job& job) {
  const JobSpec& spec = job.spec;
  const bool held = holds_nodes(job);
  record.next_line().put("NumNodes", node_count_text(job));
  record.put("NumCPUs", held ? job.allocation.cpu_count() : job.num_cpus).put("NumTasks", job.num_tasks);
  record.put("CPUs/Task", spec.cpus_per_task.value_or(1));
  record.put("ReqB:S:C:T", "0:0:" + star(spec.cores_per_socket) + ":" + star(spec.threads_per_core));
  record.next_line().put("ReqTRES", or_null(job.tres_request));
  record.next_line().put("AllocTRES", or_null(held ? job.tres_allocated : ""));
  if (spec.elastic.wanted) put_elastic(record, job);
}

// "gpu:a100:2(IDX:0-1)", "tape(CNT:2)" where they have no numbers, "shard:3(3/4,0/4)": of each GPU so much.
std::string gres_of(const NodeAllocation& node) {
  std::string gres;
  for (const GresAllocation& one : node.gres) {
    if (!gres.empty()) gres += ',';
    gres += one.name + (one.type.empty() ? "" : ":" + one.type);
    if (!one.shares.empty()) {
      gres += ":" + std::to_string(one.count) + "(";
      for (std::size_t at = 0; at + 1 < one.shares.size(); at += 2)
        gres += (at == 0 ? "" : ",") + std::to_string(one.shares[at]) + "/" + std::to_string(one.shares[at + 1]);
      gres += ")";
    } else if (one.indexes.empty()) {
      gres += "(CNT:" + std::to_string(one.count) + ")";
    } else {
      gres += ":" + std::to_string(one.count) + "(IDX:" + text::format_cpu_list(one.indexes) + ")";
    }
  }
  return gres;
}

void put_details(Record& record, const Job& job) {
  if (!holds_nodes(job)) return;
  std::uint64_t gpus = 0;
  for (const NodeAllocation& node : job.allocation.nodes)
    for (const GresAllocation& gres : node.gres) gpus += gres.name == "gpu" ? gres.count : 0;
  record.next_line().put("JOB_GRES", gpus > 0 ? "gpu:" + std::to_string(gpus) : "(null)");
  // Nodes that follow each other and give the same share a line.
  const std::vector<NodeAllocation>& nodes = job.allocation.nodes;
  for (auto first = nodes.begin(); first != nodes.end();) {
    std::vector<std::string> names;
    const std::string gres = gres_of(*first);
    auto last = first;
    for (; last != nodes.end() && last->cpus == first->cpus && last->memory == first->memory && gres_of(*last) == gres;
         ++last)
      names.push_back(last->node);
    record.next_line("     ").put("Nodes", text::compress_hostlist(names));
    record.put("CPU_IDs", text::format_cpu_list(first->cpus)).put("Mem", first->memory.count).put("GRES", gres);
    first = last;
  }
}

std::string tasks_per_node(const Job& job) {
  return std::to_string(job.spec.ntasks_per_node.value_or(0)) + ":0:" +
         (job.spec.ntasks_per_socket ? std::to_string(*job.spec.ntasks_per_socket) : "*") + ":" +
         (job.spec.ntasks_per_core ? std::to_string(*job.spec.ntasks_per_core) : "*");
}

void put_memory(Record& record, const Job& job) {
  const JobSpec& spec = job.spec;
  const std::uint32_t per_task = spec.cpus_per_task.value_or(1) * std::max(1U, spec.ntasks_per_node.value_or(1));
  record.next_line().put("MinCPUsNode", std::max(per_task, spec.min_cpus_per_node.value_or(1)));
  if (spec.memory_per_cpu) record.put("MinMemoryCPU", text::format_memory(*spec.memory_per_cpu));
  else if (spec.memory_per_gpu) record.put("MinMemoryTRES", text::format_memory(*spec.memory_per_gpu));
  else record.put("MinMemoryNode", text::format_memory(spec.memory_per_node.value_or(Mebibytes{})));
  record.put("MinTmpDiskNode", text::format_memory(spec.tmp_disk.value_or(Mebibytes{})));
}

std::string over_subscribe(const Job& job) {
  if (job.spec.oversubscribe) return "YES";
  if (job.spec.exclusive == Exclusive::Node) return "NO";
  if (job.spec.exclusive == Exclusive::User) return "USER";
  if (job.spec.exclusive == Exclusive::Mcs) return "MCS";
  if (job.spec.exclusive == Exclusive::Topology) return "TOPO";
  return "OK";
}

void put_request(Record& record, const Job& job, bool details) {
  const JobSpec& spec = job.spec;
  record.next_line().put("Socks/Node", star(spec.sockets_per_node)).put("NtasksPerN:B:S:C", tasks_per_node(job));
  record.put("CoreSpec", star(spec.core_spec));
  if (details) put_details(record, job);
  put_memory(record, job);
  const std::string* delay = find_kept(spec, "delay-boot");
  const Minutes delayed = delay ? text::parse_time_limit(*delay).value_or(Minutes{0}) : Minutes{0};
  // What is preferred stands for what is required, where there is nothing else.
  record.next_line().put("Features", or_null(spec.constraint.empty() ? spec.prefer : spec.constraint));
  record.put("DelayBoot", text::format_minutes_padded(delayed));
  if (const std::string* wanted = find_kept(spec, "cluster-constraint"))
    record.next_line().put("ClusterFeatures", *wanted);
  if (!spec.prefer.empty()) record.next_line().put("Prefer", spec.prefer);
  if (const std::string name = shown_reservation(job); !name.empty()) record.next_line().put("Reservation", name);
  record.next_line().put("OverSubscribe", over_subscribe(job)).put("Contiguous", spec.contiguous ? "1" : "0");
  record.put("Licenses", or_null(spec.licenses));
  const bool running = job.state == JobState::Running || job.state == JobState::Suspended;
  record.put("LicensesAlloc", or_null(running ? spec.licenses : "")).put("Network", or_null(spec.network));
}

void put_files(Record& record, const Job& job) {
  const JobSpec& spec = job.spec;
  record.next_line().put("Command", or_null(spec.command));
  record.next_line().put("SubmitLine", spec.submit_line);
  record.next_line().put("WorkDir", spec.work_dir);
  if (!spec.admin_comment.empty()) record.next_line().put("AdminComment", spec.admin_comment);
  if (!spec.comment.empty()) record.next_line().put("Comment", spec.comment);
  if (!spec.extra.empty()) record.next_line().put("Extra", spec.extra);
  if (spec.kind != JobKind::Batch) return;
  record.next_line().put("StdErr", text::job_file_path(job, spec.std_err));
  record.next_line().put("StdIn", spec.std_in.empty() ? "/dev/null" : text::job_file_path(job, spec.std_in));
  record.next_line().put("StdOut", text::job_file_path(job, text::output_pattern(job)));
}

// Why it waits, one line for each thing that stands in its way; when it starts at the earliest, and who ends before.
void put_why(Record& record, const wire::Explanation& why) {
  for (const wire::Obstacle& one : why.obstacles) record.next_line().put("Why", one.reason + " (" + one.text + ")");
  if (why.earliest == kNever) return;
  record.next_line().put("EarliestStart", text::format_time_point(why.earliest)).put("On", why.nodes);
  for (const wire::Release& one : why.after) {
    record.next_line("     ").put("After", one.who);
    record.put_if(!one.nodes.empty(), "Nodes", one.nodes).put_if(!one.licenses.empty(), "Licenses", one.licenses);
    record.put("By", text::format_time_point(one.by));
  }
}

const wire::Explanation* find_why(const wire::ExplainedJobsReply& reply, JobId job) {
  const auto found = std::find_if(reply.explanations.begin(), reply.explanations.end(),
                                  [job](const wire::Explanation& one) { return one.job == job; });
  return found == reply.explanations.end() ? nullptr : &*found;
}

// The tasks of a waiting array that the selector names become one record each, as Slurm shows them.
std::vector<Job> wanted_parts(const std::vector<Job>& jobs, const wire::JobSelector& selector) {
  std::vector<Job> parts;
  for (const Job& job : jobs) {
    if (selector.tasks.empty() || job.array_task) {
      parts.push_back(job);
      continue;
    }
    for (const std::uint32_t task : selector.tasks) {
      if (!std::binary_search(job.array_pending.begin(), job.array_pending.end(), task)) continue;
      parts.push_back(job);
      parts.back().array_task = task;
    }
  }
  return parts;
}

}  // namespace

std::string job_record(const Job& job, Instant now, const Options& options, const wire::Explanation* why) {
  Record record{options.one_line};
  put_identity(record, job, options.details);
  put_state(record, job, options.details);
  put_times(record, job, now);
  put_place(record, job);
  put_size(record, job);
  put_request(record, job, options.details);
  put_files(record, job);
  put_extras(record, job);
  if (why != nullptr) put_why(record, *why);
  return std::move(record).finish();
}

int print_document(Session& session, wire::JobsReply reply) {
  const auto cluster = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!cluster) return 1;
  reply.cluster_name = cluster->cluster_name;
  session.context.out() << documents::jobs_document(reply, session.document(), cluster->nodes);
  return 0;
}

// Whether it is the task alone that does not exist.
bool knows_job(Session& session, JobId job) {
  wire::QueryJobsRequest query;
  query.jobs.resize(1);
  query.jobs[0].job = job;
  return bool{session.context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, query)};
}

int show_jobs(Session& session, const std::string& id) {
  wire::ExplainJobsRequest query;
  wire::JobSelector selector;
  if (!id.empty()) {
    const Result<wire::JobSelector> parsed = parse_job_selector(id);
    if (id != "0" && (!parsed || parsed->step || number(parsed->job) == 0))
      return fail(session, "scontrol_print_job error: ", Error{Code::InvalidJobId});
    if (parsed && id != "0") selector = *parsed;
    if (number(selector.job) != 0) query.jobs = {selector};
  }
  query.explain = session.options.details && !session.prints_document();
  const auto reply = session.context.link().ask<wire::ExplainedJobsReply>(wire::RequestKind::QueryJobs, query);
  if (!reply && reply.error().code == Code::InvalidJobId && (!selector.tasks.empty() || selector.het_offset) &&
      knows_job(session, selector.job)) {
    if (!session.options.quiet) session.context.out() << "Job " << id << " not found\n";
    return 1;
  }
  if (!reply && reply.error().code == Code::InvalidJobId && session.prints_document())
    return print_document(session, {});  // a document of no jobs says that there is no such job
  if (!reply) return fail(session, "slurm_load_jobs error: ", reply.error());
  const std::vector<Job> parts = wanted_parts(reply->jobs, selector);
  if (session.prints_document()) {
    wire::JobsReply shown = *reply;
    shown.jobs = parts;
    return print_document(session, std::move(shown));
  }
  if (parts.empty()) {
    if (!id.empty()) return fail(session, "slurm_load_jobs error: ", Error{Code::InvalidJobId});
    session.context.out() << "No jobs in the system\n";
  }
  for (const Job& job : parts) session.context.out() << job_record(job, reply->now, session.options, find_why(*reply, job.id));
  return 0;
}

}  // namespace minislurm::scontrol
